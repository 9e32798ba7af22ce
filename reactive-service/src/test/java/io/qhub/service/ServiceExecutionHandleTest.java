package io.qhub.service;

import static io.qhub.service.StubGateway.execution;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import io.qhub.service.model.ResultResponse;
import io.qhub.service.model.ServiceExecution;
import io.qhub.service.model.ServiceExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Waiting for executions and what comes of them, in virtual time. */
class ServiceExecutionHandleTest {

    private static final String RESULT = """
            {"tour":[0,2,1],"length":8.125,"_links":{"self":{"href":"/e-1/result"},"status":{"href":"/e-1"},
             "output.json":{"href":"/e-1/result/output.json"},"tour.png":{"href":"http://evil.test/x"},
             "counts.csv":{"href":42}},"_embedded":{"status":{"id":"e-1","status":"SUCCEEDED"}}}""";

    private final StubGateway gateway = new StubGateway();
    private final HubServiceClient service = gateway.client();

    record Tour(List<Integer> tour, double length) {}

    private ServiceExecutionHandle run() {
        gateway.on("POST /", execution("e-1", "PENDING"));
        return Objects.requireNonNull(gateway.value(service.run(Map.of("shots", 1)), Duration.ZERO));
    }

    @Test
    void theSnapshotIsReadWithoutNetwork() {
        ServiceExecutionHandle handle = run();

        assertThat(handle.id()).isEqualTo("e-1");
        assertThat(handle.status()).isEqualTo(ServiceExecutionStatus.PENDING);
        assertThat(handle.createdAt()).isEqualTo(Instant.parse("2026-05-04T09:15:00Z"));
        assertThat(handle.startedAt()).isNull();
        assertThat(handle.endedAt()).isNull();
        assertThat(gateway.requests()).containsExactly("POST /");
        assertThat(handle).hasToString("ServiceExecutionHandle[e-1, status=PENDING]");
    }

    @Test
    void refreshReplacesTheSnapshotAndHasFinishedAlwaysAsks() {
        gateway.on("GET /e-1", execution("e-1", "RUNNING"), execution("e-1", "SUCCEEDED"));
        ServiceExecutionHandle handle = service.handle("e-1");
        assertThat(handle.snapshot()).isNull();

        assertThat(gateway.value(handle.hasFinished(), Duration.ZERO)).isFalse();
        assertThat(handle.status()).isEqualTo(ServiceExecutionStatus.RUNNING);
        assertThat(gateway.value(handle.refresh().map(ServiceExecution::status), Duration.ZERO))
                .isEqualTo(ServiceExecutionStatus.SUCCEEDED);
        assertThat(gateway.value(handle.hasFinished(), Duration.ZERO)).isTrue();
        assertThat(gateway.count("GET /e-1")).isEqualTo(3);
    }

    @Test
    void anAnswerThatWasOvertakenDoesNotBringAnEndedExecutionBack() {
        gateway.on("GET /e-1", execution("e-1", "SUCCEEDED"), execution("e-1", "RUNNING"));
        ServiceExecutionHandle handle = service.handle("e-1");
        gateway.value(handle.refresh(), Duration.ZERO);
        gateway.value(handle.refresh(), Duration.ZERO);

        assertThat(handle.status()).isEqualTo(ServiceExecutionStatus.SUCCEEDED);
    }

    @Test
    void watchEmitsChangesAndEndsWithTheTerminalOneOnly() {
        gateway.on(
                "GET /e-1",
                execution("e-1", "PENDING"),
                execution("e-1", "PENDING"),
                execution("e-1", "SUSPENDED"),
                execution("e-1", "UNKNOWN"),
                execution("e-1", "CANCELLED"));

        List<ServiceExecution> seen = gateway.values(service.handle("e-1").watch(), Duration.ofMinutes(1));

        assertThat(seen.stream().map(each -> String.valueOf(each.status())))
                .containsExactly("PENDING", "SUSPENDED", "UNKNOWN", "CANCELLED");
        assertThat(gateway.times("GET /e-1")).containsExactly(0L, 1000L, 3000L, 7000L, 15000L);
    }

    @Test
    void aTimeoutOfZeroAsksOnceAndATerminalAnswerWins() {
        gateway.on("GET /e-1", execution("e-1", "SUCCEEDED"));
        assertThat(gateway.value(service.handle("e-1").awaitFinalState(Duration.ZERO), Duration.ZERO))
                .isNotNull();

        gateway.on("GET /e-2", execution("e-2", "RUNNING"));
        Throwable late =
                gateway.failure(service.handle("e-2").awaitFinalState(Duration.ofSeconds(5)), Duration.ofSeconds(6));
        assertThat(late).isInstanceOfSatisfying(PollingTimeoutException.class, timeout -> {
            assertThat(timeout.resourceId()).isEqualTo("e-2");
            assertThat(timeout).hasMessageContaining("execution e-2").hasMessageContaining("RUNNING");
        });
    }

    @Test
    void a404RightAfterTheStartIsBorneAndLaterNot() {
        ServiceExecutionHandle handle = run();
        gateway.on("GET /e-1", 404, execution("e-1", "SUCCEEDED"));
        assertThat(gateway.value(handle.awaitFinalState(), Duration.ofSeconds(5)))
                .isNotNull();

        gateway.on("GET /e-9", 404);
        assertThat(gateway.failure(service.handle("e-9").awaitFinalState(), Duration.ZERO))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aLateResultIsAwaitedAndReadAsATypeOfTheCallers() {
        gateway.on("GET /e-1", execution("e-1", "RUNNING"), execution("e-1", "SUCCEEDED"))
                .on("GET /e-1/result", 404, 404, RESULT);

        ResultResponse result =
                Objects.requireNonNull(gateway.value(service.handle("e-1").result(), Duration.ofMinutes(1)));

        assertThat(result.as(Tour.class)).isEqualTo(new Tour(List.of(0, 2, 1), 8.125));
        assertThat(result.value().propertyNames()).containsExactly("tour", "length");
        assertThat(gateway.count("GET /e-1/result")).isEqualTo(3);
    }

    @Test
    void aResultThatNeverComesEndsInBoundedTime() {
        gateway.on("GET /e-1", execution("e-1", "SUCCEEDED")).on("GET /e-1/result", 404);

        Throwable failure = gateway.failure(service.handle("e-1").result(), Duration.ofMinutes(1));

        assertThat(failure).isInstanceOf(NotFoundException.class);
        assertThat(((HubException) failure).resourceId()).isEqualTo("e-1");
        assertThat(gateway.count("GET /e-1/result")).isEqualTo(6);
        assertThat(gateway.times("GET /e-1/result")).last().satisfies(at -> assertThat(at)
                .isLessThan(30_000L));
    }

    @Test
    void a401AndA403OnTheResultFailAtOnce() {
        gateway.on("GET /e-1", execution("e-1", "SUCCEEDED"))
                .on("GET /e-1/result", 401)
                .on("GET /e-2", execution("e-2", "SUCCEEDED"))
                .on("GET /e-2/result", 403);

        assertThat(gateway.failure(service.handle("e-1").result(), Duration.ZERO))
                .isInstanceOf(UnauthorizedException.class);
        assertThat(gateway.failure(service.handle("e-2").result(), Duration.ZERO))
                .isInstanceOf(ForbiddenException.class);
        assertThat(gateway.count("GET /e-1/result")).isEqualTo(1);
        assertThat(gateway.count("GET /e-2/result")).isEqualTo(1);
    }

    @Test
    void whatFailedSaysWhyAndWhatWasCancelledSaysSo() {
        gateway.on("GET /e-1", execution("e-1", "FAILED"))
                .on(
                        "GET /e-1/result",
                        "{\"code\":\"INVALID_STOPS\",\"detail\":\"at least two stops are needed\",\"_links\":{}}")
                .on("GET /e-2", execution("e-2", "CANCELLED"))
                .on("GET /e-2/result", 404);

        Throwable failed = gateway.failure(service.handle("e-1").result(), Duration.ZERO);
        assertThat(failed).isInstanceOfSatisfying(ExecutionFailedException.class, failure -> {
            assertThat(failure)
                    .hasMessage("Execution e-1 ended as FAILED: INVALID_STOPS: at least two stops are needed");
            assertThat(failure.code()).isEqualTo("INVALID_STOPS");
            assertThat(failure.detail()).isEqualTo("at least two stops are needed");
            assertThat(failure.execution().status()).isEqualTo(ServiceExecutionStatus.FAILED);
            assertThat(failure.resourceId()).isEqualTo("e-1");
            assertThat(failure.isRetryable()).isFalse();
        });
        Throwable cancelled = gateway.failure(service.handle("e-2").result(), Duration.ofSeconds(5));
        assertThat(cancelled).isInstanceOfSatisfying(ExecutionFailedException.class, failure -> {
            assertThat(failure).hasMessage("Execution e-2 ended as CANCELLED");
            assertThat(failure.result()).isNull();
        });
    }

    @Test
    void aFailureWhoseResultCannotBeReadIsStillThatFailure() {
        gateway.on("GET /e-1", execution("e-1", "FAILED")).on("GET /e-1/result", 500);

        assertThat(gateway.failure(service.handle("e-1").result(), Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(ExecutionFailedException.class, failure -> assertThat(failure.getSuppressed())
                        .hasSize(1));
    }

    @Test
    void resultFilesAreTheRelationsInOrderWithoutStatusAndSelf() {
        gateway.on("GET /e-1", execution("e-1", "SUCCEEDED")).on("GET /e-1/result", RESULT);

        assertThat(gateway.values(service.handle("e-1").resultFiles(), Duration.ZERO))
                .containsExactly("output.json", "tour.png", "counts.csv");
    }

    @Test
    void whatFailedMayHaveFilesToo() {
        gateway.on("GET /e-1", execution("e-1", "FAILED"))
                .on("GET /e-1/result", "{\"code\":\"E\",\"_links\":{\"trace.txt\":{\"href\":\"/x\"}}}")
                .on("GET /e-2", execution("e-2", "FAILED"))
                .on("GET /e-2/result", 404)
                .on("GET /e-3", execution("e-3", "SUCCEEDED"))
                .on("GET /e-3/result", "{\"result\":1}");

        assertThat(gateway.values(service.handle("e-1").resultFiles(), Duration.ZERO))
                .containsExactly("trace.txt");
        assertThat(gateway.failure(service.handle("e-2").resultFiles().then(), Duration.ofSeconds(5)))
                .isInstanceOf(ExecutionFailedException.class);
        assertThat(gateway.values(service.handle("e-3").resultFiles(), Duration.ZERO))
                .isEmpty();
    }

    @Test
    void aNameThatIsNoFileNameEndsDownloadAllBeforeTheFirstFile(@TempDir Path directory) {
        gateway.on("GET /e-1", execution("e-1", "SUCCEEDED"))
                .on("GET /e-1/result", "{\"_links\":{\"ok.txt\":{},\"../../x\":{\"href\":\"/e-1/result/x\"}}}");

        assertThat(gateway.failure(service.handle("e-1").downloadAll(directory).then(), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../../x");
        assertThat(gateway.requests()).containsExactly("GET /e-1", "GET /e-1/result");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void cancellingTheWaitStopsItAndNotTheExecution() {
        gateway.on("GET /e-1", execution("e-1", "RUNNING"));
        Disposable waiting = service.handle("e-1").result().subscribe();
        gateway.pass(Duration.ofSeconds(2));
        waiting.dispose();
        gateway.pass(Duration.ofMinutes(10));

        assertThat(gateway.requests()).containsOnly("GET /e-1").hasSize(2);
    }

    @Test
    void cancelIgnoresWhatTheAnswerHolds() {
        gateway.on("PUT /e-1/cancel", "not json", execution("e-1", "CANCELLED"));

        gateway.value(service.handle("e-1").cancel(), Duration.ZERO);
        gateway.value(service.handle("e-1").cancel(), Duration.ZERO);
        assertThat(gateway.count("PUT /e-1/cancel")).isEqualTo(2);
    }

    @Test
    void handlesComeFromTheListAndFromAnId() {
        gateway.on("GET /", "[" + execution("e-1", "RUNNING") + ",{\"status\":\"FAILED\"}]")
                .on("GET /e-1", execution("e-1", "FAILED"));

        assertThat(gateway.values(service.getServiceExecutions(), Duration.ZERO))
                .singleElement()
                .hasToString("ServiceExecutionHandle[e-1, status=RUNNING]");
        assertThat(gateway.value(service.getServiceExecution("e-1"), Duration.ZERO))
                .hasToString("ServiceExecutionHandle[e-1, status=FAILED]");
        assertThatThrownBy(() -> service.handle(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- Batches ----

    @Test
    void aBatchGivesAnOutcomeForEachAndOneFailureDisturbsNoOther() {
        gateway.on("POST /", execution("e-1", "PENDING"), 400, execution("e-3", "PENDING"))
                .on("GET /e-1", execution("e-1", "SUCCEEDED"))
                .on("GET /e-1/result", "{\"answer\":1}")
                .on("GET /e-3", execution("e-3", "FAILED"))
                .on("GET /e-3/result", "{\"code\":\"NO\"}");
        List<String> started = new ArrayList<>();

        List<Outcome<ResultResponse>> outcomes = gateway.values(
                service.runAll(
                        Flux.range(0, 3).map(i -> RunRequest.of(Map.of("i", i))),
                        new BatchOptions(1, 10),
                        handle -> started.add(handle.id())),
                Duration.ofMinutes(1));

        assertThat(started).containsExactly("e-1", "e-3");
        assertThat(outcomes).hasSize(3);
        assertThat(outcome(outcomes, 0).isSuccess()).isTrue();
        assertThat(Objects.requireNonNull(outcome(outcomes, 0).result())
                        .value()
                        .get("answer")
                        .intValue())
                .isEqualTo(1);
        assertThat(outcome(outcomes, 1).id()).isNull();
        assertThat(outcome(outcomes, 2).error()).isInstanceOf(ExecutionFailedException.class);
        assertThat(outcome(outcomes, 2).id()).isEqualTo("e-3");
    }

    private static <T> Outcome<T> outcome(List<Outcome<T>> outcomes, long index) {
        return outcomes.stream()
                .filter(each -> each.index() == index)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFailureAfterTheStartIsNeverRetryable() {
        gateway.on("POST /", execution("e-1", "PENDING")).on("GET /e-1", execution("e-1", "SUCCEEDED"));
        gateway.on("GET /e-1/result", 500);

        List<Outcome<ResultResponse>> outcomes =
                gateway.values(service.runAll(Mono.just(RunRequest.of(Map.of()))), Duration.ofMinutes(1));

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.error()).isInstanceOfSatisfying(HubException.class, failure -> {
                assertThat(failure.isTransient()).isTrue();
                assertThat(failure.isRetryable()).isFalse();
                assertThat(failure.resourceId()).isEqualTo("e-1");
            });
        });
    }

    @Test
    void aConsumerThatAsksForNothingStopsTheStarts() {
        gateway.on("POST /", execution("e-1", "PENDING"))
                .on("GET /e-1", execution("e-1", "SUCCEEDED"))
                .on("GET /e-1/result", "{}");
        BatchOptions options = new BatchOptions(2, 4);
        reactor.test.StepVerifier.create(
                        service.runAll(Flux.range(0, 1000).map(i -> RunRequest.of(Map.of("i", i))), options), 0)
                .expectSubscription()
                .then(() -> gateway.pass(Duration.ofMinutes(10)))
                .then(() -> assertThat(gateway.count("POST /")).isLessThanOrEqualTo(5))
                .thenRequest(3)
                .then(() -> gateway.pass(Duration.ofMinutes(10)))
                .expectNextCount(3)
                .then(() -> assertThat(gateway.count("POST /")).isLessThanOrEqualTo(8))
                .thenCancel()
                .verify(Duration.ofSeconds(20));
    }
}
