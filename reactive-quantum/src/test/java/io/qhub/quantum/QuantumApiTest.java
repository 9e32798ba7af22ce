package io.qhub.quantum;

import io.qhub.testing.ApiTest;

class QuantumApiTest extends ApiTest {

    QuantumApiTest() {
        super(HubQuantumClient.class);
    }
}
