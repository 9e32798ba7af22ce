package io.qhub.core.autoconfigure;

import io.qhub.core.HubClientBuilder;

/**
 * Changes the clients of the Hub before they are built: beans of this type are applied to the builder of each client, in
 * their order, after the properties.
 */
@FunctionalInterface
public interface HubClientCustomizer {

    /** Changes one client's builder, for example adds a filter. */
    void customize(HubClientBuilder<?> builder);
}
