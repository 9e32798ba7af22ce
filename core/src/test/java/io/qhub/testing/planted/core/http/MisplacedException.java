package io.qhub.testing.planted.core.http;

import io.qhub.core.error.HubTransportException;

public class MisplacedException extends HubTransportException {
    public MisplacedException() {
        super("planted", null, null, false);
    }
}
