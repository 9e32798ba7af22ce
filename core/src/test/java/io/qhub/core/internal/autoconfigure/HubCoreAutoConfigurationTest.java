package io.qhub.core.internal.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.HubClientResources;
import io.qhub.core.autoconfigure.HubProperties;
import io.qhub.core.autoconfigure.HubResourcesCustomizer;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.ConfigFileCredential;
import io.qhub.core.credentials.DefaultCredentialsProvider;
import io.qhub.core.credentials.EnvironmentCredential;
import io.qhub.testing.MockServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.SslBundles;

/** What properties make of connections and credentials; how beans come about is tested with the clients. */
class HubCoreAutoConfigurationTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    private static HubProperties properties(Map<String, String> set) {
        return new Binder(new MapConfigurationPropertySource(set)).bindOrCreate("qhub", HubProperties.class);
    }

    private static HubClientResources resources(Map<String, String> set) {
        DefaultListableBeanFactory none = new DefaultListableBeanFactory();
        return new HubCoreAutoConfiguration()
                .qhubClientResources(
                        properties(set),
                        none.getBeanProvider(SslBundles.class),
                        none.getBeanProvider(HubResourcesCustomizer.class));
    }

    private static AccessTokenProvider credential(String source) {
        return new HubCoreAutoConfiguration().qhubCredential(properties(Map.of("qhub.credentials", source)));
    }

    @Test
    void poolsAreAsLargeAsTheirProperties() {
        HubClientResources resources = resources(Map.of(
                "qhub.pool.max-connections", "3",
                "qhub.pool.max-stream-connections", "2",
                "qhub.pool.max-token-connections", "1",
                "qhub.timeout.connect", "7s",
                "qhub.timeout.pool", "8s"));
        resources.close();

        assertThat(List.of(resources.calls(), resources.streams(), resources.tokens()))
                .extracting(
                        client -> client.configuration().connectionProvider().maxConnections())
                .containsExactly(3, 2, 1);
        assertThat(resources.connectTimeout()).hasSeconds(7);
        assertThat(resources.poolTimeout()).hasSeconds(8);
        assertThatThrownBy(() -> resources(Map.of("qhub.pool.max-idle-time", "0s")))
                .hasMessageContaining("qhub.pool.max-idle-time");
    }

    @Test
    void tokensAreLookedForWhereThePropertySays() {
        assertThat(credential("default")).isInstanceOf(DefaultCredentialsProvider.class);
        assertThat(credential("environment")).isInstanceOf(EnvironmentCredential.class);
        assertThat(credential("config-file")).isInstanceOf(ConfigFileCredential.class);
    }

    @Test
    void theProxyIsAskedWithItsCredentials() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<List<String>> asked = CompletableFuture.supplyAsync(() -> head(proxy));
            HubClientResources resources = resources(Map.of(
                    "qhub.proxy.host", "127.0.0.1",
                    "qhub.proxy.port", String.valueOf(proxy.getLocalPort()),
                    "qhub.proxy.username", "user",
                    "qhub.proxy.password", "pass"));
            resources
                    .calls()
                    .get()
                    .uri("http://hub.test:1234/")
                    .response()
                    .then()
                    .onErrorComplete()
                    .block(WAIT);
            resources.close();

            assertThat(asked.get(20, TimeUnit.SECONDS))
                    .contains("connect hub.test:1234 http/1.1", "proxy-authorization: basic dxnlcjpwyxnz");
        }
    }

    private static List<String> head(ServerSocket proxy) {
        List<String> head = new ArrayList<>();
        try (Socket socket = proxy.accept()) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                head.add(line.toLowerCase(Locale.ROOT));
            }
            return head;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return port.getLocalPort();
        }
    }

    @Test
    void someHostsAreReachedWithoutTheProxy() throws IOException {
        try (MockWebServer server = MockServers.create()) {
            int closed = closedPort();
            server.start();
            server.enqueue(new MockResponse.Builder().code(204).build());
            HubClientResources resources = resources(Map.of(
                    "qhub.proxy.host",
                    "127.0.0.1",
                    "qhub.proxy.port",
                    String.valueOf(closed),
                    "qhub.proxy.non-proxy-hosts",
                    "localhost|127[.].*"));

            assertThat(resources
                            .calls()
                            .get()
                            .uri(server.url("/").toString())
                            .response()
                            .block(WAIT)
                            .status()
                            .code())
                    .isEqualTo(204);
            resources.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536})
    void aPortHasSixteenBits(int port) {
        assertThatThrownBy(() -> resources(Map.of("qhub.proxy.host", "h", "qhub.proxy.port", String.valueOf(port))))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("qhub.proxy.port");
        resources(Map.of("qhub.proxy.host", "h", "qhub.proxy.port", "1")).close();
        resources(Map.of("qhub.proxy.host", "h", "qhub.proxy.port", "65535")).close();
        resources(Map.of("qhub.proxy.host", " ", "qhub.proxy.port", "0", "qhub.ssl.bundle", " "))
                .close();
    }

    @Test
    void aBundleNeedsBundles() {
        assertThatThrownBy(() -> resources(Map.of("qhub.ssl.bundle", "hub")))
                .hasMessageContaining("qhub.ssl.bundle")
                .hasMessageContaining("hub");
    }

    @Test
    void descriptionsAndRefusalsShowNoSecret() {
        HubProperties properties = properties(Map.of(
                "qhub.api-key", "s3cret",
                "qhub.organization", "org",
                "qhub.proxy.host", "proxy.test",
                "qhub.proxy.username", "user",
                "qhub.proxy.password", "s3cret"));

        assertThat(properties).hasToString("HubProperties[apiKey=***, credentials=null, organization=org]");
        assertThat(properties(Map.of())).asString().contains("apiKey=none");
        assertThat(properties.proxy()).hasToString("Proxy[host=proxy.test, port=8080]");
        assertThatThrownBy(() -> Checked.setSecret("qhub.secret", "s3cret", value -> {
                    throw new IllegalArgumentException("too short");
                }))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("qhub.secret")
                .hasMessageContaining("******")
                .hasMessageNotContaining("s3cret");
    }
}
