package io.qhub.testing.planted.core.http;

import io.qhub.testing.planted.core.autoconfigure.PlantedProperties;

class KnowsAutoconfiguration {
    Object properties() {
        return new PlantedProperties();
    }
}
