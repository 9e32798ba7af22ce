package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.HubContext;
import io.qhub.core.RequestOptions;
import io.qhub.core.internal.call.Settings;
import io.qhub.testing.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;

class OptionsTest {

    private static final Duration WAIT = Waits.seconds(10);
    private static final String ORGANIZATION = "X-OrganizationId";
    private static final TestOperation GET =
            TestOperation.get("test.things.get", "/things").headers("X-Own");
    private static final UnaryOperator<RequestOptions.Builder> ALL = o -> o.organization("client")
            .responseTimeout(Duration.ofSeconds(11))
            .stallTimeout(Duration.ofSeconds(12))
            .callTimeout(Duration.ofSeconds(13))
            .maxRetries(14)
            .rateLimitPatience(Duration.ofSeconds(15))
            .maxRetryAfter(Duration.ofSeconds(16))
            .header("X-Extra", "client");

    private final List<HttpHeaders> sent = new ArrayList<>();
    private final JumpScheduler scheduler = new JumpScheduler();

    private TestHttp hub(int... statuses) {
        return TestHttp.answering(request -> Mono.fromSupplier(() -> {
                    sent.add(request.headers());
                    int status = sent.size() <= statuses.length ? statuses[sent.size() - 1] : 200;
                    return ClientResponse.create(HttpStatus.valueOf(status)).build();
                }))
                .jumping(scheduler);
    }

    private static Settings settings(
            TestHub http, UnaryOperator<RequestOptions.Builder> view, UnaryOperator<RequestOptions.Builder> context) {
        return http.withOptions(view).settings(RequestOptions.of(context));
    }

    @Test
    void eachFieldIsInheritedFromTheClient() {
        Settings settings = settings(hub().requestOptions(ALL).build(), o -> o, o -> o);

        assertThat(settings)
                .isEqualTo(new Settings(
                        "client",
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        14,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(16),
                        java.util.Map.of("X-Extra", "client")));
    }

    @Test
    void eachFieldOfTheContextWinsOverTheClientAndEachOfTheViewOverTheContext() {
        TestHub http = hub().requestOptions(ALL).build();
        UnaryOperator<RequestOptions.Builder> context = o -> o.organization("context")
                .responseTimeout(Duration.ofSeconds(21))
                .stallTimeout(Duration.ofSeconds(22))
                .callTimeout(Duration.ofSeconds(23))
                .maxRetries(0)
                .rateLimitPatience(Duration.ZERO)
                .maxRetryAfter(Duration.ZERO)
                .header("X-Extra", "context");
        Settings ofContext = new Settings(
                "context",
                Duration.ofSeconds(21),
                Duration.ofSeconds(22),
                Duration.ofSeconds(23),
                0,
                Duration.ZERO,
                Duration.ZERO,
                java.util.Map.of("X-Extra", "context"));

        assertThat(settings(http, o -> o, context)).isEqualTo(ofContext);
        assertThat(settings(http, context, ALL)).isEqualTo(ofContext);
        assertThat(settings(http, o -> o.maxRetries(7), context).maxRetries()).isEqualTo(7);
        assertThat(settings(http, o -> o.maxRetries(7), context).organization()).isEqualTo("context");
    }

    @Test
    void whatIsClearedIsNotInherited() {
        TestHub http = hub().requestOptions(ALL).build();
        UnaryOperator<RequestOptions.Builder> cleared =
                o -> o.withoutOrganization().withoutCallTimeout();

        assertThat(settings(http, cleared, o -> o).organization()).isNull();
        assertThat(settings(http, cleared, o -> o).callTimeout()).isNull();
        assertThat(settings(http, o -> o, cleared).organization()).isNull();
        assertThat(settings(http, cleared, ALL).organization()).isNull();
        assertThat(settings(http, ALL, cleared).organization()).isEqualTo("client");
        assertThat(settings(http, ALL, cleared).callTimeout()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void viewsOfViewsKeepWhatTheyDoNotChangeAndChangeNoOtherView() {
        TestHub http = hub().build();
        TestHub acme = http.withOptions(o -> o.organization("acme").maxRetries(5));
        TestHub impatient = acme.withOptions(o -> o.maxRetries(0));

        assertThat(impatient.settings(RequestOptions.INHERIT).organization()).isEqualTo("acme");
        assertThat(impatient.settings(RequestOptions.INHERIT).maxRetries()).isZero();
        assertThat(acme.settings(RequestOptions.INHERIT).maxRetries()).isEqualTo(5);
        assertThat(http.settings(RequestOptions.INHERIT).organization()).isNull();
    }

    @Test
    void nestedContextsKeepWhatTheInnerDoesNotSay() {
        TestHub http = hub().build();

        http.call(GET)
                .toNothing()
                .contextWrite(HubContext.options(o -> o.header("X-Inner", "i").header("X-Both", "inner")))
                .contextWrite(HubContext.options(o -> o.organization("outer").header("X-Both", "outer")))
                .block(WAIT);
        http.call(GET)
                .toNothing()
                .contextWrite(HubContext.withoutOrganization())
                .contextWrite(HubContext.organization("outer"))
                .block(WAIT);

        assertThat(sent.get(0).getFirst(ORGANIZATION)).isEqualTo("outer");
        assertThat(sent.get(0).getFirst("X-Inner")).isEqualTo("i");
        assertThat(sent.get(0).get("X-Both")).containsExactly("inner");
        assertThat(sent.get(1).containsHeader(ORGANIZATION)).isFalse();
    }

    @Test
    void theOrganizationOfTheMomentCanBeAskedFor() {
        TestHub http = hub().organization("client").build();

        assertThat(http.organization().block(WAIT)).isEqualTo("client");
        assertThat(http.organization()
                        .contextWrite(HubContext.organization("context"))
                        .block(WAIT))
                .isEqualTo("context");
        assertThat(http.withOptions(RequestOptions.Builder::withoutOrganization)
                        .organization()
                        .block(WAIT))
                .isNull();
    }

    @Test
    void eachTryCarriesTheSameHeaders() {
        TestHub http = hub(500, 429, 401).organization("acme").build();

        http.withOptions(o -> o.header("X-Extra", "e"))
                .call(GET)
                .header("X-Own", "own")
                .toNothing()
                .onErrorComplete()
                .block(WAIT);

        assertThat(sent).hasSize(3).allSatisfy(headers -> {
            assertThat(headers.get(ORGANIZATION)).containsExactly("acme");
            assertThat(headers.get("X-Extra")).containsExactly("e");
            assertThat(headers.get("X-Own")).containsExactly("own");
            assertThat(headers.get("X-Auth-Token")).containsExactly(TestHttp.TOKEN);
            assertThat(headers.getFirst("User-Agent")).startsWith("qhub-java/");
        });
    }

    @Test
    void headersAreAddedOnlyWhereTheRequestHasNone() {
        TestHub http = hub().requestOptions(o -> o.header("X-Own", "default").header("user-agent", "mine/1"))
                .build();

        http.call(GET).header("X-Own", "own").toNothing().block(WAIT);
        http.call(GET).toNothing().block(WAIT);

        assertThat(sent.get(0).get("X-Own")).containsExactly("own");
        assertThat(sent.get(1).get("X-Own")).containsExactly("default");
        assertThat(sent.get(1).get("User-Agent")).containsExactly("mine/1");
    }

    @Test
    void theNameOfAHeaderIsTheSameInAnyCase() {
        TestHub http = hub().requestOptions(o -> o.header("X-Extra", "client")).build();

        http.withOptions(o -> o.header("x-extra", "view")).call(GET).toNothing().block(WAIT);

        assertThat(sent.get(0).get("X-Extra")).containsExactly("view");
    }

    @Test
    void theOrganizationIsSentOnlyWhereTheOperationAndTheApiKnowOne() {
        hub().organization("acme").build().call(GET).toNothing().block(WAIT);
        hub().organization("acme").build().call(GET.unscoped()).toNothing().block(WAIT);
        hub().organization("acme").gateway().build().call(GET).toNothing().block(WAIT);

        assertThat(sent).extracting(headers -> headers.getFirst(ORGANIZATION)).containsExactly("acme", null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Auth-Token",
                "authorization",
                "Proxy-Authorization",
                "Cookie",
                "HOST",
                "Content-Length",
                "Content-Type",
                "Transfer-Encoding",
                "Connection",
                "Upgrade",
                "TE",
                "Trailer",
                "Expect",
                "X-OrganizationID",
                "",
                "a b",
                "a:b",
                "a\r\nb",
                "ü"
            })
    void headersThatTheClientWritesItselfAndThoseThatAreNoneAreRefused(String name) {
        assertThatThrownBy(() -> RequestOptions.of(o -> o.header(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("header: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nX: y", "a\nb", "\u0000", "ü", "\u007f"})
    void valuesThatCouldEndAHeaderAreRefusedWithoutBeingShown(String value) {
        assertThatThrownBy(() -> RequestOptions.of(o -> o.header("X-Extra", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("header X-Extra: ");
        assertThatThrownBy(() -> RequestOptions.of(o -> o.organization(value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("organization: ");
        assertThatThrownBy(() -> hub().build().call(GET).header("X-Own", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("X-Own: ");
    }

    @Test
    void twoOperationsOfOneNameKeepTheirOwnPaths() {
        List<@Nullable String> paths = new ArrayList<>();
        TestHub http = TestHttp.answering(request -> {
                    paths.add(request.url().getRawPath());
                    return Mono.just(ClientResponse.create(HttpStatus.OK).build());
                })
                .path("test.moved", "/new/{id}")
                .build();

        http.call(TestOperation.get("test.custom", "/a/{id}"), "1").toNothing().block(WAIT);
        http.call(TestOperation.get("test.custom", "/b/{id}"), "1").toNothing().block(WAIT);
        http.call(TestOperation.get("test.moved", "/old/{id}"), "1").toNothing().block(WAIT);

        assertThat(paths).containsExactly("/api/a/1", "/api/b/1", "/api/new/1");
        assertThatThrownBy(() -> http.call(TestOperation.get("test.moved", "/old/{id}/{other}"), "1", "2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test.moved")
                .hasMessageContaining("/new/{id}");
    }

    @Test
    void queryValuesAreEncodedAndCannotAddParameters() {
        List<@Nullable String> queries = new ArrayList<>();
        TestHub http = TestHttp.answering(request -> {
                    queries.add(request.url().getRawQuery());
                    return Mono.just(ClientResponse.create(HttpStatus.OK).build());
                })
                .build();
        TestOperation search = TestOperation.get("test.search", "/things").query("q", "tag", "none");

        http.call(search)
                .query("q", "a&b=c#d e+f?g/h%41ü\r\nX: y")
                .query("tag", List.of("x,y", "z"))
                .query("none", null)
                .toNothing()
                .block(WAIT);

        assertThat(queries).containsExactly("q=a%26b%3Dc%23d%20e%2Bf%3Fg%2Fh%2541%C3%BC%0D%0AX%3A%20y&tag=x%2Cy&tag=z");
        assertThatThrownBy(() -> http.call(search).query("other", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
