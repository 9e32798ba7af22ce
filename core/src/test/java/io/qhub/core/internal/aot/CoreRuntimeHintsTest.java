package io.qhub.core.internal.aot;

import io.qhub.core.paging.Page;
import io.qhub.testing.RuntimeHintsTest;

class CoreRuntimeHintsTest extends RuntimeHintsTest {

    CoreRuntimeHintsTest() {
        super(new CoreRuntimeHints(), "qhub-core", "io.qhub.core.paging");
    }

    @Override
    protected boolean isJson(Class<?> record) {
        return record == Page.class;
    }
}
