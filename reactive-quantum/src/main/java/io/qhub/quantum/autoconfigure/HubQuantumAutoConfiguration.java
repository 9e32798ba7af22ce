package io.qhub.quantum.autoconfigure;

import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.internal.autoconfigure.Checked;
import io.qhub.core.internal.autoconfigure.HubClientConfigurer;
import io.qhub.core.internal.autoconfigure.HubCoreAutoConfiguration;
import io.qhub.quantum.HubQuantumClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The client of the Quantum API, where there is a credential and no such client yet. */
@AutoConfiguration(after = HubCoreAutoConfiguration.class)
@EnableConfigurationProperties(HubQuantumProperties.class)
public class HubQuantumAutoConfiguration {

    /** Follows the properties under {@code qhub}. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @ConditionalOnBean(AccessTokenProvider.class)
    HubQuantumClient hubQuantumClient(
            HubQuantumProperties properties, HubClientConfigurer configurer, AccessTokenProvider credential) {
        HubQuantumClient.Builder builder = HubQuantumClient.builder().credential(credential);
        Checked.set("qhub.quantum.base-url", properties.baseUrl(), builder::baseUrl);
        return configurer.configureScoped(builder, "quantum").build();
    }
}
