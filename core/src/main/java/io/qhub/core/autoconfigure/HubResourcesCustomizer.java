package io.qhub.core.autoconfigure;

import io.qhub.core.HubClientResources;

/**
 * Changes the connections that all clients of the Hub share, before they are made: beans of this type are applied in
 * their order, after the properties.
 */
@FunctionalInterface
public interface HubResourcesCustomizer {

    /** Changes the connections, for example their event loops. */
    void customize(HubClientResources.Builder builder);
}
