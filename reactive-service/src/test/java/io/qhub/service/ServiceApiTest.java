package io.qhub.service;

import io.qhub.testing.ApiTest;

class ServiceApiTest extends ApiTest {

    ServiceApiTest() {
        super(HubServiceClient.class);
    }
}
