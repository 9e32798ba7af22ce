package io.qhub.testing.planted.quantum;

import io.qhub.testing.planted.core.http.PlantedTransport;
import io.qhub.testing.planted.quantum.model.Models;

public class QuantumFacade {
    public Object job(PlantedTransport transport) {
        return new Models.Job(1L, transport.toString());
    }
}
