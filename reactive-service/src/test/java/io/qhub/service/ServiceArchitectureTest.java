package io.qhub.service;

import io.qhub.testing.ArchitectureTest;

class ServiceArchitectureTest extends ArchitectureTest {

    ServiceArchitectureTest() {
        super(HubServiceClient.class);
    }
}
