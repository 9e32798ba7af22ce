package io.qhub.core.internal.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ids that a client made within the last seconds. Bounded: ids beyond the bound have no grace. */
final class RecentIds {

    private static final int MOST = 100_000;
    private static final long GRACE = Awaiting.NOT_FOUND_GRACE.toMillis();

    private final Map<String, Long> madeAt = new ConcurrentHashMap<>();
    private volatile long tidied;

    void add(String id, long now) {
        // Looking at all of them for each new one would make a burst of creates slow.
        if (now - tidied >= GRACE / 4) {
            tidied = now;
            madeAt.values().removeIf(made -> now - made >= GRACE);
        }
        if (madeAt.size() < MOST) {
            madeAt.put(id, now);
        }
    }

    /** How much longer a 404 for this id proves nothing; zero for an id that is not a new one of ours. */
    Duration graceLeft(String id, long now) {
        Long made = madeAt.get(id);
        return made == null || now - made >= GRACE ? Duration.ZERO : Duration.ofMillis(made + GRACE - now);
    }
}
