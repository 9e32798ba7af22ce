package io.qhub.service.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.platform.HubPlatformClient;
import io.qhub.service.HubServiceClient;
import io.qhub.service.RunRequest;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One client for each service under {@code qhub.services}. */
class HubServiceAutoConfigurationTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRET = "boot-secret";
    private static final String ENDPOINT = "https://gateway.hub.test/acme/planner/1.0.0";

    private final MockWebServer server = new MockWebServer();
    // All auto-configurations of the class path, as an application has them.
    private final ApplicationContextRunner host =
            new ApplicationContextRunner().withUserConfiguration(Application.class);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String property(String service, String name, Object value) {
        return "qhub.services." + service + "." + name + "=" + value;
    }

    private void answer(String json) {
        server.enqueue(new MockResponse.Builder().body(json).build());
    }

    private RecordedRequest request() {
        try {
            RecordedRequest request = server.takeRequest(20, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            return request;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    record Users(HubServiceClient planner, HubServiceClient solver) {}

    @Configuration(proxyBeanMethods = false)
    static class TwoServices {

        @Bean
        Users users(
                @Qualifier("route-planner") HubServiceClient planner, @Qualifier("solver") HubServiceClient solver) {
            return new Users(planner, solver);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneService {

        @Bean
        Users users(HubServiceClient only) {
            return new Users(only, only);
        }
    }

    @Test
    void eachServiceHasAClientUnderItsName() {
        answer("[]");
        answer("{\"access_token\":\"t-2\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        answer("[]");
        host.withUserConfiguration(TwoServices.class)
                .withPropertyValues(
                        property("route-planner", "endpoint", server.url("/planner")),
                        property("route-planner", "token", "t-1"),
                        property("solver", "endpoint", server.url("/solver")),
                        property("solver", "access-key-id", "key"),
                        property("solver", "secret-access-key", SECRET),
                        property("solver", "token-endpoint", server.url("/token")))
                .run(context -> {
                    Users users = context.getBean(Users.class);
                    users.planner().getServiceExecutions().then().block(SOON);
                    RecordedRequest planner = request();
                    assertThat(planner.getTarget()).isEqualTo("/planner/");
                    assertThat(planner.getHeaders().get("Authorization")).isEqualTo("Bearer t-1");

                    users.solver().getServiceExecutions().then().block(SOON);
                    assertThat(request().getTarget()).isEqualTo("/token");
                    RecordedRequest solver = request();
                    assertThat(solver.getTarget()).isEqualTo("/solver/");
                    assertThat(solver.getHeaders().get("Authorization")).isEqualTo("Bearer t-2");
                });
    }

    @Test
    void theOnlyOneNeedsNoName() {
        host.withUserConfiguration(OneService.class)
                .withPropertyValues(property("one", "endpoint", ENDPOINT), property("one", "local-gateway", true))
                .run(context -> assertThat(context.getBean(Users.class)
                                .planner()
                                .http()
                                .options()
                                .baseUrl())
                        .hasToString(ENDPOINT));
    }

    @Test
    void thereIsNoneWithoutPropertiesAndTheApplicationsOwnTakesThePlace() {
        host.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(HubServiceClient.class));
        HubServiceClient own =
                HubServiceClient.builder().endpoint(ENDPOINT).token("own").build();
        host.withPropertyValues(property("planner", "endpoint", "https://elsewhere.test"))
                .withBean("planner", HubServiceClient.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(HubServiceClient.class)).isSameAs(own));
        host.withPropertyValues(property("planner", "endpoint", ENDPOINT), property("planner", "token", "t"))
                .withBean("planner", String.class, () -> "of another type")
                .run(context -> assertThat(context).hasSingleBean(HubServiceClient.class));
    }

    @Test
    void grantsAreGotFromThePlatformClientOfTheApplication() {
        answer("{\"token\":\"grant-token\"}");
        answer("{\"id\":\"e-1\",\"status\":\"PENDING\"}");
        host.withPropertyValues(
                        "qhub.api-key=" + SECRET,
                        "qhub.organization=acme",
                        "qhub.platform.base-url=" + server.url("/platform"),
                        property("planner", "endpoint", server.url("/planner")),
                        property("planner", "token", "t-1"))
                .run(context -> {
                    assertThat(context).hasSingleBean(HubPlatformClient.class);
                    context.getBean(HubServiceClient.class)
                            .run(RunRequest.builder(Map.of())
                                    .grant(DataPoolGrant.of("input", "pool-1", "app-1"))
                                    .build())
                            .block(SOON);
                    RecordedRequest grant = request();
                    assertThat(grant.getTarget()).startsWith("/platform/");
                    assertThat(grant.getHeaders().get("X-OrganizationId")).isEqualTo("acme");
                    assertThat(request().getTarget()).isEqualTo("/planner/");
                });
    }

    @Test
    void aTokenWorksWithoutSecurityAndMeters() {
        answer("[]");
        host.withPropertyValues(
                        property("planner", "endpoint", server.url("/planner")), property("planner", "token", "t-1"))
                .withClassLoader(new FilteredClassLoader("org.springframework.security", "io.micrometer.core"))
                .run(context -> {
                    context.getBean(HubServiceClient.class)
                            .getServiceExecutions()
                            .then()
                            .block(SOON);
                    assertThat(request().getTarget()).isEqualTo("/planner/");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint=                         | endpoint          | is missing",
                "endpoint=ftp://x                  | endpoint          | not an http or https URL",
                "token=                            | token             | must not be empty",
                "access-key-id=k                   | secret-access-key | is missing beside",
                "secret-access-key=boot-secret     | access-key-id     | is missing beside",
                "local-gateway=true;token=boot-secret | token          | choose one of the three",
                "local-gateway=true;access-key-id=k;secret-access-key=boot-secret | local-gateway | choose one",
                "token=boot-secret;token-endpoint=https://t | token-endpoint | is for access keys",
                "organization=                     |                   | Please provide 'token'",
                "access-key-id=k;secret-access-key=boot-secret;token-endpoint=a b | token-endpoint | not a URL"
            })
    void aBadValueFailsTheStartByTheNameOfTheProperty(String given, String property, String allowed) {
        String[] properties = List.of(("endpoint=" + ENDPOINT + ";" + given).split(";")).stream()
                .map(each -> "qhub.services.planner." + each)
                .toArray(String[]::new);
        try (LogCapture log = new LogCapture()) {
            host.withPropertyValues(properties).run(context -> {
                assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refusal -> {
                            assertThat(refusal.getName())
                                    .isEqualTo("qhub.services.planner" + (property == null ? "" : "." + property));
                            assertThat(refusal.getReason()).contains(allowed);
                        });
                assertThat(String.valueOf(context.getStartupFailure())).doesNotContain(SECRET);
            });
            log.assertNoSecret(SECRET);
        }
    }
}
