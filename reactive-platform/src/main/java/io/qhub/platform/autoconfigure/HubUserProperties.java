package io.qhub.platform.autoconfigure;

import io.qhub.platform.HubUserClient;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the user service only.
 *
 * @param baseUrl Where the user service is.
 */
@ConfigurationProperties("qhub.user")
public record HubUserProperties(
        @DefaultValue(HubUserClient.DEFAULT_BASE_URL) String baseUrl) {}
