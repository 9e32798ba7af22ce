package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.HubClientResources;
import io.qhub.core.HubContext;
import io.qhub.testing.Waits;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;

/** What the calls of a client share. */
class HubHttpTest extends OnTheWire {

    /** Acts for one organization. */
    private record Part(HubHttp http) {}

    @Test
    void eachOrganizationHasOnePartOfItsOwn() {
        HubHttp http = client(builder -> builder.organization("of the client")).http();

        Part acme = http.shared(Part.class, "acme", Part::new);
        Part personal = http.shared(Part.class, null, Part::new);

        assertThat(http.withOptions(o -> o.maxRetries(7)).shared(Part.class, "acme", Part::new))
                .isSameAs(acme)
                .isNotSameAs(personal);
        assertThat(http.shared(HubHttp.class, "acme", view -> view)).isNotNull();
        assertThat(organization(acme)).isEqualTo("acme");
        assertThat(organization(personal)).isNull();
    }

    private static @Nullable String organization(Part part) {
        return part.http()
                .organization()
                .contextWrite(HubContext.organization("of the context"))
                .block(WAIT);
    }

    @Test
    void aPartIsForgottenWhenNobodyHoldsIt() {
        HubHttp http = client().http();
        Part held = http.shared(Part.class, "held", Part::new);
        WeakReference<Part> dropped = new WeakReference<>(http.shared(Part.class, "dropped", Part::new));

        Waits.untilCollected(dropped);
        AtomicInteger made = new AtomicInteger();
        Part anew = http.shared(Part.class, "dropped", view -> {
            made.incrementAndGet();
            return new Part(view);
        });

        assertThat(made).hasValue(1);
        assertThat(http.shared(Part.class, "dropped", Part::new)).isSameAs(anew);
        assertThat(http.shared(Part.class, "held", Part::new)).isSameAs(held);
        Reference.reachabilityFence(held);
    }

    @Test
    void itsOwnConnectionsAreClosedWithIt() {
        server.script(exchange -> exchange.answer(200, JSON));
        TestHub http = TestHttp.at(server.url()).maxRetries(0).build();
        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));

        http.close();

        server.next().awaitGone();
    }

    @Test
    void itsOwnConnectionsAreClosedWhenThatIsSubscribedTo() {
        server.script(exchange -> exchange.answer(200, JSON));
        TestHub http = TestHttp.at(server.url()).maxRetries(0).build();
        var closing = http.closeLater();
        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));

        closing.block(WAIT);

        server.next().awaitGone();
    }

    @Test
    void connectionsOfOthersStayOpen() {
        server.script(exchange -> exchange.answer(200, JSON));
        HubClientResources shared = resources(builder -> builder.maxConnections(1));
        TestHub first = TestHttp.at(server.url()).resources(shared).build();
        TestHub second = TestHttp.at(server.url()).resources(shared).build();
        assertThat(first.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));

        first.close();
        first.closeLater().block(WAIT);

        assertThat(second.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(server.exchanges())
                .extracting(exchange -> exchange.connection)
                .containsExactly(1, 1);
    }

    @Test
    void theHostsUserAgentStaysAndOursIsSentWhereItHasNone() {
        server.script(exchange -> exchange.answer(200, JSON));
        WebClient.Builder host = WebClient.builder().defaultHeader(HttpHeaders.USER_AGENT, "host/1");
        client(builder -> builder.webClientBuilder(host))
                .call(GET, 1)
                .to(Thing.class)
                .block(WAIT);
        client(builder -> builder.webClientBuilder(WebClient.builder()))
                .call(GET, 1)
                .to(Thing.class)
                .block(WAIT);

        assertThat(server.next().headers.get(HttpHeaders.USER_AGENT)).containsExactly("host/1");
        assertThat(server.next().headers.get(HttpHeaders.USER_AGENT))
                .singleElement()
                .asString()
                .startsWith("qhub-java/");
    }
}
