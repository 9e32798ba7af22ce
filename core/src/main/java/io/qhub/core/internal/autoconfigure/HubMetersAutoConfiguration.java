package io.qhub.core.internal.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.qhub.core.autoconfigure.HubResourcesCustomizer;
import io.qhub.core.observation.HubMeters;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Meters of bytes and of connections, where the application has a {@code MeterRegistry}. Boot makes the
 * {@link HubMeters} a handler of the application's {@code ObservationRegistry}, as it does with each such bean.
 */
@AutoConfiguration(
        before = HubCoreAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public class HubMetersAutoConfiguration {

    /** Records what downloads and uploads move. */
    @Bean
    @ConditionalOnMissingBean
    public HubMeters qhubMeters(MeterRegistry registry) {
        return new HubMeters(registry);
    }

    /** Gauges of the shared connections. */
    @Bean
    public HubResourcesCustomizer qhubPoolMeters(HubMeters meters) {
        return connections -> connections.poolMetrics(meters::pools);
    }
}
