package io.qhub.core.internal.step;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, for each origin and organization, until when the server asked to be left alone. Calls that are not yet sent
 * wait for that time and then spread over as long again, instead of all coming back at once.
 */
public final class RateGate {

    private record Key(String origin, @Nullable String organization) {}

    /** Not before this time (ms), then spread over this length (ms). */
    private record Pause(long notBefore, long length) {}

    private final Map<Key, Pause> pauses = new ConcurrentHashMap<>();

    /** Whether no server has asked to wait. */
    public boolean isIdle() {
        return pauses.isEmpty();
    }

    /** The server asked to wait. */
    public void pause(String origin, @Nullable String organization, long now, long millis) {
        pauses.merge(
                new Key(origin, organization),
                new Pause(now + millis, millis),
                (old, fresh) -> fresh.notBefore > old.notBefore ? fresh : old);
    }

    /**
     * How long a call that wants to be sent now has to wait, in ms; 0 where it may go.
     *
     * @param patience the longest wait, which cuts the spread and never what the server asked for; a call that would
     *     have to wait longer even so may go and hear for itself
     */
    public long delay(String origin, @Nullable String organization, long now, long patience, DoubleSupplier random) {
        Key key = new Key(origin, organization);
        Pause pause = pauses.get(key);
        if (pause == null) {
            return 0;
        }
        long asked = pause.notBefore - now;
        if (asked <= 0) {
            pauses.remove(key, pause);
            return 0;
        }
        return asked > patience ? 0 : spread(asked, pause.length, patience, random);
    }

    /** The wait that was asked for, and then up to {@code length} more at random, within {@code patience}. */
    public static long spread(long asked, long length, long patience, DoubleSupplier random) {
        return Math.min(asked + Math.round(length * random.getAsDouble()), patience);
    }
}
