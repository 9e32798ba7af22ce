package io.qhub.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Puts the guards in place before the first test class of a JVM is loaded. */
public final class HarnessSession implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        NettyLeaks.install();
        BlockingCalls.install();
    }
}
