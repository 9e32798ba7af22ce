package io.qhub.testing.planted.core.circle;

class First {
    Object next(Second next) {
        return next;
    }
}
