package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.json.HubJson;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.Session;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Answers that the Hub gives in more than one form, and submissions that must not be lost or doubled. */
class JobsClientTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

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
                .polling(PollingPolicy.defaults().withDelays(Duration.ofMillis(10), 1, Duration.ofMillis(10)))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void answer(int code, String body, String... headers) {
        MockResponse.Builder response =
                new MockResponse.Builder().code(code).body(body).addHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            response.addHeader(headers[i], headers[i + 1]);
        }
        server.enqueue(response.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"c\":[[0,1],[1,1]]},2]", "{\"00\":0.5}", "[]", "\"text\"", "1.50", "true", "null"})
    void aResultIsAnyJson(String result) {
        answer(200, result);

        JsonNode read = Objects.requireNonNull(client.jobs().getJobResult("j-1").block(WAIT));

        assertThat(read).isEqualTo(HubJson.mapper().readTree(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"OPENQASM 3;\\nqubit[2] q;\" | OPENQASM 3;\\nqubit[2] q;",
                "{\"qubits\": 2}               | {\"qubits\":2}",
                "[{\"name\": \"c\"}]           | [{\"name\":\"c\"}]",
                "\"{\\\"qubits\\\":2}\"        | {\"qubits\":2}"
            })
    void anInputIsReadAsItsTextWhetherItComesAsTextOrAsTheDocumentItself(String sent, String text) {
        answer(200, sent);

        assertThat(client.jobs().getJobInput("j-1").block(WAIT)).isEqualTo(text.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":\"a\"},{\"id\":\"b\"}]",
                "  [{\"id\":\"a\"},null,{\"id\":\"b\"}]",
                "{\"content\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"total_elements\":2}"
            })
    void theJobsOfASessionComeAsArrayOrAsPage(String jobs) {
        for (Flux<Job> call : List.of(
                client.sessions().getJobsBySession("s-1"),
                client.serviceExecution("e-1").sessions().getJobsBySession("s-1"))) {
            answer(200, jobs);
            assertThat(call.collectList().block(WAIT)).extracting(Job::id).containsExactly("a", "b");
        }
    }

    @Test
    void aChangedSessionComesWithTheAnswerOrDoesNot() {
        answer(200, "{\"id\":\"s-1\",\"status\":\"DRAINING\"}");
        answer(204, "");
        answer(200, "");

        Session drained = client.sessions().updateSessionState("s-1", false).block(WAIT);
        assertThat(Objects.requireNonNull(drained).status()).hasToString("DRAINING");
        assertThat(client.sessions().updateSessionState("s-1", false).block(WAIT))
                .isNull();
        assertThat(client.sessions().updateSessionState("s-1", true).block(WAIT))
                .isNull();
    }

    @Test
    void aPaidJobIsNotLostToOddMembers() {
        answer(
                201,
                "{\"shots\":\"many\",\"tags\":7,\"status\":[1],\"created_at\":\"yesterday\",\"provider\":{},"
                        + "\"id\":\"j-9\",\"name\":\"kept\",\"runtime\":1e400,\"session_id\":[]}");

        Job job = Objects.requireNonNull(client.jobs().createJob(Exchange.JOB).block(WAIT));

        assertThat(job.id()).isEqualTo("j-9");
        assertThat(job.name()).isEqualTo("kept");
        assertThat(job.tags()).isEmpty();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":null,\"name\":\"n\"}", "", "null", "[]", "{\"id\":\"j-", "<html>"})
    void aSubmissionWithoutAnIdInItsAnswerIsOfUnknownOutcomeAndIsNotSentAgain(String body) {
        answer(201, body, "Location", "/jobs/j-7");

        assertThatThrownBy(() -> client.jobs().createJob(Exchange.JOB).block(WAIT))
                .isInstanceOfSatisfying(SubmissionOutcomeUnknownException.class, unknown -> {
                    assertThat(unknown.status()).isEqualTo(201);
                    assertThat(unknown.location()).isEqualTo("/jobs/j-7");
                    assertThat(unknown.isRetryable()).isFalse();
                });
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 504})
    void aSubmissionThatFailedInTheMiddleIsNotSentAgain(int status) {
        answer(status, "{}");
        answer(status, "{}");

        assertThatThrownBy(() -> client.jobs().createJob(Exchange.JOB).block(WAIT))
                .isInstanceOf(SubmissionOutcomeUnknownException.class);
        assertThatThrownBy(
                        () -> client.sessions().createSession(Exchange.SESSION).block(WAIT))
                .isInstanceOf(SubmissionOutcomeUnknownException.class);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void eachElementOfABatchIsSubmittedUnderItsOwnKey() throws InterruptedException {
        AtomicInteger ids = new AtomicInteger();
        Queue<String> submitted = new ConcurrentLinkedQueue<>();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String body = "{\"status\":\"COMPLETED\"}";
                if (request.getMethod().equals("POST")) {
                    submitted.add(Objects.requireNonNull(request.getBody()).utf8());
                    body = "{\"id\":\"j" + ids.getAndIncrement() + "\"}";
                }
                return new MockResponse.Builder().body(body).build();
            }
        });
        CreateJobRequest request = Exchange.JOB;

        List<Outcome<JobResult>> outcomes = Objects.requireNonNull(client.jobs()
                .runAll(
                        Flux.just(request, request, request),
                        BatchOptions.defaults(),
                        (index, each) -> index == 1
                                ? RunOptions.defaults()
                                : RunOptions.defaults().withKey("run-7/" + index))
                .collectList()
                .block(WAIT));

        assertThat(outcomes).hasSize(3).allMatch(Outcome::isSuccess);
        assertThat(submitted.stream()
                        .map(body -> HubJson.mapper().readTree(body).get("tags").toString()))
                .containsExactlyInAnyOrder(
                        "[\"one\",\"qhub-submit:run-7/0\"]", "[\"one\"]", "[\"one\",\"qhub-submit:run-7/2\"]");
        assertThat(server.takeRequest(0, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aRunWithAKeySubmitsUnderItAndTellsOfTheJob() throws InterruptedException {
        answer(201, "{\"id\":\"j-1\"}");
        answer(200, "{\"status\":\"COMPLETED\"}");
        answer(200, "{\"id\":\"j-1\",\"status\":\"COMPLETED\"}");
        answer(200, "[1]");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        RunOptions options =
                RunOptions.defaults().withKey("k 1").withOnSubmitted(job -> told.add(String.valueOf(job.id())));

        JobResult result = Objects.requireNonNull(
                client.jobs().runJob(Exchange.JOB, options).block(WAIT));

        assertThat(result.result()).hasToString("[1]");
        assertThat(told).containsExactly("j-1");
        RecordedRequest post = Objects.requireNonNull(server.takeRequest(1, TimeUnit.SECONDS));
        assertThat(Objects.requireNonNull(post.getBody()).utf8()).contains("\"tags\":[\"one\",\"qhub-submit:k 1\"]");
    }
}
