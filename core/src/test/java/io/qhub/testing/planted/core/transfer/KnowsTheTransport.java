package io.qhub.testing.planted.core.transfer;

import io.qhub.testing.planted.core.http.PlantedTransport;

class KnowsTheTransport {
    Object transport(PlantedTransport transport) {
        return transport;
    }
}
