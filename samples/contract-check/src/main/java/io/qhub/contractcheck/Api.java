package io.qhub.contractcheck;

import io.qhub.core.contract.Contract;
import io.qhub.core.contract.ContractReport;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.http.Operation;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.HubUserClient;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.service.HubServiceClient;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** An API of the Hub that there is a client for. */
enum Api {
    QUANTUM("Quantum API", HubQuantumClient.DEFAULT_BASE_URL, HubQuantumClient::operations),
    PLATFORM("Platform API", HubPlatformClient.DEFAULT_BASE_URL, HubPlatformClient::operations),
    USER("User service", HubUserClient.DEFAULT_BASE_URL, HubUserClient::operations),
    /** Each service has an address of its own at the gateway. */
    SERVICE("Service gateway", null, HubServiceClient::operations) {
        @Override
        Mono<ContractReport> report(String baseUrl, AccessTokenProvider credential) {
            // The gateway takes the token in another header than the other APIs.
            return Mono.using(
                    () -> HubServiceClient.builder()
                            .endpoint(baseUrl)
                            .credential(credential)
                            .maxInMemorySize((int) LARGEST)
                            .build(),
                    client -> Contract.report(operations(), client.http()));
        }
    };

    /** Bytes of the largest document that is read. */
    static final long LARGEST = 64L * 1024 * 1024;

    private final String title;
    private final @Nullable String defaultUrl;
    private final Supplier<List<Operation<?>>> operations;

    Api(String title, @Nullable String defaultUrl, Supplier<List<Operation<?>>> operations) {
        this.title = title;
        this.defaultUrl = defaultUrl;
        this.operations = operations;
    }

    String title() {
        return title;
    }

    List<Operation<?>> operations() {
        return operations.get();
    }

    /** What the document at this base URL tells. */
    Mono<ContractReport> report(String baseUrl, AccessTokenProvider credential) {
        return Contract.report(operations(), baseUrl, credential);
    }

    /** Where the real Hub has it; null where it has it at no single place. */
    @Nullable
    String defaultUrl() {
        return defaultUrl;
    }

    /** Where a Hub at another address has it; null where it has it at no single place. */
    @Nullable
    String below(String hub) {
        return defaultUrl == null
                ? null
                : hub.replaceAll("/+$", "") + URI.create(defaultUrl).getPath();
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
