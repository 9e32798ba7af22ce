package io.qhub.platform.autoconfigure;

import io.qhub.platform.HubPlatformClient;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the Platform API only.
 *
 * @param baseUrl Where the Platform API is.
 */
@ConfigurationProperties("qhub.platform")
public record HubPlatformProperties(
        @DefaultValue(HubPlatformClient.DEFAULT_BASE_URL) String baseUrl) {}
