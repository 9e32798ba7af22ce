package io.qhub.service.aot;

import io.qhub.testing.RuntimeHintsTest;

class HubServiceRuntimeHintsTest extends RuntimeHintsTest {

    HubServiceRuntimeHintsTest() {
        super(new HubServiceRuntimeHints(), "qhub-reactive-service", "io.qhub.service.model");
    }
}
