package io.qhub.platform;

import io.qhub.core.credentials.AccessTokenProvider;

/**
 * What it takes to call the service of a subscription through the gateway; goes into the builder of a
 * {@code HubServiceClient}.
 *
 * @param endpoint the base URL of the service at the gateway
 * @param credential issues tokens of the application that has the subscription, and keeps each as long as it is good
 */
public record GatewayAccess(String endpoint, AccessTokenProvider credential) {}
