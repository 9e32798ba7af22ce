package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.error.TooManyRequestsException;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Watching and awaiting jobs, in virtual time. */
class AwaitJobTest {

    static final String STATUS = "GET /jobs/j-1/status";
    static final String RECORD = "GET /jobs/j-1";
    private static final Duration HOUR = Duration.ofHours(1);

    private final StubHub hub = new StubHub();
    private final HubQuantumClient client = hub.client();
    private final JobsClient jobs = client.jobs();

    @AfterEach
    void close() {
        client.close();
        hub.time.dispose();
    }

    static String status(String value) {
        return "{\"status\":\"" + value + "\"}";
    }

    static String job(String status) {
        return "{\"id\":\"j-1\",\"backend_id\":\"b-1\",\"status\":\"" + status + "\"}";
    }

    @Test
    void emitsTheFirstStateEachChangeAndTheEndAndAsksEverMoreSeldom() {
        hub.on(STATUS, status("PENDING"), status("PENDING"), "{}", status("BRAND_NEW"), status("COMPLETED"));

        assertThat(hub.values(jobs.watchJob("j-1"), HOUR))
                .containsExactly(JobStatus.PENDING, JobStatus.UNKNOWN, JobStatus.of("BRAND_NEW"), JobStatus.COMPLETED);

        assertThat(hub.times(STATUS)).containsExactly(0L, 1_000L, 3_000L, 7_000L, 15_000L);
        assertThat(hub.sent).hasSize(5);
    }

    @Test
    void watchesByTheGivenPolicy() {
        hub.on(STATUS, status("RUNNING"), status("RUNNING"), status("RUNNING"), status("CANCELLED"));
        PollingPolicy policy = PollingPolicy.defaults().withDelays(Duration.ofSeconds(5), 1, Duration.ofSeconds(5));

        assertThat(hub.values(jobs.watchJob("j-1", policy), HOUR))
                .containsExactly(JobStatus.RUNNING, JobStatus.CANCELLED);
        assertThat(hub.times(STATUS)).containsExactly(0L, 5_000L, 10_000L, 15_000L);
    }

    @Test
    void givesTheRecordOfTheEndedJob() {
        hub.on(STATUS, status("RUNNING"), status("COMPLETED")).on(RECORD, job("COMPLETED"));

        Job ended = Objects.requireNonNull(hub.value(jobs.awaitJob("j-1"), HOUR));

        assertThat(ended.backendId()).isEqualTo("b-1");
        assertThat(hub.requests()).containsExactly(STATUS, STATUS, RECORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "ABORTED", "CANCELLED"})
    void failsWithTheJobWhereItEndsOtherwise(String end) {
        hub.on(STATUS, status(end))
                .on(
                        RECORD,
                        "{\"id\":\"j-1\",\"backend_id\":\"b-1\",\"status\":\"" + end
                                + "\",\"error_data\":{\"code\":\"E7\"}}");

        assertThat(hub.failure(jobs.awaitJob("j-1"), HOUR)).isInstanceOfSatisfying(JobFailedException.class, failed -> {
            assertThat(failed.job().id()).isEqualTo("j-1");
            assertThat(failed.job().errorData()).hasToString("{\"code\":\"E7\"}");
            assertThat(failed.status()).isEqualTo(JobStatus.of(end));
            assertThat(failed.resourceId()).isEqualTo("j-1");
            assertThat(failed.snapshot(Job.class)).isSameAs(failed.job());
            assertThat(failed.isRetryable()).isFalse();
            assertThat(failed).hasMessage("Job j-1 on b-1 ended as " + end + ": {\"code\":\"E7\"}");
        });
    }

    @Test
    void waitsForARecordThatLagsBehindTheStatus() {
        hub.on(STATUS, status("COMPLETED")).on(RECORD, job("RUNNING"), 503, "{}", job("COMPLETED"));

        Job ended = Objects.requireNonNull(hub.value(jobs.awaitJob("j-1"), HOUR));

        assertThat(ended.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(hub.times(RECORD)).containsExactly(0L, 500L, 1_500L, 3_500L);
    }

    @Test
    void givesTheLaggingRecordOfACompletedJobAtLastAndCallsNoneFailedThatIsNot() {
        hub.on(STATUS, status("COMPLETED")).on(RECORD, job("RUNNING"));

        Job ended = Objects.requireNonNull(hub.value(jobs.awaitJob("j-1"), HOUR));

        assertThat(ended.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(hub.times(RECORD)).endsWith(30_000L);
    }

    @Test
    void aLaggingRecordHidesNoFailure() {
        hub.on(STATUS, status("FAILED")).on(RECORD, job("RUNNING"));

        assertThat(hub.failure(jobs.awaitJob("j-1"), HOUR)).isInstanceOfSatisfying(JobFailedException.class, failed -> {
            assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
            assertThat(failed).hasMessage("Job j-1 on b-1 ended as FAILED");
        });
        assertThat(hub.times(RECORD)).endsWith(30_000L);
    }

    @Test
    void theDeadlineLeavesTheJobAlone() {
        hub.on(STATUS, status("RUNNING"));

        Throwable failure =
                hub.failure(jobs.awaitJob("j-1", PollingPolicy.defaults().withTimeout(Duration.ofSeconds(10))), HOUR);

        assertThat(failure).isInstanceOfSatisfying(PollingTimeoutException.class, late -> {
            assertThat(late.resourceId()).isEqualTo("j-1");
            assertThat(late.snapshot(JobStatus.class)).isEqualTo(JobStatus.RUNNING);
            assertThat(late.lastSnapshot(JobStatus.class)).isEqualTo(JobStatus.RUNNING);
            assertThat(late.isRetryable()).isFalse();
        });
        assertThat(hub.times(STATUS)).containsExactly(0L, 1_000L, 3_000L, 7_000L, 10_000L);
        assertThat(hub.sent).hasSize(5);
    }

    @Test
    void anErrorThatDoesNotPassEndsTheWaitAtOnce() {
        hub.on(STATUS, status("RUNNING"), 403);

        assertThat(hub.failure(jobs.awaitJob("j-1"), HOUR)).isInstanceOfSatisfying(ForbiddenException.class, failed -> {
            assertThat(failed.resourceId()).isEqualTo("j-1");
            assertThat(failed.snapshot(JobStatus.class)).isEqualTo(JobStatus.RUNNING);
        });
        assertThat(hub.sent).hasSize(2);
    }

    @Test
    void aJobThatNobodyKnowsIsAnErrorAtOnce() {
        hub.on(STATUS, 404);

        assertThat(hub.failure(jobs.awaitJob("j-1"), Duration.ZERO)).isInstanceOf(NotFoundException.class);
        assertThat(hub.sent).hasSize(1);
    }

    @Test
    void aPollWaitsAsLongAsTheHubAsksWhereACallGivesUp() {
        Mono<?> busy = StubHub.status(429, "{}", "Retry-After", "120");
        hub.on(STATUS, busy, status("COMPLETED")).on("GET /jobs/j-2", busy);

        assertThat(hub.failure(jobs.getJob("j-2"), Duration.ZERO)).isInstanceOf(TooManyRequestsException.class);
        hub.pass(HOUR);
        long start = hub.now();
        assertThat(hub.values(jobs.watchJob("j-1"), HOUR)).containsExactly(JobStatus.COMPLETED);

        assertThat(hub.times(STATUS)).hasSize(2);
        assertThat(hub.times(STATUS).get(1)).isGreaterThanOrEqualTo(start + 120_000);
    }

    @Test
    void cancellingStopsTheWaitAndNotTheJob() {
        hub.on(STATUS, status("RUNNING"));
        Disposable waiting = jobs.awaitJob("j-1").subscribe();
        hub.pass(Duration.ofSeconds(4));

        waiting.dispose();
        hub.pass(HOUR);

        assertThat(hub.requests()).containsExactly(STATUS, STATUS, STATUS);
    }

    @Test
    void cancellingCancelsTheProbeInFlight() {
        hub.on(STATUS, Mono.never());
        Disposable waiting = jobs.watchJob("j-1").subscribe();

        waiting.dispose();

        assertThat(hub.cancelled).containsExactly(STATUS);
    }

    @Test
    void theScopeNamesItsExecutionInEveryRequest() {
        hub.on(STATUS, status("RUNNING"), status("COMPLETED"))
                .on(RECORD, job("COMPLETED"))
                .on("GET /jobs?size=1", "{\"content\":[{\"id\":\"a\"}],\"total_pages\":2}")
                .on("GET /jobs?page=1&size=1", "{\"content\":[{\"id\":\"b\"}],\"total_pages\":2}");
        ServiceExecutionScope.Jobs scope = client.serviceExecution("exec-1").jobs();

        assertThat(hub.value(scope.awaitJob("j-1"), HOUR)).isNotNull();
        assertThat(hub.values(scope.listJobs(PageQuery.ofSize(1)), HOUR))
                .extracting(Job::id)
                .containsExactly("a", "b");
        JobQuery query = JobQuery.all().withSize(1).forServiceExecution("exec-1");
        assertThat(hub.values(jobs.listJobs(query), HOUR)).extracting(Job::id).containsExactly("a", "b");

        assertThat(hub.sent).hasSize(7).allSatisfy(each -> assertThat(
                        each.headers().get("X-Service-Execution-Id"))
                .isEqualTo(List.of("exec-1")));
    }

    @Test
    void manyWaitsHoldOneTimerEachAndEnd() {
        hub.on(STATUS, status("RUNNING"));
        for (int i = 0; i < 2_000; i++) {
            hub.on("GET /jobs/m-" + i + "/status", status("RUNNING"), status("COMPLETED"))
                    .on("GET /jobs/m-" + i, "{\"status\":\"COMPLETED\",\"id\":\"m-" + i + "\"}");
        }
        List<CompletableFuture<Job>> all = java.util.stream.IntStream.range(0, 2_000)
                .mapToObj(i -> jobs.awaitJob("m-" + i).toFuture())
                .toList();

        hub.pass(Duration.ofSeconds(1));

        assertThat(all).allSatisfy(each -> assertThat(each).isCompleted());
        assertThat(hub.sent).hasSize(6_000);
    }

    @Test
    void nullsAreRefusedAtOnce() {
        assertThatThrownBy(() -> jobs.awaitJob("j-1", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> jobs.watchJob("j-1", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> jobs.watchJob("")).isInstanceOf(IllegalArgumentException.class);
    }
}
