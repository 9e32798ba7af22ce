package io.qhub.testing.planted.cycle.a;

import io.qhub.testing.planted.cycle.b.B;

public class A {
    public Object b() {
        return new B();
    }
}
