package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.step.Failures;
import io.qhub.core.internal.wire.SilenceWatch;
import io.qhub.core.internal.wire.Wire;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/** What is made of the network's failures. */
class FailuresTest {

    private static final TestOperation GET = TestOperation.get("test.things.get", "/things");

    private final Call call = TestHttp.call(GET, null);

    private static WebClientRequestException wrapped(Throwable cause) {
        return new WebClientRequestException(
                cause, HttpMethod.GET, URI.create("https://hub.test/things"), new HttpHeaders());
    }

    /** A request that is not on a connection of Reactor Netty's: it counts as sent. */
    private static final ClientHttpRequest NOT_NETTYS = (ClientHttpRequest) Proxy.newProxyInstance(
            FailuresTest.class.getClassLoader(),
            new Class<?>[] {ClientHttpRequest.class},
            (self, method, given) -> self);

    private static final Consumer<Call> NOT_SENT = call -> {};
    private static final Consumer<Call> SENT = call -> call.writing(NOT_NETTYS);
    private static final Consumer<Call> ANSWERED =
            call -> call.current().head(ClientResponse.create(HttpStatus.OK).build());

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of(NOT_SENT, new UnknownHostException("hub.test"), "the host name is not known: hub.test"),
                Arguments.of(NOT_SENT, new ConnectException("refused"), "no connection to the server: refused"),
                Arguments.of(NOT_SENT, new SSLHandshakeException("old"), "no TLS connection to the server: old"),
                Arguments.of(NOT_SENT, new IOException("odd"), "the request could not be sent: odd"),
                Arguments.of(NOT_SENT, new IOException((String) null), "the request could not be sent: IOException"),
                Arguments.of(SENT, new ConnectException("reset"), "the connection failed before an answer came: reset"),
                Arguments.of(ANSWERED, new IOException("reset"), "the answer was cut: reset"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void theWordsSayHowFarItCame(Consumer<Call> state, Exception cause, String words) {
        call.begin();
        state.accept(call);

        assertThat(Failures.of(cause, call))
                .isInstanceOf(HubTransportException.class)
                .hasMessageStartingWith("test.things.get: " + words)
                .hasCause(cause);
        assertThat(((HubTransportException) Failures.of(cause, call)).mayHaveReachedServer())
                .isEqualTo(state != NOT_SENT);
    }

    /** As Reactor Netty's, which is shaded and thus told by its name. */
    private static final class PoolAcquireTimeoutException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void isTimeout(Throwable cause, Phase phase) {
        assertThat(Failures.of(wrapped(cause), call))
                .isInstanceOfSatisfying(HubTimeoutException.class, late -> assertThat(late.phase())
                        .isEqualTo(phase));
    }

    @Test
    void timeoutsSayOfWhat() {
        call.begin();
        isTimeout(new ConnectTimeoutException("late"), Phase.CONNECT);
        isTimeout(new PoolAcquireTimeoutException(), Phase.POOL);
        isTimeout(new Wire.StalledException(), Phase.WRITE_STALL);
        isTimeout(new SilenceWatch.SilentException(), Phase.HEADERS);
        ANSWERED.accept(call);
        isTimeout(new SilenceWatch.SilentException(), Phase.READ_STALL);
    }

    @Test
    void ourOwnAndOthersStayWhatTheyAre() {
        HubTransportException own = new HubTransportException("own", null, call.trace(), false);
        IllegalStateException others = new IllegalStateException("a filter's");

        assertThat(Failures.of(own, call)).isSameAs(own);
        assertThat(Failures.of(wrapped(own), call)).isSameAs(own);
        assertThat(Failures.of(others, call)).isSameAs(others);
    }

    @Test
    void nothingIsKeptOfAnExceptionThatHoldsTheRequest() {
        @Nullable
        Throwable cause = Failures.of(wrapped(new IllegalStateException("a codec's")), call)
                .getCause();

        assertThat(cause).isExactlyInstanceOf(IllegalStateException.class);
    }
}
