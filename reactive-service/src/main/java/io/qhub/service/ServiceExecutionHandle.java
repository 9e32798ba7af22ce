package io.qhub.service;

import io.qhub.core.error.HubException;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Downloads;
import io.qhub.service.model.LogEntry;
import io.qhub.service.model.ResultResponse;
import io.qhub.service.model.ServiceExecution;
import io.qhub.service.model.ServiceExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One execution of a service: what was last seen of it, and all that can be done with it. Thread-safe. A handle can be
 * made again from the id at any time and in any process: {@link HubServiceClient#handle}.
 *
 * <pre>{@code
 * Mono<ResultResponse> result = service.run(Map.of("shots", 400)).flatMap(ServiceExecutionHandle::result);
 * }</pre>
 *
 * <p>Cancelling a subscription stops the waiting, never the execution; only {@link #cancel()} does that. To wait for
 * thousands, mind that {@code flatMap} subscribes to 256 at a time unless told otherwise; {@link HubServiceClient#runAll}
 * does it right.
 */
public final class ServiceExecutionHandle {

    private static final Duration NOT_FOUND_GRACE = Duration.ofSeconds(10);
    private static final int PARALLEL_DOWNLOADS = 4;
    /** Logs are for people who look on: no poll is later than this unless the policy starts slower. */
    private static final Duration LONGEST_LOG_DELAY = Duration.ofSeconds(5);

    private final ExecutionCalls calls;
    private final String id;
    private final boolean started;
    private final AtomicReference<@Nullable ServiceExecution> snapshot;

    private ServiceExecutionHandle(
            ExecutionCalls calls, String id, boolean started, @Nullable ServiceExecution snapshot) {
        this.calls = calls;
        this.id = id;
        this.started = started;
        this.snapshot = new AtomicReference<>(snapshot);
    }

    /** Of an execution that this client has only just started. */
    static ServiceExecutionHandle started(ExecutionCalls calls, ServiceExecution execution) {
        return new ServiceExecutionHandle(calls, Objects.requireNonNull(execution.id()), true, execution);
    }

    static ServiceExecutionHandle known(ExecutionCalls calls, String id, @Nullable ServiceExecution snapshot) {
        return new ServiceExecutionHandle(calls, id, false, snapshot);
    }

    // ---- What was last seen, without network ----

    /** The execution's id. */
    public String id() {
        return id;
    }

    /** The record as it was last seen by any method of this handle; null where none has been seen yet. */
    public @Nullable ServiceExecution snapshot() {
        return snapshot.get();
    }

    /** The status as it was last seen; null where none has been seen yet. */
    public @Nullable ServiceExecutionStatus status() {
        ServiceExecution seen = snapshot();
        return seen == null ? null : seen.status();
    }

    /** When it was created, as last seen; null where that is not known. */
    public @Nullable Instant createdAt() {
        ServiceExecution seen = snapshot();
        return seen == null ? null : seen.createdAt();
    }

    /** When it began to run, as last seen; null where it has not, or that is not known. */
    public @Nullable Instant startedAt() {
        ServiceExecution seen = snapshot();
        return seen == null ? null : seen.startedAt();
    }

    /** When it ended, as last seen; null where it has not, or that is not known. */
    public @Nullable Instant endedAt() {
        ServiceExecution seen = snapshot();
        return seen == null ? null : seen.endedAt();
    }

    // An answer that was overtaken on its way must not bring an ended execution back to life.
    private void saw(ServiceExecution execution) {
        snapshot.accumulateAndGet(
                execution,
                (before, now) -> before != null
                                && now != null
                                && ExecutionCalls.hasEnded(before)
                                && !ExecutionCalls.hasEnded(now)
                        ? before
                        : now);
    }

    // ---- Its state ----

    /** Asks for the record and keeps it. {@code GET /{id}}; retried. */
    public Mono<ServiceExecution> refresh() {
        return calls.executions().getStatus(id).doOnNext(this::saw);
    }

    /** Asks whether it has ended, as whatever: refreshes first, always. {@code GET /{id}}; retried. */
    public Mono<Boolean> hasFinished() {
        return refresh().map(ExecutionCalls::hasEnded);
    }

    /** The states of the execution, by the client's polling policy. */
    public Flux<ServiceExecution> watch() {
        return watch(calls.polling());
    }

    /**
     * The states of the execution: the first that is seen, each change of the record, and the terminal one, with which it
     * completes. Polls {@code GET /{id}} with growing delays; holds no thread and no connection between polls. Failures of
     * the passing kind are borne for the policy's {@code outageTolerance}. Cancelling stops the polling, not the
     * execution.
     */
    public Flux<ServiceExecution> watch(PollingPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return calls.watch(id, borne(policy)).doOnNext(this::saw);
    }

    private PollingPolicy borne(PollingPolicy policy) {
        return started && policy.notFoundGrace().compareTo(NOT_FOUND_GRACE) < 0
                ? policy.withNotFoundGrace(NOT_FOUND_GRACE)
                : policy;
    }

    /** Waits for the end of the execution, by the client's polling policy. */
    public Mono<ServiceExecution> awaitFinalState() {
        return awaitFinalState(calls.polling());
    }

    /**
     * Waits for the end of the execution, for that long at most.
     *
     * @param timeout counts from the subscription; zero asks once
     */
    public Mono<ServiceExecution> awaitFinalState(Duration timeout) {
        return awaitFinalState(calls.polling().withTimeout(Objects.requireNonNull(timeout, "timeout")));
    }

    /**
     * Waits for the end of the execution and gives its record, whatever it ended as: SUCCEEDED, FAILED or CANCELLED. Asks
     * at least once. Signals {@link io.qhub.core.error.PollingTimeoutException} where the policy's deadline passes first;
     * the execution goes on and can be awaited again.
     */
    public Mono<ServiceExecution> awaitFinalState(PollingPolicy policy) {
        return watch(policy).last().onErrorMap(HubException.class, failure -> failure.about(id, snapshot()));
    }

    // ---- What came of it ----

    /** Waits for the end of the execution and fetches its result, by the client's polling policy. */
    public Mono<ResultResponse> result() {
        return result(calls.polling());
    }

    /**
     * Waits for the end of the execution and fetches its result. {@code GET /{id}/result}
     *
     * <p>The gateway may know of the end before it has the result: a 404 is borne for about 20 s; every other failure is
     * signalled at once. Signals {@link ExecutionFailedException} where the execution ended otherwise than SUCCEEDED, with
     * what the service says of it; {@link ServiceExecutionsClient#getResult} gives that as a plain result.
     */
    public Mono<ResultResponse> result(PollingPolicy policy) {
        return awaitFinalState(policy)
                .flatMap(ended -> ended.status() != null && ended.status().isSuccessful()
                        ? calls.resultAfterEnd(id)
                        : calls.failure(id, ended).flatMap(Mono::<ResultResponse>error))
                .onErrorMap(HubException.class, failure -> failure.about(id, snapshot()));
    }

    /**
     * Waits for the end of the execution and gives the names of its result files, in the order of the result. What ended
     * otherwise than SUCCEEDED may have files too; {@link ExecutionFailedException} where it has not even a result.
     */
    public Flux<String> resultFiles() {
        return result().onErrorResume(
                        ExecutionFailedException.class,
                        failure -> failure.result() == null ? Mono.error(failure) : Mono.just(failure.result()))
                .flatMapIterable(ResultResponse::files);
    }

    /**
     * A result file as it comes, of any size; does not wait for the end of the execution.
     *
     * @see ServiceExecutionsClient#getResultFile
     */
    public Flux<DataBuffer> resultFileStream(String name) {
        return calls.executions().getResultFile(id, name);
    }

    /** Downloads a result file into a directory. */
    public Mono<DownloadedFile> downloadResultFile(String name, Path directory) {
        return downloadResultFile(name, directory, DownloadOptions.defaults());
    }

    /**
     * Downloads a result file into a directory, under its own name. Does not wait for the end of the execution. The file
     * appears whole, at the end, or not at all; a cut download resumes.
     *
     * @param name a plain file name. To store a file whose name is none, give a path of your own to
     *     {@link ServiceExecutionsClient#downloadResultFile}
     * @param directory a directory that exists
     * @throws IllegalArgumentException if the name is not a plain one, see {@link Downloads#safeName}
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadResultFile(String name, Path directory, DownloadOptions options) {
        Path target = Downloads.resolveInside(directory, name);
        return calls.executions().downloadResultFile(id, name, target, options);
    }

    /** Downloads all result files into a directory, four at a time. */
    public Flux<DownloadedFile> downloadAll(Path directory) {
        return downloadAll(directory, PARALLEL_DOWNLOADS, name -> DownloadOptions.defaults());
    }

    /**
     * Waits for the end of the execution and downloads all its result files into a directory, each under its own name.
     * Files come in the order in which they are complete. The first failure ends it and cancels the other downloads; files
     * that were complete stay. A name that is not a plain file name is refused before the first file is asked for.
     *
     * @param directory a directory that exists
     * @param parallel how many at a time, at least 1
     * @param options how to download the file of a name, to report its progress for example
     */
    public Flux<DownloadedFile> downloadAll(Path directory, int parallel, Function<String, DownloadOptions> options) {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(options, "options");
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel: " + parallel + " is not at least 1");
        }
        return resultFiles()
                .collectList()
                .map(names -> {
                    Map<String, Path> targets = new LinkedHashMap<>();
                    names.forEach(name -> targets.put(name, Downloads.resolveInside(directory, name)));
                    return targets;
                })
                .flatMapIterable(Map::entrySet)
                .flatMap(
                        file -> calls.executions()
                                .downloadResultFile(id, file.getKey(), file.getValue(), options.apply(file.getKey())),
                        parallel);
    }

    // ---- Its log, and its end ----

    /** What the service has said so far. {@code GET /{id}/log}; retried. */
    public Flux<LogEntry> logs() {
        return calls.executions().getLogs(id);
    }

    /** The log as it grows, by the client's polling policy, at least every 5 s. */
    public Flux<LogEntry> tailLogs() {
        PollingPolicy policy = calls.polling();
        Duration initial = policy.initialDelay();
        Duration max = initial.compareTo(LONGEST_LOG_DELAY) > 0 ? initial : LONGEST_LOG_DELAY;
        return tailLogs(
                policy.maxDelay().compareTo(max) > 0 ? policy.withDelays(initial, policy.multiplier(), max) : policy);
    }

    /**
     * The log as it grows: every entry once, in the order of the answer in which it is first seen. Entries that are equal
     * in timestamp, severity and message are told apart by their number. Polls the status and the log with growing delays;
     * once the execution has ended, polls the log until two answers in a row are equal, 30 s at most, and completes.
     * Failures of the passing kind are borne as by {@link #watch}. A consumer that asks for nothing stops the polling.
     */
    public Flux<LogEntry> tailLogs(PollingPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return Flux.defer(() -> new LogTail(calls, id, borne(policy), this::saw).entries())
                .onErrorMap(HubException.class, failure -> failure.about(id, snapshot()));
    }

    /** Cancels the execution if it waits or runs. {@code PUT /{id}/cancel}; retried. The snapshot stays as it is. */
    public Mono<Void> cancel() {
        return calls.executions().cancelExecution(id);
    }

    /** The id, and the status as last seen. */
    @Override
    public String toString() {
        return "ServiceExecutionHandle[" + id + ", status=" + status() + "]";
    }
}
