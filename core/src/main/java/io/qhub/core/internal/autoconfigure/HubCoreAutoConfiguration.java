package io.qhub.core.internal.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.qhub.core.HubClientResources;
import io.qhub.core.autoconfigure.HubClientCustomizer;
import io.qhub.core.autoconfigure.HubProperties;
import io.qhub.core.autoconfigure.HubProperties.CredentialSource;
import io.qhub.core.autoconfigure.HubProperties.Pool;
import io.qhub.core.autoconfigure.HubProperties.Proxy;
import io.qhub.core.autoconfigure.HubResourcesCustomizer;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.ConfigFileCredential;
import io.qhub.core.credentials.DefaultCredentialsProvider;
import io.qhub.core.credentials.EnvironmentCredential;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.observation.HubObservationConvention;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/**
 * What the clients of the Hub share in an application: one set of connections, a credential, and the properties. Each
 * bean backs off to one of the application's own.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration",
            "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@EnableConfigurationProperties(HubProperties.class)
public class HubCoreAutoConfiguration {

    /** The connections of all clients, closed with the application. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    public HubClientResources qhubClientResources(
            HubProperties properties,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<HubResourcesCustomizer> customizers) {
        HubClientResources.Builder resources = HubClientResources.builder();
        Pool pool = properties.pool();
        Checked.set("qhub.pool.max-connections", pool.maxConnections(), resources::maxConnections);
        Checked.set("qhub.pool.max-stream-connections", pool.maxStreamConnections(), resources::maxStreamConnections);
        Checked.set("qhub.pool.max-token-connections", pool.maxTokenConnections(), resources::maxTokenConnections);
        Checked.set("qhub.pool.max-idle-time", pool.maxIdleTime(), resources::maxIdleTime);
        Checked.set("qhub.timeout.connect", properties.timeout().connect(), resources::connectTimeout);
        Checked.set("qhub.timeout.pool", properties.timeout().pool(), resources::poolTimeout);
        SslContext tls = tls(properties.ssl().bundle(), bundles.getIfAvailable());
        if (tls != null) {
            resources.httpClient(http -> http.secure(spec -> spec.sslContext(tls)));
        }
        Proxy proxy = properties.proxy();
        String host = proxy.host();
        if (host != null && !host.isBlank()) {
            checkProxy(proxy);
            resources.httpClient(http -> proxied(http, proxy, host));
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(resources));
        return resources.build();
    }

    /** The token of the Quantum and the Platform API. */
    @Bean
    @ConditionalOnMissingBean
    @Conditional(CredentialGiven.class)
    public AccessTokenProvider qhubCredential(HubProperties properties) {
        String key = properties.apiKey();
        if (key != null) {
            if (key.isBlank()) {
                throw Checked.refused("qhub.api-key", "", "is empty: give a token, or leave the property out");
            }
            return new StaticCredential(key);
        }
        CredentialSource source = properties.credentials();
        return switch (source == null ? CredentialSource.DEFAULT : source) {
            case DEFAULT -> new DefaultCredentialsProvider();
            case ENVIRONMENT -> new EnvironmentCredential();
            case CONFIG_FILE -> new ConfigFileCredential();
        };
    }

    /** Applies the properties to a client's builder. */
    @Bean
    @ConditionalOnMissingBean
    public HubClientConfigurer qhubClientConfigurer(
            HubProperties properties,
            HubClientResources resources,
            ObjectProvider<WebClient.Builder> host,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<HubObservationConvention> convention,
            ObjectProvider<HubClientCustomizer> customizers) {
        return new HubClientConfigurer(
                properties,
                resources,
                host::getIfAvailable,
                observations.getIfUnique(),
                convention.getIfUnique(),
                customizers.orderedStream().toList());
    }

    private static @Nullable SslContext tls(@Nullable String name, @Nullable SslBundles bundles) {
        if (name == null || name.isBlank()) {
            return null;
        }
        if (bundles == null) {
            throw Checked.refused("qhub.ssl.bundle", name, "there are no SSL bundles in this application");
        }
        try {
            SslBundle bundle = bundles.getBundle(name);
            SslOptions options = bundle.getOptions();
            SslContextBuilder context = SslContextBuilder.forClient()
                    .keyManager(bundle.getManagers().getKeyManagerFactory())
                    .trustManager(bundle.getManagers().getTrustManagerFactory());
            if (options.getCiphers() != null) {
                context.ciphers(List.of(options.getCiphers()));
            }
            if (options.getEnabledProtocols() != null) {
                context.protocols(options.getEnabledProtocols());
            }
            return context.build();
        } catch (NoSuchSslBundleException unknown) {
            throw Checked.refused("qhub.ssl.bundle", name, "there is no SSL bundle of this name");
        } catch (SSLException unusable) {
            throw Checked.refused("qhub.ssl.bundle", name, "the bundle cannot be used: " + unusable.getMessage());
        }
    }

    private static void checkProxy(Proxy proxy) {
        if (proxy.port() < 1 || proxy.port() > 65535) {
            throw Checked.refused("qhub.proxy.port", proxy.port(), "is not between 1 and 65535");
        }
        if (proxy.password() != null && proxy.username() == null) {
            throw Checked.refused("qhub.proxy.username", null, "is missing beside qhub.proxy.password");
        }
        if (proxy.nonProxyHosts() != null) {
            try {
                Pattern.compile(proxy.nonProxyHosts());
            } catch (PatternSyntaxException malformed) {
                throw Checked.refused(
                        "qhub.proxy.non-proxy-hosts",
                        proxy.nonProxyHosts(),
                        "is not a regular expression: " + malformed.getDescription());
            }
        }
    }

    private static HttpClient proxied(HttpClient http, Proxy proxy, String host) {
        return http.proxy(spec -> {
            ProxyProvider.Builder to =
                    spec.type(ProxyProvider.Proxy.HTTP).host(host).port(proxy.port());
            String password = proxy.password();
            if (proxy.username() != null) {
                to.username(proxy.username());
                if (password != null) {
                    to.password(user -> password);
                }
            }
            if (proxy.nonProxyHosts() != null) {
                to.nonProxyHosts(proxy.nonProxyHosts());
            }
        });
    }

    /** A token is given, or it is said where to look for one. */
    static final class CredentialGiven extends AnyNestedCondition {

        CredentialGiven() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("qhub.api-key")
        static class Key {}

        @ConditionalOnProperty("qhub.credentials")
        static class Source {}
    }
}
