package io.qhub.testing.planted.core.http;

import io.qhub.testing.planted.core.error.PlantedException;

public class PlantedTransport {
    public RuntimeException failure() {
        return new PlantedException();
    }
}
