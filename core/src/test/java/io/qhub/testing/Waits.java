package io.qhub.testing;

import java.time.Duration;

/** How long tests wait for what has mostly come within milliseconds. */
public final class Waits {

    private static final Integer SHORTENED = Integer.getInteger("qhub.wait");

    private Waits() {}

    /** So many seconds; fewer under mutations, where a call that hangs is to fail its test soon ({@code qhub.wait}). */
    public static Duration seconds(int usual) {
        return Duration.ofSeconds(SHORTENED == null ? usual : SHORTENED);
    }
}
