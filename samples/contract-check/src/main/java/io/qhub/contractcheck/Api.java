package io.qhub.contractcheck;

import io.qhub.core.http.Operation;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.HubUserClient;
import io.qhub.quantum.HubQuantumClient;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** An API of the Hub that there is a client for. */
enum Api {
    QUANTUM("Quantum API", HubQuantumClient.DEFAULT_BASE_URL, HubQuantumClient::operations),
    PLATFORM("Platform API", HubPlatformClient.DEFAULT_BASE_URL, HubPlatformClient::operations),
    USER("User service", HubUserClient.DEFAULT_BASE_URL, HubUserClient::operations);

    private final String title;
    private final String defaultUrl;
    private final Supplier<List<Operation>> operations;

    Api(String title, String defaultUrl, Supplier<List<Operation>> operations) {
        this.title = title;
        this.defaultUrl = defaultUrl;
        this.operations = operations;
    }

    String title() {
        return title;
    }

    List<Operation> operations() {
        return operations.get();
    }

    /** Where the real Hub has it. */
    String defaultUrl() {
        return defaultUrl;
    }

    /** Where a Hub at another address has it. */
    String below(String hub) {
        return hub.replaceAll("/+$", "") + URI.create(defaultUrl).getPath();
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
