package io.qhub.testing;

import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Repeats a case until a leak that happens only sometimes shows. */
public final class LeakHarness {

    private static final int SHOWN = 3;

    private LeakHarness() {}

    /** How often a case runs: 20 times, 200 with {@code -Dqhub.big=true}. */
    public static int iterations() {
        return Sizes.isBig() ? 200 : 20;
    }

    /**
     * Runs the case {@link #iterations()} times, then fails if a Netty buffer was not released. The case must end what
     * it starts: a buffer that is still in use is no leak, and one released later hides nothing.
     */
    public static void assertNoLeaks(Executable testCase) throws Throwable {
        long before = NettyLeaks.tracked();
        int iterations = iterations();
        for (int i = 0; i < iterations; i++) {
            testCase.execute();
        }
        // Collecting garbage is what takes time, so there is one collection, and the numbers tell whose a leak is.
        List<String> leaks = NettyLeaks.drain();
        List<String> earlier = leaks.stream()
                .filter(report -> NettyLeaks.numberOf(report) <= before)
                .toList();
        if (!earlier.isEmpty()) {
            throw new AssertionError("Before the case began: " + message(earlier));
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError("In " + iterations + " runs: " + message(leaks));
        }
    }

    static String message(List<String> leaks) {
        return leaks.size() + " leaked: " + String.join("\n", leaks.subList(0, Math.min(SHOWN, leaks.size())));
    }
}
