package io.qhub.testing;

/** How much the tests of large amounts move: enough to tell in an ordinary run, all of it on request. */
public final class Sizes {

    // More than the heap and the direct memory of the processes that are given little, together.
    private static final long ORDINARY = 160L << 20;

    private Sizes() {}

    /** The full size in bytes with {@code -Dqhub.big=true}, else at most 160 MiB. */
    public static long big(long fullBytes) {
        return isBig() ? fullBytes : Math.min(fullBytes, ORDINARY);
    }

    static boolean isBig() {
        return Boolean.getBoolean("qhub.big");
    }
}
