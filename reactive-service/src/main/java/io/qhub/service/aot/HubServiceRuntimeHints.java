package io.qhub.service.aot;

import io.qhub.core.internal.aot.BindingHints;
import io.qhub.service.HubServiceClient;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.service.model.DataPoolReference;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The bodies and answers of all operations, with all that they are made of. */
public final class HubServiceRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        // The last two become members of bodies whose shape is the service's.
        BindingHints.register(hints, HubServiceClient.operations(), DataPoolReference.class, DataPoolGrant.class);
    }
}
