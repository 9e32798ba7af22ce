package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.error.UnprocessableEntityException;
import io.qhub.quantum.model.Session;
import io.qhub.testing.LogCapture;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A session is closed gracefully, however the work in it ends. */
class WithSessionTest {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final String OPEN = "POST /sessions ";
    private static final String CLOSE = "PATCH /sessions/s-1 {\"accept_jobs\":false}";

    private final MockWebServer server = MockServers.create();
    private HubQuantumClient client =
            HubQuantumClient.builder().apiKey("unused").build();

    @BeforeEach
    void start() throws IOException {
        server.start();
        client.close();
        client = HubQuantumClient.builder()
                .baseUrl(server.url("").toString())
                .apiKey("token-1")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void opened() {
        answer(201, "{\"id\":\"s-1\",\"status\":\"OPEN\"}");
    }

    private void answer(int code, String body) {
        server.enqueue(new MockResponse.Builder().code(code).body(body).build());
    }

    /** What was sent, in order; the body of the first is left out. */
    private List<String> sent() throws InterruptedException {
        List<String> sent = new ArrayList<>();
        while (sent.size() < server.getRequestCount()) {
            RecordedRequest request = Objects.requireNonNull(server.takeRequest(5, TimeUnit.SECONDS));
            String body = request.getBody() == null ? "" : request.getBody().utf8();
            sent.add(request.getMethod() + " " + request.getTarget() + " " + (sent.isEmpty() ? "" : body));
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204})
    void closesAfterTheWorkHasCompleted(int status) throws InterruptedException {
        opened();
        answer(status, status == 200 ? "{\"id\":\"s-1\",\"status\":\"DRAINING\"}" : "");
        List<Integer> requestsDuringWork = new ArrayList<>();

        List<String> results = client.sessions()
                .withSession(Exchange.SESSION, session -> Flux.just("a", "b")
                        .map(each -> each + " in " + session.id())
                        .doOnComplete(() -> requestsDuringWork.add(server.getRequestCount())))
                .collectList()
                .block(WAIT);

        assertThat(results).containsExactly("a in s-1", "b in s-1");
        assertThat(requestsDuringWork).containsExactly(1);
        assertThat(sent()).containsExactly(OPEN, CLOSE);
    }

    @Test
    void aSessionThatCannotBeOpenedIsTheErrorAndNoWorkIsDone() throws InterruptedException {
        answer(422, "{\"detail\":\"no sessions on this backend\"}");
        List<Session> worked = new ArrayList<>();

        assertThatThrownBy(() -> client.sessions()
                        .withSession(Exchange.SESSION, session -> {
                            worked.add(session);
                            return Mono.just(1);
                        })
                        .blockLast(WAIT))
                .isInstanceOf(UnprocessableEntityException.class);

        assertThat(worked).isEmpty();
        assertThat(sent()).containsExactly(OPEN);
    }

    @Test
    void closesAfterTheWorkHasFailedAndSignalsItsError() throws InterruptedException {
        opened();
        answer(204, "");
        IllegalStateException broken = new IllegalStateException("broken");

        assertThatThrownBy(() -> client.sessions()
                        .withSession(Exchange.SESSION, session -> Flux.just(1).concatWith(Mono.error(broken)))
                        .blockLast(WAIT))
                .isSameAs(broken)
                .satisfies(failure -> assertThat(closeFailures(failure)).isEmpty());

        assertThat(sent()).containsExactly(OPEN, CLOSE);
    }

    @Test
    void closesWhereTheWorkCannotEvenBegin() throws InterruptedException {
        opened();
        answer(204, "");

        assertThatThrownBy(() -> client.sessions()
                        .withSession(Exchange.SESSION, session -> {
                            throw new IllegalStateException("thrown");
                        })
                        .blockLast(WAIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("thrown");

        assertThat(sent()).containsExactly(OPEN, CLOSE);
    }

    @Test
    void aFailedCloseAfterFailedWorkIsSuppressedOntoTheError() throws InterruptedException {
        opened();
        answer(403, "{}");
        IllegalStateException broken = new IllegalStateException("broken");

        assertThatThrownBy(() -> client.sessions()
                        .withSession(Exchange.SESSION, session -> Mono.error(broken))
                        .blockLast(WAIT))
                .isSameAs(broken)
                .satisfies(failure -> assertThat(closeFailures(failure))
                        .singleElement()
                        .isInstanceOfSatisfying(ForbiddenException.class, closing -> assertThat(closing.resourceId())
                                .isEqualTo("s-1")));

        assertThat(sent()).containsExactly(OPEN, CLOSE);
    }

    private static List<HubException> closeFailures(Throwable failure) {
        List<HubException> found = new ArrayList<>();
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof HubException hub) {
                found.add(hub);
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500, 503})
    void aFailedCloseAfterCompletedWorkIsSignalledWithTheSessionsId(int status) throws InterruptedException {
        opened();
        answer(status, "{}");
        List<Integer> received = new ArrayList<>();

        assertThatThrownBy(() -> client.sessions()
                        .withSession(Exchange.SESSION, session -> Flux.just(1, 2))
                        .doOnNext(received::add)
                        .blockLast(WAIT))
                .isInstanceOfSatisfying(HubException.class, failure -> {
                    assertThat(failure.resourceId()).isEqualTo("s-1");
                    assertThat(failure.isRetryable()).isFalse();
                    assertThat(failure).hasMessageContaining("s-1");
                    if (status == 500) {
                        assertThat(failure).isInstanceOf(SubmissionOutcomeUnknownException.class);
                    }
                });

        assertThat(received).containsExactly(1, 2);
        assertThat(sent()).containsExactly(OPEN, CLOSE);
    }

    @Test
    void closesAfterACancelAndLogsWhereThatFails() throws InterruptedException {
        for (int status : new int[] {204, 403}) {
            opened();
            answer(status, status == 204 ? "" : "{}");
            int before = server.getRequestCount();
            try (LogCapture log = new LogCapture()) {
                assertThat(client.sessions()
                                .withSession(Exchange.SESSION, session -> Flux.just(1)
                                        .concatWith(Mono.never()))
                                .blockFirst(WAIT))
                        .isEqualTo(1);

                Awaitility.await().until(() -> server.getRequestCount() == before + 2);
                if (status == 403) {
                    Awaitility.await().untilAsserted(() -> assertThat(log.messages("io.qhub.request"))
                            .anySatisfy(message -> assertThat(message)
                                    .startsWith("session s-1 could not be closed after a cancel: ")));
                } else {
                    assertThat(log.messages("io.qhub.request"))
                            .noneMatch(message -> message.contains("could not be closed"));
                }
            }
        }
        assertThat(sent())
                .containsExactly(
                        OPEN,
                        CLOSE,
                        OPEN
                                + Exchange.all().stream()
                                        .filter(exchange -> exchange.operation() == SessionsClient.CREATE_SESSION)
                                        .findFirst()
                                        .orElseThrow()
                                        .body(),
                        CLOSE);
    }
}
