package io.qhub.testing.planted.service;

import io.qhub.testing.planted.platform.PlatformFacade;

public class KnowsPlatform {
    Object platform() {
        return new PlatformFacade();
    }
}
