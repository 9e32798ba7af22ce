package io.qhub.platform;

import io.qhub.testing.ArchitectureTest;

class PlatformArchitectureTest extends ArchitectureTest {

    PlatformArchitectureTest() {
        super(HubPlatformClient.class);
    }
}
