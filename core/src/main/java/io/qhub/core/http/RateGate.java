package io.qhub.core.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Map<Key, Pause> pauses = new ConcurrentHashMap<>();

    /** The server asked to wait. */
    void pause(String origin, @Nullable String organization, long now, long millis) {
        Pause asked = new Pause(now + millis, millis);
        pauses.merge(
                new Key(origin, organization), asked, (old, fresh) -> fresh.notBefore > old.notBefore ? fresh : old);
    }

    /** How long a call that wants to be sent now has to wait, in ms; 0 where it may go. */
    long delay(String origin, @Nullable String organization, long now, DoubleSupplier random) {
        if (pauses.isEmpty()) {
            return 0;
        }
        Pause pause = pauses.get(new Key(origin, organization));
        return pause == null || now >= pause.notBefore
                ? 0
                : pause.notBefore - now + Math.round(pause.length * random.getAsDouble());
    }
}
