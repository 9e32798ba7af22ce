package io.qhub.testing;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Puts the guards in place before the first test of a JVM runs. Not when the session opens: where a module's tests are
 * divided among several JVMs, Maven's own JVM opens a session too, only to find the classes.
 */
public final class HarnessSession implements LauncherSessionListener {

    /** Kept, for a logger that nobody holds forgets its level. */
    private static final Logger JQWIK = Logger.getLogger("net.jqwik");

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        // Under mutations each test that hangs costs a new JVM: its start must not count to the next test, and be
        // short.
        if (Boolean.getBoolean("qhub.mutations")) {
            install();
            return;
        }
        // At INFO it tells for each class that it keeps no file of its runs.
        JQWIK.setLevel(Level.WARNING);
        session.getLauncher().registerTestExecutionListeners(new TestExecutionListener() {
            @Override
            public void testPlanExecutionStarted(TestPlan plan) {
                install();
                BlockingCalls.install();
            }
        });
    }

    private static void install() {
        NettyLeaks.install();
        SecretWatch.install();
        // What is awaited here has mostly come within a few milliseconds; Awaitility first looks after 100.
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(2));
    }
}
