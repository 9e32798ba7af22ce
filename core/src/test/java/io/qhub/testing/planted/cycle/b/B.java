package io.qhub.testing.planted.cycle.b;

import io.qhub.testing.planted.cycle.a.A;

public class B {
    public Object a() {
        return new A();
    }
}
