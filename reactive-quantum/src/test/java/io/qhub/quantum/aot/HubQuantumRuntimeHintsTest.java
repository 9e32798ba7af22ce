package io.qhub.quantum.aot;

import io.qhub.testing.RuntimeHintsTest;

class HubQuantumRuntimeHintsTest extends RuntimeHintsTest {

    HubQuantumRuntimeHintsTest() {
        super(new HubQuantumRuntimeHints(), "qhub-reactive-quantum", "io.qhub.quantum.model");
    }
}
