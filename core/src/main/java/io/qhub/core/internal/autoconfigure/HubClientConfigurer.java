package io.qhub.core.internal.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.HubClientBuilder;
import io.qhub.core.HubClientResources;
import io.qhub.core.autoconfigure.HubClientCustomizer;
import io.qhub.core.autoconfigure.HubProperties;
import io.qhub.core.autoconfigure.HubProperties.Polling;
import io.qhub.core.autoconfigure.HubProperties.Timeout;
import io.qhub.core.observation.HubObservationConvention;
import io.qhub.core.polling.PollingPolicy;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Gives a client's builder what the application has: the properties, the shared connections, the filters and the
 * observation of the host's {@code WebClient.Builder}, and the {@link HubClientCustomizer}s. Use it to make a client
 * of your own that follows {@code qhub.*}.
 */
public final class HubClientConfigurer {

    private final HubProperties properties;
    private final HubClientResources resources;
    private final Supplier<WebClient.@Nullable Builder> host;
    private final @Nullable ObservationRegistry observations;
    private final @Nullable HubObservationConvention convention;
    private final List<HubClientCustomizer> customizers;

    /**
     * What to give to each builder.
     *
     * @param host yields a builder of its own at each call, or null
     * @param observations where calls are reported; null for nowhere
     * @param convention the key values of reported calls; null for the default
     * @param customizers in the order in which they are applied
     */
    public HubClientConfigurer(
            HubProperties properties,
            HubClientResources resources,
            Supplier<WebClient.@Nullable Builder> host,
            @Nullable ObservationRegistry observations,
            @Nullable HubObservationConvention convention,
            List<HubClientCustomizer> customizers) {
        this.properties = properties;
        this.resources = resources;
        this.host = host;
        this.observations = observations;
        this.convention = convention;
        this.customizers = List.copyOf(customizers);
    }

    /**
     * Sets everything but credential and base URL.
     *
     * @param api the first part of the names of the client's operations, such as {@code quantum}
     * @return the builder
     * @throws org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException if a
     *     property has a value that is not allowed
     */
    public <B extends HubClientBuilder<B>> B configure(B builder, String api) {
        builder.resources(resources);
        WebClient.Builder web = host.get();
        if (web != null) {
            builder.webClientBuilder(web);
        }
        if (observations != null) {
            builder.observationRegistry(observations);
        }
        if (convention != null) {
            builder.observationConvention(convention);
        }
        Checked.set("qhub.max-retries", properties.maxRetries(), builder::maxRetries);
        Checked.set("qhub.rate-limit-patience", properties.rateLimitPatience(), builder::rateLimitPatience);
        Checked.set(
                "qhub.max-retry-after",
                properties.maxRetryAfter(),
                longest -> builder.requestOptions(o -> o.maxRetryAfter(longest)));
        Checked.set("qhub.max-in-memory-size", properties.maxInMemorySize(), size -> {
            if (size.toBytes() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "maxInMemorySize: " + size.toBytes() + " is more than " + Integer.MAX_VALUE + " bytes");
            }
            builder.maxInMemorySize((int) size.toBytes());
        });
        Timeout timeout = properties.timeout();
        Checked.set("qhub.timeout.response", timeout.response(), builder::responseTimeout);
        Checked.set("qhub.timeout.stall", timeout.stall(), builder::stallTimeout);
        Checked.set("qhub.timeout.call", timeout.call(), builder::callTimeout);
        builder.polling(polling());
        for (Map.Entry<String, String> path : properties.paths().entrySet()) {
            if (path.getKey().startsWith(api + ".")) {
                Checked.set(
                        "qhub.paths." + path.getKey(),
                        path.getValue(),
                        template -> builder.path(path.getKey(), template));
            }
        }
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    /** As {@link #configure}, with the organization of {@code qhub.organization} as the client's own. */
    public <B extends HubClientBuilder<B>> B configureScoped(B builder, String api) {
        Checked.set("qhub.organization", properties.organization(), builder::organization);
        return configure(builder, api);
    }

    private PollingPolicy polling() {
        Polling polling = properties.polling();
        PollingPolicy[] policy = {PollingPolicy.defaults()};
        Checked.set(
                "qhub.polling.initial-delay, .multiplier and .max-delay",
                polling.initialDelay() + ", " + polling.multiplier() + ", " + polling.maxDelay(),
                shown -> policy[0] =
                        policy[0].withDelays(polling.initialDelay(), polling.multiplier(), polling.maxDelay()));
        Checked.set(
                "qhub.polling.outage-tolerance",
                polling.outageTolerance(),
                tolerance -> policy[0] = policy[0].withOutageTolerance(tolerance));
        Checked.set("qhub.polling.timeout", polling.timeout(), limit -> policy[0] = policy[0].withTimeout(limit));
        return policy[0].withSharedListing(polling.sharedListing());
    }
}
