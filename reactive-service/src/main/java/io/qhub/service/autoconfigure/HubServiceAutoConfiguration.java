package io.qhub.service.autoconfigure;

import io.qhub.core.internal.autoconfigure.HubClientConfigurer;
import io.qhub.core.internal.autoconfigure.HubCoreAutoConfiguration;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.autoconfigure.HubPlatformAutoConfiguration;
import io.qhub.service.HubServiceClient;
import io.qhub.service.autoconfigure.HubServicesProperties.Service;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * A {@link HubServiceClient} for each service under {@code qhub.services}, with the service's name as its qualifier. A
 * bean of the application's own with that name takes the place of the service's.
 */
@AutoConfiguration(after = {HubCoreAutoConfiguration.class, HubPlatformAutoConfiguration.class})
@EnableConfigurationProperties(HubServicesProperties.class)
public class HubServiceAutoConfiguration {

    private static final String CLIENTS = "hubServiceClients";

    /** Makes the clients. */
    @Bean(CLIENTS)
    @ConditionalOnMissingBean
    HubServiceClients hubServiceClients(
            HubServicesProperties properties,
            HubClientConfigurer configurer,
            ObjectProvider<HubPlatformClient> platform) {
        return new HubServiceClients(properties, configurer, platform.getIfUnique());
    }

    /** Adds one bean for each service. */
    @Bean
    public static BeanDefinitionRegistryPostProcessor hubServiceClientsRegistrar(Environment environment) {
        return registry -> Binder.get(environment)
                .bind(HubServicesProperties.PREFIX, Bindable.mapOf(String.class, Service.class))
                .orElseGet(Map::of)
                .keySet()
                .forEach(name -> register(name, registry));
    }

    private static void register(String name, BeanDefinitionRegistry registry) {
        String beanName = name + "HubServiceClient";
        // The bean is there already where beans were prepared ahead of time.
        if (registry.containsBeanDefinition(beanName) || isClient(name, registry)) {
            return;
        }
        RootBeanDefinition client = new RootBeanDefinition(HubServiceClient.class);
        client.setFactoryBeanName(CLIENTS);
        client.setFactoryMethodName("client");
        client.getConstructorArgumentValues().addGenericArgumentValue(name);
        client.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        client.setDestroyMethodName("close");
        client.setRole(BeanDefinition.ROLE_APPLICATION);
        registry.registerBeanDefinition(beanName, client);
    }

    private static boolean isClient(String beanName, BeanDefinitionRegistry registry) {
        return registry.containsBeanDefinition(beanName)
                && registry instanceof BeanFactory beans
                && beans.isTypeMatch(beanName, HubServiceClient.class);
    }
}
