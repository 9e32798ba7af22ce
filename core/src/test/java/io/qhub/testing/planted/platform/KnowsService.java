package io.qhub.testing.planted.platform;

import io.qhub.testing.planted.service.KnowsPlatform;

class KnowsService {
    Object service() {
        return new KnowsPlatform();
    }
}
