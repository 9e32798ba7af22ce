package io.qhub.core.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, for each origin and organization, until when the server asked to be left alone. Calls that are not yet sent
 * wait for that time and then spread over as long again, instead of all coming back at once.
 */
final class RateGate {

    private record Key(String origin, @Nullable String organization) {}

    /** Not before this time (ms), then spread over this length (ms). */
    private record Pause(long notBefore, long length) {}

    private final Map<Key, AtomicReference<Pause>> pauses = new ConcurrentHashMap<>();

    /** The server asked to wait. */
    void pause(String origin, @Nullable String organization, long now, long millis) {
        Pause asked = new Pause(now + millis, millis);
        pauses.computeIfAbsent(new Key(origin, organization), key -> new AtomicReference<>(asked))
                .accumulateAndGet(asked, (old, fresh) -> fresh.notBefore > old.notBefore ? fresh : old);
    }

    /** How long a call that wants to be sent now has to wait, in ms; 0 where it may go. */
    long delay(String origin, @Nullable String organization, long now, DoubleSupplier random) {
        if (pauses.isEmpty()) {
            return 0;
        }
        AtomicReference<Pause> pause = pauses.get(new Key(origin, organization));
        if (pause == null) {
            return 0;
        }
        Pause current = pause.get();
        return now >= current.notBefore
                ? 0
                : current.notBefore - now + Math.round(current.length * random.getAsDouble());
    }
}
