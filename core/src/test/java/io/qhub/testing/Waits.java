package io.qhub.testing;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.awaitility.Awaitility;

/** How long tests wait for what has mostly come within milliseconds. */
public final class Waits {

    private static final Integer SHORTENED = Integer.getInteger("qhub.wait");

    private Waits() {}

    /** So many seconds; fewer under mutations, where a call that hangs is to fail its test soon ({@code qhub.wait}). */
    public static Duration seconds(int usual) {
        return Duration.ofSeconds(SHORTENED == null ? usual : SHORTENED);
    }

    /** Collects garbage until nobody holds this any more. */
    public static void untilCollected(WeakReference<?> object) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return object.get() == null;
        });
    }
}
