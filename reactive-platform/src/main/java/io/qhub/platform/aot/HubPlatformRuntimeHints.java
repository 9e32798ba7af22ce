package io.qhub.platform.aot;

import io.qhub.core.internal.aot.BindingHints;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.HubUserClient;
import io.qhub.platform.model.billing.CostGrouping;
import io.qhub.platform.model.billing.ReportFormat;
import io.qhub.platform.model.quantumworkloads.WorkloadCostGrouping;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The bodies and answers of all operations, with all that they are made of. */
public final class HubPlatformRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        // The last three are values of query parameters, and JSON wherever an application makes it of them.
        BindingHints.register(
                hints,
                HubPlatformClient.operations(),
                CostGrouping.class,
                ReportFormat.class,
                WorkloadCostGrouping.class);
        BindingHints.register(hints, HubUserClient.operations());
    }
}
