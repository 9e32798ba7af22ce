package io.qhub.core.internal.aot;

import io.qhub.core.paging.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What core itself reads from JSON: pages. Error bodies are read without types. */
public final class CoreRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        BindingHints.register(hints, List.of(), Page.class);
    }
}
