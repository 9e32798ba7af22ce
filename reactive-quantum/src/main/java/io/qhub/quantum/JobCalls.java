package io.qhub.quantum;

import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.http.HubCall;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.internal.await.Polling;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import io.qhub.quantum.model.JobStatusResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;

/** The calls on jobs that exist, for all jobs and for those of one service execution. */
final class JobCalls {

    static final String SERVICE_EXECUTION = "X-Service-Execution-Id";

    // How long a record, or a result, may lag behind the terminal status before that is an error.
    private static final Duration LAG = Duration.ofSeconds(30);

    private final HubHttp http;
    private final HubHttp polls;
    private final @Nullable String serviceExecutionId;

    JobCalls(HubHttp http, @Nullable String serviceExecutionId) {
        this.http = http;
        this.polls = http.forPolling();
        this.serviceExecutionId = serviceExecutionId;
    }

    <T> HubCall<T> call(Operation<T> operation, String id) {
        return call(http, operation, id);
    }

    private <T> HubCall<T> call(HubHttp via, Operation<T> operation, String id) {
        return via.request(operation, id).header(SERVICE_EXECUTION, serviceExecutionId);
    }

    Mono<Page<Job>> search(Operation<Page<Job>> operation, PageQuery page, @Nullable String ofExecution) {
        return http.request(operation)
                .query(page)
                .header(SERVICE_EXECUTION, ofExecution == null ? serviceExecutionId : ofExecution)
                .send();
    }

    Mono<String> input(Operation<JsonNode> operation, String id) {
        // Documented as a JSON string; a Hub that sends the stored document itself is understood too.
        return call(operation, id).send().map(json -> json.isString() ? json.stringValue() : json.toString());
    }

    Flux<JobStatus> watch(
            Operation<JobStatusResponse> status, Operation<Job> record, String id, @Nullable PollingPolicy policy) {
        Mono<Answer<JobStatus>> probe = asked(call(polls, status, id), JobStatusResponse::status);
        PollingPolicy used = policy == null ? http.polling() : policy;
        if (!used.sharedListing() || serviceExecutionId != null) {
            return poll("job " + id, probe, JobStatus::isTerminal, used);
        }
        Mono<Answer<JobStatus>> confirm = asked(call(polls, record, id), Job::status);
        return http.organization()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMapMany(organization -> http.shared(JobListing.class, organization.orElse(null), JobListing::new)
                        .watch(id, probe, confirm, used));
    }

    private static <B> Mono<Answer<JobStatus>> asked(HubCall<B> call, Function<B, @Nullable JobStatus> status) {
        return call.answer()
                .map(answer -> new Answer<>(
                        Objects.requireNonNullElse(status.apply(answer.body()), JobStatus.UNKNOWN),
                        answer.status(),
                        answer.headers()));
    }

    /** Waits for the terminal status and gives the record that shows it. */
    Mono<Job> await(
            Operation<JobStatusResponse> status, Operation<Job> record, String id, @Nullable PollingPolicy policy) {
        return Mono.defer(() -> {
            AtomicReference<JobStatus> last = new AtomicReference<>();
            return watch(status, record, id, policy)
                    .doOnNext(last::set)
                    .last()
                    .then(Mono.defer(() -> finalRecord(record, id)))
                    .onErrorMap(HubException.class, failure -> failure.about(id, last.get()))
                    .flatMap(job -> {
                        // A record that still lags shows an older state than the one that ended the wait.
                        JobStatus ended = job.status() != null && job.status().isTerminal()
                                ? job.status()
                                : Objects.requireNonNull(last.get());
                        return ended.isSuccessful()
                                ? Mono.just(job)
                                : Mono.error(new JobFailedException(id, job, ended));
                    });
        });
    }

    // The status endpoint may know of the end before the record does.
    private Mono<Job> finalRecord(Operation<Job> record, String id) {
        PollingPolicy soon = PollingPolicy.defaults()
                .withDelays(Duration.ofMillis(500), 2, Duration.ofSeconds(8))
                .withTimeout(LAG);
        return poll(
                        "the record of job " + id,
                        call(polls, record, id).answer(),
                        job -> job.status() != null && job.status().isTerminal(),
                        soon)
                .last()
                .onErrorResume(PollingTimeoutException.class, lagging -> {
                    Job job = lagging.lastSnapshot(Job.class);
                    return job == null ? Mono.error(lagging) : Mono.just(job);
                });
    }

    /** The result of a job that has completed; a 404 right after the end is borne for a while. */
    Mono<JsonNode> resultAfterEnd(Mono<JsonNode> result) {
        return result.retryWhen(Retry.backoff(5, Duration.ofSeconds(1))
                .maxBackoff(Duration.ofSeconds(8))
                .jitter(0.25)
                .scheduler(http.scheduler())
                .filter(NotFoundException.class::isInstance)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    private <S> Flux<S> poll(String what, Mono<Answer<S>> probe, Predicate<? super S> terminal, PollingPolicy policy) {
        return Polling.until(what, probe, terminal, policy, http.options().scheduler(), http.random());
    }
}
