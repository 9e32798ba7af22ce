package io.qhub.testing.planted.core.transfer;

import io.qhub.testing.planted.core.polling.Ticks;

class KnowsPolling {
    Object ticks() {
        return new Ticks.Once();
    }
}
