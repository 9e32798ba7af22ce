package io.qhub.service.autoconfigure;

import io.qhub.core.internal.autoconfigure.Checked;
import io.qhub.core.internal.autoconfigure.HubClientConfigurer;
import io.qhub.platform.HubPlatformClient;
import io.qhub.service.HubServiceClient;
import io.qhub.service.autoconfigure.HubServicesProperties.Service;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the clients of the services under {@code qhub.services}. */
public final class HubServiceClients {

    private final Map<String, Service> services;
    private final HubClientConfigurer configurer;
    private final @Nullable HubPlatformClient platform;

    HubServiceClients(
            HubServicesProperties properties, HubClientConfigurer configurer, @Nullable HubPlatformClient platform) {
        this.services = properties.services();
        this.configurer = configurer;
        this.platform = platform;
    }

    /**
     * The client of one service, made anew. Data pool grants are got by the application's Platform client, if it has
     * one.
     *
     * @throws org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException if a
     *     property of the service is missing or has a value that is not allowed
     */
    public HubServiceClient client(String name) {
        String prefix = HubServicesProperties.PREFIX + "." + name;
        Service service = services.get(name);
        if (service == null || service.endpoint() == null || service.endpoint().isBlank()) {
            throw Checked.refused(prefix + ".endpoint", null, "is missing: the URL of the service at the gateway");
        }
        check(prefix, service);
        HubServiceClient.Builder builder = HubServiceClient.builder();
        Checked.set(prefix + ".endpoint", service.endpoint(), builder::endpoint);
        Checked.set(prefix + ".access-key-id", service.accessKeyId(), builder::accessKeyId);
        Checked.setSecret(prefix + ".secret-access-key", service.secretAccessKey(), builder::secretAccessKey);
        Checked.setSecret(prefix + ".token", service.token(), builder::token);
        Checked.set(prefix + ".token-endpoint", service.tokenEndpoint(), builder::tokenEndpoint);
        if (service.localGateway()) {
            builder.localGateway();
        }
        if (platform != null) {
            builder.platformClient(platform);
        }
        configurer.configureScoped(builder, "service");
        try {
            return builder.build();
        } catch (IllegalStateException | IllegalArgumentException refusal) {
            // Not as the cause: what refuses may show what it refuses.
            throw Checked.refused(prefix, "******", String.valueOf(refusal.getMessage()));
        }
    }

    private static void check(String prefix, Service service) {
        boolean id = service.accessKeyId() != null;
        boolean secret = service.secretAccessKey() != null;
        if (secret && !id) {
            throw Checked.refused(
                    prefix + ".access-key-id", null, "is missing beside " + prefix + ".secret-access-key");
        }
        if (id && !secret) {
            throw Checked.refused(
                    prefix + ".secret-access-key", null, "is missing beside " + prefix + ".access-key-id");
        }
        if (service.token() != null && (id || service.localGateway())) {
            throw Checked.refused(
                    prefix + ".token", "******", "excludes an access key and local-gateway: choose one of the three");
        }
        if (id && service.localGateway()) {
            throw Checked.refused(prefix + ".local-gateway", true, "excludes an access key: choose one of the two");
        }
        if (service.tokenEndpoint() != null && !id) {
            throw Checked.refused(
                    prefix + ".token-endpoint", service.tokenEndpoint(), "is for access keys, and there is none");
        }
    }
}
