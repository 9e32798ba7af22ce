package io.qhub.testing.planted.core.circle;

class Third {
    Object next(First next) {
        return next;
    }
}
