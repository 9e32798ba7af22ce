package io.qhub.quantum.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.HubClientOptions;
import io.qhub.core.HubClientResources;
import io.qhub.core.autoconfigure.HubClientCustomizer;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.internal.autoconfigure.HubCoreAutoConfiguration;
import io.qhub.core.internal.autoconfigure.HubMetersAutoConfiguration;
import io.qhub.core.observation.HubObservationContext;
import io.qhub.core.observation.HubObservationConvention;
import io.qhub.core.transfer.Downloads;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.JobStatus;
import io.qhub.testing.LogCapture;
import io.qhub.testing.MockServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import reactor.core.publisher.Mono;

class HubQuantumAutoConfigurationTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "boot-secret-token";

    private final MockWebServer server = MockServers.create();
    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(HubCoreAutoConfiguration.class, HubQuantumAutoConfiguration.class));
    private final ApplicationContextRunner host = bare.withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    HttpClientAutoConfiguration.class,
                    ReactiveHttpClientAutoConfiguration.class,
                    WebClientAutoConfiguration.class))
            .withPropertyValues("qhub.api-key=" + TOKEN);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String url() {
        return "qhub.quantum.base-url=" + server.url("/quantum");
    }

    private void answer() {
        server.enqueue(new MockResponse.Builder()
                .setHeader("Content-Type", "application/json")
                .body("{\"status\":\"RUNNING\"}")
                .build());
    }

    private RecordedRequest callFrom(ApplicationContext context) {
        JobStatus status = context.getBean(HubQuantumClient.class)
                .jobs()
                .getJobStatus("j-1")
                .block(SOON)
                .status();
        assertThat(status).isEqualTo(JobStatus.RUNNING);
        try {
            RecordedRequest request = server.takeRequest(20, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            return request;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void anApiKeyIsAllItTakes() {
        answer();
        bare.withPropertyValues("qhub.api-key=" + TOKEN, "qhub.organization=acme", url())
                .run(context -> {
                    RecordedRequest request = callFrom(context);
                    assertThat(request.getTarget()).isEqualTo("/quantum/jobs/j-1/status");
                    assertThat(request.getHeaders().get("X-Auth-Token")).isEqualTo(TOKEN);
                    assertThat(request.getHeaders().get("X-OrganizationId")).isEqualTo("acme");
                });
    }

    @Test
    void withoutACredentialThereIsNoClient() {
        bare.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(HubQuantumClient.class)
                .doesNotHaveBean(AccessTokenProvider.class));
    }

    @Test
    void credentialsAreLookedForWhereThePropertySays() {
        for (String source : List.of("default", "environment", "config-file")) {
            bare.withPropertyValues("qhub.credentials=" + source)
                    .run(context -> assertThat(context).hasSingleBean(HubQuantumClient.class));
        }
    }

    @Test
    void backsOffToBeansOfTheApplication() {
        answer();
        HubQuantumClient own = HubQuantumClient.builder().apiKey("own").build();
        bare.withPropertyValues("qhub.api-key=" + TOKEN)
                .withBean("mine", HubQuantumClient.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(HubQuantumClient.class)).isSameAs(own));
        bare.withPropertyValues(url())
                .withBean(AccessTokenProvider.class, () -> new StaticCredential("from-a-bean"))
                .run(context -> assertThat(callFrom(context).getHeaders().get("X-Auth-Token"))
                        .isEqualTo("from-a-bean"));
    }

    @Test
    void propertiesThatAreNotSetLeaveTheDefaultsOfTheBuilder() {
        try (HubQuantumClient plain = HubQuantumClient.builder().apiKey(TOKEN).build()) {
            bare.withPropertyValues("qhub.api-key=" + TOKEN).run(context -> {
                HubClientOptions options =
                        context.getBean(HubQuantumClient.class).http().options();
                HubClientOptions expected = plain.http().options();
                assertThat(options)
                        .usingRecursiveComparison()
                        .ignoringFields("credential", "resources", "ownsResources", "webClient", "clock", "random")
                        .isEqualTo(expected);
                assertThat(options.resources().connectTimeout())
                        .isEqualTo(expected.resources().connectTimeout());
                assertThat(options.resources().poolTimeout())
                        .isEqualTo(expected.resources().poolTimeout());
            });
        }
    }

    @Test
    void everyPropertyReachesTheClient() {
        bare.withPropertyValues(
                        "qhub.api-key=" + TOKEN,
                        "qhub.max-retries=7",
                        "qhub.rate-limit-patience=11s",
                        "qhub.max-retry-after=12s",
                        "qhub.max-in-memory-size=1MB",
                        "qhub.timeout.connect=1s",
                        "qhub.timeout.pool=2s",
                        "qhub.timeout.response=3s",
                        "qhub.timeout.stall=4s",
                        "qhub.timeout.call=5s",
                        "qhub.polling.initial-delay=100ms",
                        "qhub.polling.multiplier=3",
                        "qhub.polling.max-delay=9s",
                        "qhub.polling.outage-tolerance=8s",
                        "qhub.polling.shared-listing=true",
                        "qhub.polling.timeout=1h",
                        "qhub.paths.quantum.sessions.closeSession=/sessions/{id}/close",
                        "qhub.paths.platform.billing.getBalance=/v9/balance")
                .run(context -> {
                    HubClientOptions options =
                            context.getBean(HubQuantumClient.class).http().options();
                    assertThat(options.requests().maxRetries()).isEqualTo(7);
                    assertThat(options.requests().rateLimitPatience()).hasSeconds(11);
                    assertThat(options.requests().maxRetryAfter()).hasSeconds(12);
                    assertThat(options.maxInMemorySize()).isEqualTo(1024 * 1024);
                    assertThat(options.resources().connectTimeout()).hasSeconds(1);
                    assertThat(options.resources().poolTimeout()).hasSeconds(2);
                    assertThat(options.requests().responseTimeout()).hasSeconds(3);
                    assertThat(options.requests().stallTimeout()).hasSeconds(4);
                    assertThat(options.requests().callTimeout()).hasValue(Duration.ofSeconds(5));
                    assertThat(options.polling().initialDelay()).hasMillis(100);
                    assertThat(options.polling().multiplier()).isEqualTo(3);
                    assertThat(options.polling().maxDelay()).hasSeconds(9);
                    assertThat(options.polling().outageTolerance()).hasSeconds(8);
                    assertThat(options.polling().sharedListing()).isTrue();
                    assertThat(options.polling().timeout()).isEqualTo(Duration.ofHours(1));
                    assertThat(options.paths())
                            .containsOnlyKeys("quantum.sessions.closeSession")
                            .containsValue("/sessions/{id}/close");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "qhub.max-retries, 30, between 0 and 20",
        "qhub.max-retry-after, -1s, between 0 and 365 days",
        "qhub.max-in-memory-size, 10B, at least 1024 bytes",
        "qhub.max-in-memory-size, 3GB, more than 2147483647 bytes",
        "qhub.timeout.connect, 0s, between 1 ms and 1 day",
        "qhub.timeout.stall, 0s, longer than zero",
        "qhub.pool.max-connections, 0, at least 1",
        "qhub.polling.multiplier, 0.5, between 1 and 100",
        "qhub.quantum.base-url, ftp://hub, not an http or https URL",
        "qhub.paths.quantum.sessions.closeSession, sessions, must start with /",
        "qhub.proxy.port, 70000, between 1 and 65535",
        "qhub.proxy.non-proxy-hosts, (, not a regular expression",
        "qhub.ssl.bundle, nowhere, no SSL bundle"
    })
    void aBadValueFailsTheStartByTheNameOfTheProperty(String property, String value, String allowed) {
        host.withPropertyValues("qhub.proxy.host=localhost", property + "=" + value)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refusal -> {
                            assertThat(property)
                                    .startsWith(refusal.getName()
                                            .replaceAll(" .*", "")
                                            .replaceAll("initial-delay,?$", ""));
                            assertThat(refusal.getReason()).contains(allowed);
                        }));
    }

    @Test
    void anEmptyKeyIsRefusedAndSecretsAreNeverShown() {
        bare.withPropertyValues("qhub.api-key= ")
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining("qhub.api-key"));
        try (LogCapture log = new LogCapture()) {
            host.withPropertyValues("qhub.proxy.host=h", "qhub.proxy.password=pass-secret")
                    .run(context -> assertThat(context)
                            .hasFailed()
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("qhub.proxy.username")
                            .message()
                            .doesNotContain("pass-secret", TOKEN));
            host.withPropertyValues("qhub.max-retries=30")
                    .run(context -> assertThat(String.valueOf(context.getStartupFailure()))
                            .doesNotContain(TOKEN));
            assertThat(log.text()).doesNotContain("pass-secret", TOKEN);
        }
    }

    @Test
    void usesTheFiltersOfTheHostAndIgnoresItsHttpClientSettings() {
        answer();
        ExchangeFilterFunction marking = (request, next) -> {
            assertThat(request.headers().containsHeader("X-Auth-Token")).isFalse();
            return next.exchange(
                    ClientRequest.from(request).header("X-Host", "was-here").build());
        };
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .setHeader("Location", server.url("/elsewhere").toString())
                .build());
        host.withPropertyValues(url(), "spring.http.clients.read-timeout=1ms", "spring.http.clients.redirects=follow")
                .withBean(
                        WebClientCustomizer.class,
                        () -> builder -> builder.filter(marking).defaultHeader("Authorization", "Basic aG9zdDpwdw=="))
                .run(context -> {
                    RecordedRequest request = callFrom(context);
                    assertThat(request.getHeaders().get("X-Host")).isEqualTo("was-here");
                    assertThat(request.getHeaders().get("X-Auth-Token")).isEqualTo(TOKEN);
                    assertThat(request.getHeaders().get("Authorization")).isNull();

                    Throwable redirected = context.getBean(HubQuantumClient.class)
                            .jobs()
                            .getJobStatus("j-2")
                            .<Throwable>then(Mono.empty())
                            .onErrorResume(Mono::just)
                            .block(SOON);
                    assertThat(redirected).isNotNull();
                    assertThat(server.getRequestCount()).isEqualTo(2);
                });
    }

    @Test
    void customizersComeLast() {
        answer();
        bare.withPropertyValues("qhub.api-key=" + TOKEN, "qhub.max-retries=1", url())
                .withBean(HubClientCustomizer.class, () -> builder -> builder.maxRetries(5))
                .run(context -> assertThat(context.getBean(HubQuantumClient.class)
                                .http()
                                .options()
                                .requests()
                                .maxRetries())
                        .isEqualTo(5));
    }

    @Test
    void trustsTheSslBundle() {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        server.close();
        try (MockWebServer secure = MockServers.create()) {
            secure.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(certificate)
                    .build()
                    .sslSocketFactory());
            secure.start();
            secure.enqueue(new MockResponse.Builder()
                    .setHeader("Content-Type", "application/json")
                    .body("{\"status\":\"RUNNING\"}")
                    .build());
            host.withPropertyValues(
                            "qhub.quantum.base-url=https://localhost:" + secure.getPort(),
                            "qhub.ssl.bundle=hub",
                            "spring.ssl.bundle.pem.hub.truststore.certificate=" + certificate.certificatePem())
                    .run(context -> assertThat(context.getBean(HubQuantumClient.class)
                                    .jobs()
                                    .getJobStatus("j-1")
                                    .block(SOON)
                                    .status())
                            .isEqualTo(JobStatus.RUNNING));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void goesThroughTheProxy() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            host.withPropertyValues(
                            "qhub.max-retries=0",
                            "qhub.quantum.base-url=http://hub.test:1234/quantum",
                            "qhub.proxy.host=127.0.0.1",
                            "qhub.proxy.port=" + proxy.getLocalPort())
                    .run(context -> {
                        context.getBean(HubQuantumClient.class)
                                .jobs()
                                .getJobStatus("j-1")
                                .then()
                                .onErrorComplete()
                                .block(SOON);
                        assertThat(asked.get(20, TimeUnit.SECONDS)).startsWith("CONNECT hub.test:1234 ");
                    });
        }
    }

    private static String firstLine(ServerSocket proxy) {
        try (Socket socket = proxy.accept()) {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void worksWithoutTheWebClientOfBootAndWithoutSecurityOrMeters() {
        answer();
        bare.withPropertyValues("qhub.api-key=" + TOKEN, url())
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.webclient", "org.springframework.security", "io.micrometer.core"))
                .run(context -> assertThat(callFrom(context).getHeaders().get("X-Auth-Token"))
                        .isEqualTo(TOKEN));
    }

    @Test
    void connectionsAreClosedWithTheApplication() {
        HubClientResources[] resources = new HubClientResources[1];
        bare.withPropertyValues("qhub.api-key=" + TOKEN, url()).run(context -> {
            answer();
            callFrom(context);
            resources[0] = context.getBean(HubClientResources.class);
        });
        assertThat(resources[0].closeLater().then(Mono.just("closed")).block(SOON))
                .isEqualTo("closed");
    }

    @Test
    void theMetersOfTheApplicationShowCallsAndConnections() {
        answer();
        server.enqueue(new MockResponse.Builder().body("0123456789").build());
        bare.withConfiguration(AutoConfigurations.of(
                        HubMetersAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        ObservationAutoConfiguration.class))
                .withPropertyValues("qhub.api-key=" + TOKEN, url())
                .run(context -> {
                    callFrom(context);
                    Downloads.copying(context.getBean(HubQuantumClient.class)
                                    .jobs()
                                    .getJobResultStream("j-2"))
                            .blockLast(SOON);

                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("qhub.call")
                                    .tags("uri", "/jobs/{id}/status", "outcome", "SUCCESS")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                    assertThat(meters.get("qhub.download.bytes").summary().totalAmount())
                            .isEqualTo(10);
                    assertThat(meters.get("qhub.pool.connections.max")
                                    .tag("pool", "qhub-calls")
                                    .gauge()
                                    .value())
                            .isEqualTo(64);
                });
    }

    @Test
    void theConventionOfTheApplicationApplies() {
        answer();
        List<String> stages = new CopyOnWriteArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context told) {
                stages.add(told.getName() + " " + told.getLowCardinalityKeyValue("stage"));
            }

            @Override
            public boolean supportsContext(Observation.Context told) {
                return true;
            }
        });
        bare.withPropertyValues("qhub.api-key=" + TOKEN, url())
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean(HubObservationConvention.class, () -> new HubObservationConvention() {
                    @Override
                    public KeyValues getLowCardinalityKeyValues(HubObservationContext call) {
                        return KeyValues.of("stage", "test");
                    }
                })
                .run(context -> {
                    callFrom(context);
                    assertThat(stages).containsExactly("qhub.call " + KeyValue.of("stage", "test"));
                });
    }
}
