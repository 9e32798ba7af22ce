package io.qhub.platform.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.HubClientResources;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.HubUserClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** What differs from the Quantum API: two clients, and one that acts for no organization. */
class HubPlatformAutoConfigurationTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "boot-secret-token";

    private final MockWebServer server = new MockWebServer();
    // All auto-configurations of the class path, as an application has them.
    private final ApplicationContextRunner bare =
            new ApplicationContextRunner().withUserConfiguration(Application.class);
    private final ApplicationContextRunner host = bare.withPropertyValues("qhub.api-key=" + TOKEN);

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

    private RecordedRequest request() throws InterruptedException {
        RecordedRequest request = server.takeRequest(20, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    @Test
    void bothClientsWorkOnTheSameConnections() {
        server.enqueue(new MockResponse.Builder().body("[]").build());
        server.enqueue(new MockResponse.Builder().body("{}").build());
        host.withPropertyValues(
                        "qhub.organization=acme",
                        "qhub.platform.base-url=" + server.url("/platform"),
                        "qhub.user.base-url=" + server.url("/user"),
                        "qhub.paths.user.userSettings.getCurrentUser=/me")
                .withClassLoader(new FilteredClassLoader("org.springframework.security", "io.micrometer.core"))
                .run(context -> {
                    HubPlatformClient platform = context.getBean(HubPlatformClient.class);
                    HubUserClient user = context.getBean(HubUserClient.class);
                    assertThat(platform.http().options().resources())
                            .isSameAs(user.http().options().resources())
                            .isSameAs(context.getBean(HubClientResources.class));

                    platform.gitIntegrations().getGitIntegrations().then().block(SOON);
                    user.userSettings().getCurrentUser().block(SOON);

                    RecordedRequest services = request();
                    assertThat(services.getTarget()).startsWith("/platform/");
                    assertThat(services.getHeaders().get("X-Auth-Token")).isEqualTo(TOKEN);
                    assertThat(services.getHeaders().get("X-OrganizationId")).isEqualTo("acme");
                    RecordedRequest me = request();
                    assertThat(me.getTarget()).isEqualTo("/user/me");
                    assertThat(me.getHeaders().get("X-OrganizationId")).isNull();
                });
    }

    @Test
    void backsOffToBeansOfTheApplicationAndWithoutACredential() {
        bare.run(context ->
                assertThat(context).doesNotHaveBean(HubPlatformClient.class).doesNotHaveBean(HubUserClient.class));
        HubPlatformClient own = HubPlatformClient.builder().apiKey("own").build();
        HubUserClient ownUser = HubUserClient.builder().apiKey("own").build();
        host.withBean("mine", HubPlatformClient.class, () -> own)
                .withBean("myself", HubUserClient.class, () -> ownUser)
                .run(context -> {
                    assertThat(context.getBean(HubPlatformClient.class)).isSameAs(own);
                    assertThat(context.getBean(HubUserClient.class)).isSameAs(ownUser);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "qhub.platform.base-url, ftp://hub, not an http or https URL",
        "qhub.user.base-url, hub, not an http or https URL",
        "qhub.paths.user.userSettings.getCurrentUser, me, must start with /"
    })
    void aBadValueFailsTheStartByTheNameOfTheProperty(String property, String value, String allowed) {
        host.withPropertyValues(property + "=" + value).run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refusal -> {
                    assertThat(refusal.getName()).isEqualTo(property);
                    assertThat(refusal.getReason()).contains(allowed);
                }));
    }
}
