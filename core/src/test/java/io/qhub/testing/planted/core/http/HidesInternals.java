package io.qhub.testing.planted.core.http;

import io.qhub.testing.planted.core.internal.Hidden;

public class HidesInternals {
    Hidden hidden() {
        return new Hidden();
    }
}
