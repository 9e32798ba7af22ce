package io.qhub.testing.planted.quantum;

import io.qhub.testing.planted.platform.PlatformFacade;

class KnowsPlatform {
    Object platform() {
        return new PlatformFacade();
    }
}
