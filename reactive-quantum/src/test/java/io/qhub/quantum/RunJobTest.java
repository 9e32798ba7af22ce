package io.qhub.quantum;

import static io.qhub.quantum.AwaitJobTest.RECORD;
import static io.qhub.quantum.AwaitJobTest.STATUS;
import static io.qhub.quantum.AwaitJobTest.job;
import static io.qhub.quantum.AwaitJobTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.error.BadRequestException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.Job;
import io.qhub.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Submit, await and fetch, for one job and for many, in virtual time. */
class RunJobTest {

    private static final String SUBMIT = "POST /jobs";
    private static final String RESULT = "GET /jobs/j-1/result";
    private static final String CANCEL = "DELETE /jobs/j-1";
    private static final Duration HOUR = Duration.ofHours(1);

    private final StubHub hub = new StubHub();
    private final HubQuantumClient client = hub.client();
    private final JobsClient jobs = client.jobs();

    @AfterEach
    void close() {
        client.close();
        hub.time.dispose();
    }

    @Test
    void submitsTellsWaitsAndFetches() {
        hub.on(SUBMIT, job("PENDING"))
                .on(STATUS, status("RUNNING"), status("COMPLETED"))
                .on(RECORD, job("COMPLETED"))
                .on(RESULT, "[{\"c\":[[0,1]]}]");
        List<String> told = new ArrayList<>();
        RunOptions options =
                RunOptions.defaults().withOnSubmitted(job -> told.add(job.id() + " after " + hub.requests()));

        JobResult result = Objects.requireNonNull(hub.value(jobs.runJob(Exchange.JOB, options), HOUR));

        assertThat(told).containsExactly("j-1 after [POST /jobs]");
        assertThat(result.result()).hasToString("[{\"c\":[[0,1]]}]");
        assertThat(result.job().status()).isNotNull();
        assertThat(hub.requests()).containsExactly(SUBMIT, STATUS, STATUS, RECORD, RESULT);
        // A job that has only just been submitted has not ended: the first probe comes after the initial delay.
        assertThat(hub.times(STATUS)).containsExactly(1_000L, 2_000L);
    }

    @Test
    void theFirstProbeFollowsTheInitialDelayOfTheGivenPolicy() {
        hub.on(SUBMIT, job("PENDING"))
                .on(STATUS, status("COMPLETED"))
                .on(RECORD, job("COMPLETED"))
                .on(RESULT, "{}");
        PollingPolicy policy = PollingPolicy.defaults().withDelays(Duration.ofSeconds(7), 1, Duration.ofSeconds(7));

        hub.value(jobs.runJob(Exchange.JOB, RunOptions.defaults().withPolling(policy)), HOUR);

        assertThat(hub.times(STATUS)).containsExactly(7_000L);
    }

    @Test
    void aRefusedSubmissionIsThatFailureAndNothingMore() {
        hub.on(SUBMIT, 400);
        List<Job> told = new ArrayList<>();

        Throwable failure =
                hub.failure(jobs.runJob(Exchange.JOB, RunOptions.defaults().withOnSubmitted(told::add)), HOUR);

        assertThat(failure)
                .isInstanceOfSatisfying(BadRequestException.class, refused -> assertThat(refused.resourceId())
                        .isNull());
        assertThat(told).isEmpty();
        assertThat(hub.requests()).containsExactly(SUBMIT);
    }

    @Test
    void aJobThatIsNotYetKnownAfterItsSubmissionIsWaitedFor() {
        hub.on(SUBMIT, job("PENDING"))
                .on(STATUS, 404, 404, 404, status("COMPLETED"))
                .on(RECORD, job("COMPLETED"))
                .on(RESULT, "{}");

        assertThat(hub.value(jobs.runJob(Exchange.JOB), HOUR)).isNotNull();

        assertThat(hub.times(STATUS)).containsExactly(1_000L, 2_000L, 4_000L, 8_000L);
    }

    @Test
    void aJobThatStaysUnknownIsAnErrorAfterTenSeconds() {
        hub.on(SUBMIT, job("PENDING")).on(STATUS, 404);

        assertAfterSubmission(hub.failure(jobs.runJob(Exchange.JOB), HOUR), NotFoundException.class);

        assertThat(hub.times(STATUS)).containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L);
    }

    @Test
    void aResultThatIsLateIsWaitedForAndForABoundedTimeOnly() {
        hub.on(SUBMIT, job("PENDING"))
                .on(STATUS, status("COMPLETED"))
                .on(RECORD, job("COMPLETED"))
                .on(RESULT, 404, 404, "7");
        JobResult late = Objects.requireNonNull(hub.value(jobs.runJob(Exchange.JOB), HOUR));
        assertThat(late.result()).hasToString("7");
        assertThat(hub.count(RESULT)).isEqualTo(3);

        hub.sent.clear();
        hub.script(RESULT, 404);
        long start = hub.now();
        Throwable failure = hub.failure(jobs.runJob(Exchange.JOB), HOUR);

        assertAfterSubmission(failure, NotFoundException.class);
        assertThat(((HubException) failure).snapshot(Job.class)).isNotNull();
        List<Long> tries = hub.times(RESULT);
        assertThat(tries).hasSize(6);
        assertThat(tries.get(5) - start).isBetween(15_000L, 45_000L);
    }

    static Stream<Arguments> failures() {
        String never = "{\"status\":\"RUNNING\"}";
        return Stream.of(
                Arguments.of(STATUS, 403, ForbiddenException.class),
                Arguments.of(STATUS, "not json", HubDecodingException.class),
                Arguments.of(STATUS, never, PollingTimeoutException.class),
                Arguments.of(STATUS, status("FAILED"), JobFailedException.class),
                Arguments.of(STATUS, 503, PollingTimeoutException.class),
                Arguments.of(RECORD, 403, ForbiddenException.class),
                Arguments.of(RECORD, 404, NotFoundException.class),
                Arguments.of(RECORD, 500, PollingTimeoutException.class),
                Arguments.of(RECORD, "[]", HubDecodingException.class),
                Arguments.of(RESULT, 403, ForbiddenException.class),
                Arguments.of(RESULT, 503, HubException.class),
                Arguments.of(RESULT, "{\"cut", HubDecodingException.class),
                Arguments.of(RESULT, Mono.error(new java.io.IOException("reset")), HubException.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureAfterTheSubmissionCarriesTheIdAndDoesNotInviteToSubmitAgain(
            String request, Object answer, Class<? extends HubException> type) {
        hub.on(SUBMIT, job("PENDING"))
                .on(STATUS, status("COMPLETED"))
                .on(RECORD, job("COMPLETED"))
                .on(RESULT, "{}")
                .script(request, answer);
        if (type == JobFailedException.class) {
            hub.script(RECORD, job("FAILED"));
        }
        RunOptions options =
                RunOptions.defaults().withPolling(PollingPolicy.defaults().withTimeout(Duration.ofMinutes(1)));

        Throwable failure = hub.failure(jobs.runJob(Exchange.JOB, options), HOUR);

        assertAfterSubmission(failure, type);
        assertThat(hub.count(SUBMIT)).isEqualTo(1);
    }

    private static void assertAfterSubmission(Throwable failure, Class<? extends HubException> type) {
        assertThat(failure).isInstanceOfSatisfying(type, hubs -> {
            assertThat(hubs.resourceId()).isEqualTo("j-1");
            assertThat(hubs.isRetryable()).isFalse();
            assertThat(hubs).hasMessageContaining("j-1");
        });
    }

    @Test
    void cancellingLeavesTheJobRunningUnlessTheOptionsSayOtherwise() {
        hub.on(SUBMIT, job("PENDING")).on(STATUS, status("RUNNING")).on(CANCEL, 204);

        Disposable first = jobs.runJob(Exchange.JOB).subscribe();
        hub.pass(Duration.ofSeconds(2));
        first.dispose();
        hub.pass(HOUR);
        assertThat(hub.count(CANCEL)).isZero();
        assertThat(hub.count(STATUS)).isEqualTo(2);

        Disposable second = jobs.runJob(Exchange.JOB, RunOptions.defaults().withCancelRemoteOnCancel(true))
                .subscribe();
        hub.pass(Duration.ofSeconds(2));
        second.dispose();
        hub.pass(HOUR);
        assertThat(hub.count(CANCEL)).isEqualTo(1);
        assertThat(hub.count(STATUS)).isEqualTo(4);
    }

    @Test
    void aTimeoutOfTheCallersCancelsTheJobToo() {
        hub.on(SUBMIT, job("PENDING")).on(STATUS, status("RUNNING")).on(CANCEL, 204);

        Throwable failure = hub.failure(
                jobs.runJob(Exchange.JOB, RunOptions.defaults().withCancelRemoteOnCancel(true))
                        .timeout(Duration.ofSeconds(30), hub.time),
                HOUR);

        assertThat(failure).isInstanceOf(TimeoutException.class);
        assertThat(hub.times(CANCEL)).containsExactly(30_000L);
    }

    @Test
    void aJobThatEndsOrFailsIsNotCancelled() {
        hub.on(SUBMIT, job("PENDING"))
                .on(STATUS, status("COMPLETED"), status("FAILED"))
                .on(RECORD, job("COMPLETED"), job("FAILED"))
                .on(RESULT, "{}");
        RunOptions options = RunOptions.defaults().withCancelRemoteOnCancel(true);

        assertThat(hub.value(jobs.runJob(Exchange.JOB, options), HOUR)).isNotNull();
        assertThat(hub.failure(jobs.runJob(Exchange.JOB, options), HOUR)).isInstanceOf(JobFailedException.class);

        assertThat(hub.count(CANCEL)).isZero();
    }

    @Test
    void aCancelThatFailsIsLoggedWithTheId() {
        hub.on(SUBMIT, job("PENDING")).on(STATUS, status("RUNNING")).on(CANCEL, 403);
        Disposable running = jobs.runJob(Exchange.JOB, RunOptions.defaults().withCancelRemoteOnCancel(true))
                .subscribe();

        try (LogCapture log = new LogCapture()) {
            running.dispose();
            assertThat(log.messages("io.qhub.request"))
                    .filteredOn(message -> message.contains("could not be cancelled"))
                    .singleElement()
                    .asString()
                    .startsWith("job j-1 could not be cancelled after a cancel: ");
        }
        assertThat(hub.count(CANCEL)).isEqualTo(1);
    }

    // ---- Many ----

    private void hubWithJobs(int count) {
        for (int i = 0; i < count; i++) {
            String path = "/jobs/j" + i;
            hub.on(SUBMIT, "{\"id\":\"j" + i + "\"}")
                    .on("GET " + path + "/status", status("COMPLETED"))
                    .on("GET " + path, status("COMPLETED"))
                    .on("GET " + path + "/result", "{\"of\":" + i + "}");
        }
    }

    @Test
    void oneFailureDisturbsNoOtherAndOutcomesCarryIndexIdAndError() {
        hub.on(SUBMIT, "{\"id\":\"a\"}", 400, "{\"id\":\"c\"}", "{\"id\":\"e\"}", "{\"id\":\"f\"}")
                .on("GET /jobs/a/status", status("RUNNING"), status("RUNNING"), status("COMPLETED"))
                .on("GET /jobs/a", status("COMPLETED"))
                .on("GET /jobs/a/result", "\"of a\"")
                .on("GET /jobs/c/status", status("FAILED"))
                .on("GET /jobs/c", "{\"id\":\"c\",\"status\":\"FAILED\"}")
                .on("GET /jobs/e/status", status("COMPLETED"))
                .on("GET /jobs/e", status("COMPLETED"))
                .on("GET /jobs/e/result", "\"of e\"")
                .on("GET /jobs/f/status", 403);

        List<Outcome<JobResult>> outcomes = hub.values(
                jobs.runAll(
                        Flux.range(0, 6).map(i -> Exchange.JOB),
                        BatchOptions.defaults().withSubmitting(1),
                        (i, r) -> {
                            if (i == 3) {
                                throw new IllegalStateException("no options for 3");
                            }
                            return RunOptions.defaults();
                        }),
                HOUR);

        assertThat(outcomes).extracting(Outcome::index).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L);
        outcomes = outcomes.stream()
                .sorted(java.util.Comparator.comparing(Outcome::index))
                .toList();
        assertThat(outcomes).extracting(Outcome::isSuccess).containsExactly(true, false, false, false, true, false);
        assertThat(outcomes).extracting(Outcome::id).containsExactly("a", null, "c", null, "e", "f");
        assertThat(Objects.requireNonNull(outcomes.get(0).result()).result()).hasToString("\"of a\"");
        assertThat(Objects.requireNonNull(outcomes.get(4).result()).result()).hasToString("\"of e\"");
        assertThat(outcomes.get(1).error()).isInstanceOf(BadRequestException.class);
        assertThat(outcomes.get(2).error()).isInstanceOfSatisfying(JobFailedException.class, failed -> assertThat(
                        failed.job().id())
                .isEqualTo("c"));
        assertThat(outcomes.get(3).error()).hasMessage("no options for 3");
        assertThat(outcomes.get(5).error())
                .isInstanceOfSatisfying(ForbiddenException.class, failed -> assertThat(failed.resourceId())
                        .isEqualTo("f"));
    }

    @Test
    void outcomesComeInTheOrderInWhichJobsEnd() {
        hubWithJobs(3);
        hub.script("GET /jobs/j0/status", status("RUNNING"), status("RUNNING"), status("COMPLETED"));

        assertThat(hub.values(jobs.runAll(Flux.range(0, 3).map(i -> Exchange.JOB)), HOUR))
                .extracting(Outcome::id)
                .containsExactly("j1", "j2", "j0");
    }

    @Test
    void aConsumerThatAsksForNothingStopsTheSubmissions() {
        hubWithJobs(40);
        List<Outcome<JobResult>> received = new ArrayList<>();
        BaseSubscriber<Outcome<JobResult>> consumer = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(Outcome<JobResult> outcome) {
                received.add(outcome);
            }
        };
        jobs.runAll(Flux.range(0, 40).map(i -> Exchange.JOB), new BatchOptions(2, 6))
                .subscribe(consumer);

        hub.pass(HOUR);
        assertThat(hub.count(SUBMIT)).isBetween(2L, 6L);
        long started = hub.count(SUBMIT);
        hub.pass(HOUR);
        assertThat(hub.count(SUBMIT)).isEqualTo(started);

        consumer.request(3);
        hub.pass(HOUR);
        assertThat(received).hasSize(3);
        assertThat(hub.count(SUBMIT)).isBetween(started + 1, 6L + 3L);

        consumer.requestUnbounded();
        hub.pass(HOUR);
        assertThat(received).hasSize(40).allMatch(Outcome::isSuccess);
        assertThat(received).extracting(Outcome::index).doesNotHaveDuplicates();
        assertThat(hub.count(SUBMIT)).isEqualTo(40);
    }

    @Test
    void cancellingABatchStopsTheSubmissionsAndLeavesTheJobs() {
        hubWithJobs(10);
        for (int i = 0; i < 10; i++) {
            hub.script("GET /jobs/j" + i + "/status", status("RUNNING"));
        }
        Disposable batch = jobs.runAll(Flux.range(0, 10).map(i -> Exchange.JOB), new BatchOptions(1, 4))
                .subscribe();
        hub.pass(Duration.ofSeconds(3));
        long started = hub.count(SUBMIT);
        assertThat(started).isBetween(1L, 4L);

        batch.dispose();
        int sent = hub.sent.size();
        hub.pass(HOUR);

        assertThat(hub.sent).hasSize(sent);
        assertThat(hub.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }
}
