package io.qhub.quantum;

import io.qhub.testing.ArchitectureTest;

class QuantumArchitectureTest extends ArchitectureTest {

    QuantumArchitectureTest() {
        super(HubQuantumClient.class);
    }
}
