package io.qhub.testing.planted.core.http;

import io.qhub.testing.planted.core.internal.Hidden;

public class ShowsInternals {
    public Hidden shown() {
        return new Hidden();
    }
}
