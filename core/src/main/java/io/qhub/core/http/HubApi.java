package io.qhub.core.http;

/**
 * What sets one of the Hub's APIs apart for the transport.
 *
 * @param name in words, such as {@code Quantum API}
 * @param auth how the token is sent
 * @param organizationHeader whether calls carry {@code X-OrganizationId}
 */
public record HubApi(String name, AuthScheme auth, boolean organizationHeader) {}
