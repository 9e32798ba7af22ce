package io.qhub.testing.planted.core.http;

import io.qhub.testing.planted.platform.PlatformFacade;

class KnowsAnApi {
    Object api() {
        return new PlatformFacade();
    }
}
