package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.platform.HubPlatformClient;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderTest {

    private static final String REMOTE = "https://gateway.hub.kipu-quantum.com/acme/route-planner/1.2.0";

    private static HubServiceClient.Builder remote() {
        return HubServiceClient.builder().endpoint(REMOTE);
    }

    @Test
    void anEndpointIsNeeded() {
        assertThatThrownBy(() -> HubServiceClient.builder().token("t").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Please provide 'endpoint'")
                .hasMessageContaining("https://gateway.hub.kipu-quantum.com/acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gateway.hub.kipu-quantum.com/<context>/route-planner/1.0.0",
                "https://gateway.hub.kipu-quantum.com/acme/<service>/1.0.0",
                "https://gateway.hub.kipu-quantum.com/acme/route-planner/<version>",
                "https://gateway.hub.kipu-quantum.com/%3Ccontext%3E/route-planner/1.0.0",
                "https://gateway.hub.kipu-quantum.com/{context}/route-planner/1.0.0"
            })
    void anEndpointWithPlacesToFillInIsRefused(String url) {
        assertThatThrownBy(() ->
                        HubServiceClient.builder().endpoint(url).token("t").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("still holds")
                .hasMessageContaining(url);
        assertThatThrownBy(
                        () -> HubServiceClient.builder().baseUrl(url).token("t").build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLastEndpointCounts() {
        try (HubServiceClient client = HubServiceClient.builder()
                .endpoint("https://gateway.hub.kipu-quantum.com/<context>/a/1.0.0")
                .endpoint(REMOTE + "/")
                .token("t")
                .build()) {
            assertThat(client.http().options().baseUrl()).hasToString(REMOTE);
        }
    }

    @Test
    void aCredentialIsNeededElsewhere() {
        assertThatThrownBy(() -> remote().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Please provide 'token' when initializing the client");
        assertThatThrownBy(() -> remote().token(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneHalfOfAnAccessKeyIsRefused() {
        assertThatThrownBy(() -> remote().accessKeyId("id").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'secretAccessKey' is missing");
        assertThatThrownBy(() -> remote().secretAccessKey("s3cret").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'accessKeyId' is missing")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> HubServiceClient.builder()
                        .endpoint("http://localhost:8081")
                        .accessKeyId("id")
                        .build())
                .isInstanceOf(IllegalStateException.class);
        // An empty text counts as given.
        assertThatThrownBy(() -> remote().accessKey("id", "").build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> remote().accessKey("", "s3cret").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void twoCredentialsAreRefused() {
        assertThatThrownBy(() -> remote().token("t").accessKey("id", "secret").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exclude each other");
        assertThatThrownBy(() -> remote().token("t").localGateway().build()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> remote().token("t")
                        .tokenEndpoint("https://x.test/token")
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tokenEndpoint");
        assertThatThrownBy(() -> remote().tokenEndpoint("<nowhere>")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoPlatformClientsAreRefused() {
        try (HubPlatformClient platform =
                HubPlatformClient.builder().apiKey("t").build()) {
            assertThatThrownBy(() -> remote().token("t")
                            .platformClient(platform)
                            .platformFromEnvironment()
                            .build())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8081",
                "http://LOCALHOST/",
                "http://planner.localhost:1",
                "http://127.0.0.1:8081/",
                "http://127.8.9.10/a/b/1.0.0",
                "http://[::1]:8081",
                "http://[::ffff:127.0.0.1]:8081"
            })
    void onThisMachineNoCredentialIsNeeded(String url) {
        try (HubServiceClient client = HubServiceClient.builder().endpoint(url).build()) {
            AccessToken token = Objects.requireNonNull(
                    client.http().options().credential().token().block());
            assertThat(token.value()).matches("[A-Za-z0-9]{21}");
            assertThat(client.http().options().credential().token().block()).isEqualTo(token);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.example.com",
                "http://127.0.0.1.example.com",
                "http://notlocalhost",
                "http://10.0.0.1",
                "http://[2001:db8::1]"
            })
    void elsewhereItMustBeSaidThatTheGatewayIsALocalOne(String url) {
        assertThatThrownBy(() -> HubServiceClient.builder().endpoint(url).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("localGateway()");
        assertThatCode(() -> HubServiceClient.builder()
                        .endpoint(url)
                        .localGateway()
                        .build()
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void eachClientDrawsATokenOfItsOwn() {
        try (HubServiceClient one =
                        HubServiceClient.builder().endpoint("http://localhost").build();
                HubServiceClient two =
                        HubServiceClient.builder().endpoint("http://localhost").build()) {
            assertThat(one.http().options().credential().token().block())
                    .isNotEqualTo(two.http().options().credential().token().block());
        }
    }

    @Test
    void aProviderOfTokensIsTakenAsItIs() {
        StaticCredential provider = new StaticCredential("t");
        try (HubServiceClient client = remote().credential(provider).build()) {
            assertThat(client.http().options().credential()).isSameAs(provider);
        }
    }
}
