package io.qhub.testing.planted.core.error;

import io.qhub.core.error.HubTransportException;

public class PlantedException extends HubTransportException {
    public PlantedException() {
        super("planted", null, null, false);
    }
}
