package io.qhub.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelOption;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.transport.ProxyProvider;

/** The connections that clients share. */
class HubClientResourcesTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private static List<HttpClientConfig> made(UnaryOperator<HubClientResources.Builder> change) {
        HubClientResources resources =
                change.apply(HubClientResources.builder()).build();
        resources.close();
        return List.of(
                resources.calls().configuration(),
                resources.streams().configuration(),
                resources.tokens().configuration());
    }

    @Test
    void eachKindOfCallHasAPoolOfItsOwn() {
        assertThat(made(builder -> builder))
                .extracting(client -> client.connectionProvider().maxConnections())
                .containsExactly(64, 32, 4);
        assertThat(made(builder ->
                        builder.maxConnections(1).maxStreamConnections(2).maxTokenConnections(3)))
                .extracting(client -> client.connectionProvider().maxConnections())
                .containsExactly(1, 2, 3);
    }

    @Test
    void onlyAnswersInMemoryMayComeCompressed() {
        assertThat(made(builder -> builder))
                .extracting(HttpClientConfig::isAcceptGzip)
                .containsExactly(true, false, false);
    }

    @Test
    void whatTheClientsRelyOnIsNotLeftToACustomizer() {
        assertThat(made(builder -> builder.connectTimeout(Duration.ofMillis(1_500))
                        .httpClient(http -> http.followRedirect(true)
                                .disableRetry(false)
                                .responseTimeout(Duration.ofMillis(1))
                                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 7)
                                .protocol(HttpProtocol.H2C))))
                .allSatisfy(client -> {
                    assertThat(client.followRedirectPredicate()).isNull();
                    assertThat(client.isRetryDisabled()).isTrue();
                    assertThat(client.responseTimeout()).isNull();
                    assertThat(client.options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS))
                            .isEqualTo(1_500);
                    assertThat(client.protocols()).containsExactly(HttpProtocol.HTTP11);
                });
    }

    @Test
    @SuppressWarnings("deprecation") // as in the class under test
    void howAnswersAreDecodedIsLeftToACustomizer() {
        assertThat(made(builder -> builder))
                .extracting(client -> client.decoder().maxChunkSize())
                .containsExactly(8_192, 32_768, 8_192);
        assertThat(made(builder -> builder))
                .extracting(client -> client.options().containsKey(ChannelOption.RCVBUF_ALLOCATOR))
                .containsExactly(false, true, false);
        assertThat(made(builder ->
                        builder.httpClient(http -> http.httpResponseDecoder(decoder -> decoder.maxHeaderSize(70_000)))))
                .allSatisfy(
                        client -> assertThat(client.decoder().maxHeaderSize()).isEqualTo(70_000));
    }

    @Test
    void customizersAreAppliedInOrder() {
        List<String> order = new ArrayList<>();
        made(builder -> builder.httpClient(http -> noting(http, "first", order))
                .httpClient(http -> noting(http, "second", order)));

        assertThat(order).containsExactly("first", "second", "first", "second", "first", "second");
    }

    private static HttpClient noting(HttpClient http, String name, List<String> order) {
        order.add(name);
        return http;
    }

    @Test
    void theResolverIsOursUnlessThereIsAnotherOrAProxyLooksNamesUp() {
        assertThat(made(builder -> builder))
                .allSatisfy(client ->
                        assertThat(client.resolver()).isNotNull().isNotInstanceOf(DefaultAddressResolverGroup.class));
        assertThat(made(builder -> builder.httpClient(http -> http.resolver(DefaultAddressResolverGroup.INSTANCE))))
                .allSatisfy(client -> assertThat(client.resolver()).isSameAs(DefaultAddressResolverGroup.INSTANCE));
        assertThat(made(builder -> builder.httpClient(http -> http.proxy(spec ->
                        spec.type(ProxyProvider.Proxy.HTTP).host("proxy.test").port(3128)))))
                .allSatisfy(client -> {
                    assertThat(client.hasProxy()).isTrue();
                    assertThat(client.resolver()).isInstanceOf(NoopAddressResolverGroup.class);
                });
    }

    @Test
    void closingClosesAllPools() throws IOException {
        try (MockWebServer server = MockServers.create()) {
            server.start();
            HubClientResources now = connected(server);
            HubClientResources later = connected(server);
            Mono<Void> closing = later.closeLater();

            now.close();
            await().atMost(WAIT).untilAsserted(() -> assertThat(closed(now)).containsOnly(true));
            assertThat(closed(later)).containsOnly(false);

            closing.block(WAIT);
            assertThat(closed(later)).containsOnly(true);
        }
    }

    /** With a connection of each kind. */
    private static HubClientResources connected(MockWebServer server) {
        HubClientResources resources = HubClientResources.create();
        for (HttpClient client : List.of(resources.calls(), resources.streams(), resources.tokens())) {
            server.enqueue(new MockResponse.Builder().build());
            client.get().uri(server.url("/").toString()).response().block(WAIT);
        }
        assertThat(closed(resources)).containsOnly(false);
        return resources;
    }

    private static List<Boolean> closed(HubClientResources resources) {
        return Stream.of(resources.calls(), resources.streams(), resources.tokens())
                .map(client -> client.configuration().connectionProvider().isDisposed())
                .toList();
    }

    @Test
    void timeoutsAreAsSet() {
        HubClientResources defaults = HubClientResources.create();
        defaults.close();
        assertThat(defaults.connectTimeout()).hasSeconds(10);
        assertThat(defaults.poolTimeout()).hasMinutes(5);

        HubClientResources set = HubClientResources.builder()
                .connectTimeout(Duration.ofDays(1))
                .poolTimeout(Duration.ofMillis(1))
                .maxIdleTime(Duration.ofDays(1))
                .build();
        set.close();
        assertThat(set.connectTimeout()).hasDays(1);
        assertThat(set.poolTimeout()).hasMillis(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT24H0.000000001S"})
    void timesThatAreNoneAreRefused(Duration time) {
        HubClientResources.Builder builder = HubClientResources.builder();
        assertThatThrownBy(() -> builder.connectTimeout(time)).hasMessageStartingWith("connectTimeout: " + time);
        assertThatThrownBy(() -> builder.poolTimeout(time)).hasMessageStartingWith("poolTimeout: " + time);
        assertThatThrownBy(() -> builder.maxIdleTime(time)).hasMessageStartingWith("maxIdleTime: " + time);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void aPoolHasAtLeastOneConnection(int size) {
        HubClientResources.Builder builder = HubClientResources.builder();
        assertThatThrownBy(() -> builder.maxConnections(size)).hasMessageStartingWith("maxConnections: " + size);
        assertThatThrownBy(() -> builder.maxStreamConnections(size))
                .hasMessageStartingWith("maxStreamConnections: " + size);
        assertThatThrownBy(() -> builder.maxTokenConnections(size))
                .hasMessageStartingWith("maxTokenConnections: " + size);
    }
}
