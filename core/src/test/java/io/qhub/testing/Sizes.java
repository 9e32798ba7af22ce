package io.qhub.testing;

/** How much the tests of large amounts move: enough to tell in an ordinary run, all of it on request. */
public final class Sizes {

    private static final long ORDINARY = 256L << 20;

    private Sizes() {}

    /** The full size in bytes with {@code -Dqhub.big=true}, else at most 256 MiB. */
    public static long big(long fullBytes) {
        return isBig() ? fullBytes : Math.min(fullBytes, ORDINARY);
    }

    static boolean isBig() {
        return Boolean.getBoolean("qhub.big");
    }
}
