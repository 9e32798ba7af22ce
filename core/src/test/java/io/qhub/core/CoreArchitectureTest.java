package io.qhub.core;

import io.qhub.testing.ArchitectureTest;

class CoreArchitectureTest extends ArchitectureTest {

    CoreArchitectureTest() {
        super(HubClientOptions.class);
    }
}
