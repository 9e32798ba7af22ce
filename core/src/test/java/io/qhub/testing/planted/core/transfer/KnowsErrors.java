package io.qhub.testing.planted.core.transfer;

import io.qhub.testing.planted.core.error.PlantedException;

class KnowsErrors {
    RuntimeException failure() {
        return new PlantedException();
    }
}
