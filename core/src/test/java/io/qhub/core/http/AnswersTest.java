package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.error.HubTransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

/** Each request gets its own answer and no other, and its connection is free again. */
class AnswersTest extends OnTheWire {

    private static final String OTHER = "{\"id\":\"another\"}";

    @BeforeEach
    void oneConnection() {
        resources(builder -> builder.maxConnections(1));
    }

    private TestHub http() {
        return client(builder -> builder.scheduler(Schedulers.parallel()).maxRetries(0));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] answer(String json) {
        return ascii("HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints\r\nLink: </style.css>; rel=preload"})
    void anInterimAnswerIsNotTheAnswer(String status) {
        server.script(exchange -> {
            exchange.readBody();
            for (int i = 0; i < 3; i++) {
                exchange.write(ascii("HTTP/1.1 " + status + "\r\n\r\n"));
            }
            exchange.answer(201, JSON);
        });
        TestHub http = http();

        for (int i = 0; i < 2; i++) {
            assertThat(http.call(POST).body("{}").to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        }

        assertThat(server.exchanges())
                .extracting(exchange -> exchange.connection)
                .containsExactly(1, 1);
    }

    @Test
    void interimAnswersProlongNothing() {
        server.script(exchange -> {
            while (true) {
                exchange.write(ascii("HTTP/1.1 102 Processing\r\n\r\n"));
                drip();
            }
        });
        TestHub http = client(builder ->
                builder.scheduler(Schedulers.parallel()).maxRetries(0).responseTimeout(Duration.ofMillis(250)));

        HubTimeoutException failure = catchThrowableOfType(
                HubTimeoutException.class,
                () -> http.call(GET, 1).to(Thing.class).block(WAIT));

        assertThat(failure.phase()).isEqualTo(Phase.HEADERS);
    }

    private static void drip() throws IOException {
        try {
            new java.util.concurrent.CountDownLatch(1).await(5, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void anAnswerThatCameBeforeTheRequestBelongsToNoRequest() {
        AtomicInteger requests = new AtomicInteger();
        server.script(exchange -> {
            if (requests.incrementAndGet() == 1) {
                exchange.write(ascii(new String(answer(JSON), StandardCharsets.US_ASCII)
                        + new String(answer(OTHER), StandardCharsets.US_ASCII)));
                exchange.keep();
            } else {
                exchange.answer(200, JSON);
            }
        });
        TestHub http =
                client(builder -> builder.scheduler(Schedulers.parallel()).maxRetries(1));

        // The second request goes out on the event loop that is still reading what came.
        Thing second = http.call(GET, 1)
                .to(Thing.class)
                .flatMap(first -> http.call(GET, 2).to(Thing.class))
                .block(WAIT);

        assertThat(second).isEqualTo(new Thing("t-1"));
        assertThat(server.exchanges()).last().satisfies(exchange -> assertThat(exchange.connection)
                .isEqualTo(2));
    }

    @Test
    void aConnectionOnWhichSomethingComesUnaskedIsNotUsedAgain() {
        AtomicReference<WireServer.Exchange> first = new AtomicReference<>();
        server.script(exchange -> {
            exchange.answer(200, JSON);
            if (first.compareAndSet(null, exchange)) {
                exchange.pause();
                // Half an answer, of which the other half would come with the next request's.
                exchange.write(ascii("HTTP/1.1 200 OK\r\nContent-Le"));
            }
        });
        TestHub http = http();

        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        first.get().go();
        first.get().awaitGone();
        assertThat(http.call(GET, 2).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));

        assertThat(server.exchanges())
                .extracting(exchange -> exchange.connection)
                .containsExactly(1, 2);
    }

    @Test
    void anAnswerThatCannotBeUnpackedFreesItsConnection() {
        server.script(exchange -> exchange.answer(200, JSON, "Content-Encoding: gzip"));
        TestHub http = http();

        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowable(() -> http.call(GET, 1).to(Thing.class).block(WAIT)))
                    .isInstanceOf(HubTransportException.class)
                    .hasMessageContaining("GZIP");
        }
    }
}
