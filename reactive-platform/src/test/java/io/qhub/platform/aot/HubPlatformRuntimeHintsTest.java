package io.qhub.platform.aot;

import io.qhub.testing.RuntimeHintsTest;

class HubPlatformRuntimeHintsTest extends RuntimeHintsTest {

    HubPlatformRuntimeHintsTest() {
        super(new HubPlatformRuntimeHints(), "qhub-reactive-platform", "io.qhub.platform.model");
    }
}
