package io.qhub.quantum.autoconfigure;

import io.qhub.quantum.HubQuantumClient;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the Quantum API only.
 *
 * @param baseUrl Where the Quantum API is.
 */
@ConfigurationProperties("qhub.quantum")
public record HubQuantumProperties(
        @DefaultValue(HubQuantumClient.DEFAULT_BASE_URL) String baseUrl) {}
