package io.qhub.localhub.control;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of what the hub creates. */
public final class Ids {

    private Ids() {}

    /** A random UUID (version 4) that does not read the system's entropy, so that it never blocks. Not for secrets. */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(high, low).toString();
    }
}
