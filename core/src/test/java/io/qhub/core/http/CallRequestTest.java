package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.call.CallRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

class CallRequestTest {

    private static final TestOperation GET = TestOperation.get("test.things.get", "/things/{id}");

    private final Call call = TestHttp.call(GET, null);
    private final CallRequest request = new CallRequest(call, URI.create("https://hub.test/things/1"), "Accept", "a/b");

    @Test
    void aHeaderTakesThePlaceOfOneOfTheSameName() {
        CallRequest more = request.with("X-One", "1").with("aCCEPT", "c/d").with("x-one", "2");

        assertThat(more.headers().headerNames()).containsExactlyInAnyOrder("aCCEPT", "x-one");
        assertThat(more.headers().get("Accept")).containsExactly("c/d");
        assertThat(more.headers().get("X-One")).containsExactly("2");
        assertThat(request.headers().headerNames()).containsExactly("Accept");
    }

    @Test
    void aHeaderIsAddedOnlyWhereThereIsNone() {
        assertThat(request.withIfAbsent("ACCEPT", "c/d")).isSameAs(request);
        assertThat(request.withIfAbsent("X-One", "1").headers().get("X-One")).containsExactly("1");
    }

    @Test
    void filtersOfTheCallersSeeARequestLikeAnyOther() {
        assertThat(request.method()).isEqualTo(HttpMethod.GET);
        assertThat(request.url()).hasToString("https://hub.test/things/1");
        assertThat(request.cookies()).isEmpty();
        assertThat(request.attribute(WebClient.class.getName() + ".uriTemplate"))
                .contains("/things/{id}");
        assertThat(request.attribute("other")).isEmpty();
        assertThat(request.logPrefix()).contains("test.things.get");
        assertThat(Call.of(request)).isSameAs(call);
        assertThat(Call.of(ClientRequest.from(request).build())).isSameAs(call);
    }
}
