package io.qhub.testing.planted.quantum.model;

/** Named as allowed, but nested in no open enumeration. */
enum Known {
    RUNNING
}
