package io.qhub.platform;

import io.qhub.testing.ApiTest;

class PlatformApiTest extends ApiTest {

    PlatformApiTest() {
        super(HubPlatformClient.class);
    }
}
