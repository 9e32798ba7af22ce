package io.qhub.platform.autoconfigure;

import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.internal.autoconfigure.Checked;
import io.qhub.core.internal.autoconfigure.HubClientConfigurer;
import io.qhub.core.internal.autoconfigure.HubCoreAutoConfiguration;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.HubUserClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The clients of the Platform API and the user service, where there is a credential and no such client yet. */
@AutoConfiguration(after = HubCoreAutoConfiguration.class)
@EnableConfigurationProperties({HubPlatformProperties.class, HubUserProperties.class})
public class HubPlatformAutoConfiguration {

    /** Follows the properties under {@code qhub}. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @ConditionalOnBean(AccessTokenProvider.class)
    HubPlatformClient hubPlatformClient(
            HubPlatformProperties properties, HubClientConfigurer configurer, AccessTokenProvider credential) {
        HubPlatformClient.Builder builder = HubPlatformClient.builder().credential(credential);
        Checked.set("qhub.platform.base-url", properties.baseUrl(), builder::baseUrl);
        return configurer.configureScoped(builder, "platform").build();
    }

    /** Follows the properties under {@code qhub}; acts for the user and never for an organization. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @ConditionalOnBean(AccessTokenProvider.class)
    HubUserClient hubUserClient(
            HubUserProperties properties, HubClientConfigurer configurer, AccessTokenProvider credential) {
        HubUserClient.Builder builder = HubUserClient.builder().credential(credential);
        Checked.set("qhub.user.base-url", properties.baseUrl(), builder::baseUrl);
        return configurer.configure(builder, "user").build();
    }
}
