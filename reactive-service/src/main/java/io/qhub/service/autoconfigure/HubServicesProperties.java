package io.qhub.service.autoconfigure;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The managed services that an application calls.
 *
 * @param services Managed services by a name of the application's own, which is the qualifier of the client's bean.
 */
@ConfigurationProperties("qhub")
public record HubServicesProperties(@DefaultValue Map<String, Service> services) {

    static final String PREFIX = "qhub.services";

    /**
     * One managed service.
     *
     * @param endpoint URL of the service at the gateway.
     * @param accessKeyId Id of the access key with which tokens are got.
     * @param secretAccessKey Secret of the access key.
     * @param token Token that is sent with each call, in the place of an access key.
     * @param tokenEndpoint Where tokens are had for the access key.
     * @param localGateway Whether the endpoint is a local gateway that asks for no credential.
     */
    @ConfigurationPropertiesSource
    public record Service(
            @Nullable String endpoint,
            @Nullable String accessKeyId,
            @Nullable String secretAccessKey,
            @Nullable String token,
            @Nullable String tokenEndpoint,
            @DefaultValue("false") boolean localGateway) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Service[endpoint=" + endpoint + "]";
        }
    }
}
