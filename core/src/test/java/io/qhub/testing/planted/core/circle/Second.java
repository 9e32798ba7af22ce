package io.qhub.testing.planted.core.circle;

class Second {
    Object next(Third next) {
        return next;
    }
}
