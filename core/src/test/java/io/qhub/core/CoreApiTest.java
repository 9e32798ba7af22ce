package io.qhub.core;

import io.qhub.testing.ApiTest;

class CoreApiTest extends ApiTest {

    CoreApiTest() {
        super(HubClientOptions.class);
    }
}
