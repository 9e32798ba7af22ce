package io.qhub.quantum.aot;

import io.qhub.core.internal.aot.BindingHints;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.Workload;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The bodies and answers of all operations, with all that they are made of. */
public final class HubQuantumRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        BindingHints.register(hints, HubQuantumClient.operations(), Workload.class);
    }
}
