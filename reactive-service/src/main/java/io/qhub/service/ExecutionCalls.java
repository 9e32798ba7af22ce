package io.qhub.service;

import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.http.HubHttp;
import io.qhub.core.internal.await.Polling;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.service.model.LogEntry;
import io.qhub.service.model.ResultResponse;
import io.qhub.service.model.ServiceExecution;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What the handles of all executions share: the calls, and how they are repeated. */
final class ExecutionCalls {

    private final HubHttp http;
    private final HubHttp polls;
    private final ServiceExecutionsClient executions;
    private final ServiceExecutionsClient patient;

    ExecutionCalls(HubHttp http) {
        this.http = http;
        this.polls = http.forPolling();
        this.executions = new ServiceExecutionsClient(http);
        this.patient = new ServiceExecutionsClient(polls);
    }

    ServiceExecutionsClient executions() {
        return executions;
    }

    PollingPolicy polling() {
        return http.polling();
    }

    HubHttp http() {
        return http;
    }

    static boolean hasEnded(ServiceExecution execution) {
        return execution.status() != null && execution.status().isTerminal();
    }

    Mono<Answer<ServiceExecution>> probe(String id) {
        return polls.request(ServiceExecutionsClient.GET_STATUS, id).answer();
    }

    Mono<List<LogEntry>> logs(String id) {
        return patient.getLogs(id).collectList();
    }

    Flux<ServiceExecution> watch(String id, PollingPolicy policy) {
        return poll("execution " + id, probe(id), ExecutionCalls::hasEnded, policy)
                .onErrorMap(PollingTimeoutException.class, late -> timedOut(id, late));
    }

    // The record as a whole would be no sentence.
    private static HubException timedOut(String id, PollingTimeoutException late) {
        ServiceExecution last = late.lastSnapshot(ServiceExecution.class);
        return new PollingTimeoutException(
                        "Waiting for execution " + id + " ended after " + late.timeout() + "; its last state was "
                                + (last == null ? "not seen" : last.status())
                                + ". It goes on by itself and can be awaited again",
                        late.timeout(),
                        last)
                .about(id, last);
    }

    <S> Flux<S> poll(String what, Mono<Answer<S>> probe, Predicate<? super S> last, PollingPolicy policy) {
        return Polling.until(what, probe, last, policy, http.options().scheduler(), http.random());
    }

    /** The result of an execution that has succeeded; a 404 right after the end is borne for a while. */
    Mono<ResultResponse> resultAfterEnd(String id) {
        return executions.getResult(id).retryWhen(whileNotFound(5));
    }

    /** The failure of an execution that has ended otherwise, with what the service says of it if it says anything. */
    Mono<ExecutionFailedException> failure(String id, ServiceExecution ended) {
        return executions
                .getResult(id)
                .retryWhen(whileNotFound(1))
                .map(Optional::of)
                .onErrorResume(NotFoundException.class, none -> Mono.just(Optional.empty()))
                .map(result -> failed(id, ended, result.orElse(null)))
                .onErrorResume(HubException.class, unread -> {
                    // How the execution ended is known, whatever becomes of its result.
                    ExecutionFailedException failure = failed(id, ended, null);
                    failure.addSuppressed(unread);
                    return Mono.just(failure);
                });
    }

    private static ExecutionFailedException failed(String id, ServiceExecution ended, @Nullable ResultResponse result) {
        return new ExecutionFailedException(id, ended, result);
    }

    private Retry whileNotFound(int times) {
        return Retry.backoff(times, Duration.ofSeconds(1))
                .maxBackoff(Duration.ofSeconds(8))
                .jitter(0.25)
                .scheduler(http.scheduler())
                .filter(NotFoundException.class::isInstance)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure());
    }
}
