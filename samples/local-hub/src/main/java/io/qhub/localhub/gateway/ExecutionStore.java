package io.qhub.localhub.gateway;

import io.qhub.localhub.control.GatewaySettings;
import io.qhub.localhub.control.HubSettings;
import io.qhub.localhub.control.HubStats;
import io.qhub.localhub.control.Ids;
import io.qhub.localhub.gateway.Execution.LogEntry;
import io.qhub.localhub.gateway.Execution.ResultFile;
import io.qhub.localhub.gateway.Execution.Status;
import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Padding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Executions, and what time and their services do to them. Every method runs on the state thread, so there are no locks.
 *
 * <p>An execution waits in its service's queue until its queue time is over and a place is free. It ends once its run time
 * is over and the service has answered.
 */
final class ExecutionStore {

    private static final Logger log = LoggerFactory.getLogger(ExecutionStore.class);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final HubSettings settings;
    private final GatewaySettings gatewaySettings;
    private final HubStats stats;
    private final Scheduler state;
    private final Scheduler workers;
    private final long seed;

    private final Map<String, Execution> byId = new HashMap<>();
    private final List<Execution> all = new ArrayList<>();
    private final Map<Long, Integer> submissions = new HashMap<>();
    private long numbers;

    ExecutionStore(
            HubSettings settings,
            GatewaySettings gatewaySettings,
            HubStats stats,
            Scheduler state,
            Scheduler workers,
            long seed) {
        this.settings = settings;
        this.gatewaySettings = gatewaySettings;
        this.stats = stats;
        this.state = state;
        this.workers = workers;
        this.seed = seed;
    }

    Execution start(
            Service service, StartRequest request, Map<String, DataPoolAccess.DataPool> pools, String application) {
        long now = now();
        Execution execution = new Execution(
                numbers++,
                Ids.next(),
                service,
                application,
                request,
                pools,
                seedOf(service, request),
                now,
                now + settings.queueTime().toMillis());
        byId.put(execution.id, execution);
        all.add(execution);
        service.queue.add(execution);
        stats.executionStarted();
        pump(service);
        return execution;
    }

    /** An execution of this service that the application started. */
    Execution get(Service service, String id, String application) {
        Execution execution = byId.get(id);
        if (execution == null || execution.service != service || !execution.application.equals(application)) {
            throw new HttpError(404, "no execution has the id " + id);
        }
        return execution;
    }

    /** An execution of any service and application. */
    @Nullable
    Execution find(String id) {
        return byId.get(id);
    }

    /** The executions of services that were deployed while the hub ran, oldest first. */
    List<Execution> deployed() {
        return all.stream().filter(execution -> execution.service.deployed).toList();
    }

    /** The executions that a listing shows, newest first. */
    List<Execution> list(Service service, String application) {
        long latest = now() - settings.listingDelay().toMillis();
        List<Execution> list = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Execution execution = all.get(i);
            if (execution.createdAt <= latest
                    && execution.service == service
                    && execution.application.equals(application)) {
                list.add(execution);
            }
        }
        return list;
    }

    /** Cancels an execution; has no effect on one that has ended. */
    void cancel(Execution execution) {
        if (execution.status == Status.PENDING) {
            end(execution, Status.CANCELLED);
        } else if (execution.status == Status.RUNNING && !execution.cancelled) {
            execution.cancelled = true;
            if (execution.work != null) {
                execution.work.dispose();
            }
            Duration time = settings.cancelTime();
            if (time.isZero()) {
                end(execution, Status.CANCELLED);
            } else {
                later(() -> end(execution, Status.CANCELLED), time);
            }
        }
    }

    /** What the execution ended with, the service's JSON or its code and detail. */
    ObjectNode outcome(Execution execution) {
        ObjectNode outcome = execution.outcome;
        if (outcome == null || !isStored(execution)) {
            throw new HttpError(
                    404, "the execution " + execution.id + " is " + execution.status + " and has no result");
        }
        return outcome;
    }

    ResultFile file(Execution execution, String name) {
        ResultFile file =
                execution.status == Status.SUCCEEDED && isStored(execution) ? execution.files.get(name) : null;
        if (file == null) {
            throw new HttpError(404, "the execution " + execution.id + " has no result file " + name);
        }
        return file;
    }

    /** A result file of an execution of any application. */
    Content content(String id, String name) {
        Execution execution = byId.get(id);
        if (execution == null) {
            throw new IllegalArgumentException("no execution has the id " + id);
        }
        ResultFile file = execution.status == Status.SUCCEEDED ? execution.files.get(name) : null;
        if (file == null) {
            throw new IllegalArgumentException("the execution " + id + " has no result file " + name);
        }
        return file.content();
    }

    private boolean isStored(Execution execution) {
        return execution.status.isFinal()
                && now() - execution.endedAt >= gatewaySettings.resultDelay().toMillis();
    }

    /** The log entries that show by now, oldest first. */
    List<LogEntry> log(Execution execution) {
        Duration delay = gatewaySettings.logDelay();
        if (delay.isZero()) {
            return execution.log;
        }
        long latest = now() - delay.toMillis();
        return execution.log.stream().filter(entry -> entry.at() <= latest).toList();
    }

    /** Stops all that runs, for good. */
    void close() {
        for (Execution execution : all) {
            execution.cancelled = true;
            if (execution.work != null) {
                execution.work.dispose();
            }
        }
    }

    /** The same requests get the same seeds, whatever comes in between them. Secrets and grants do not count. */
    private long seedOf(Service service, StartRequest request) {
        long content = service.basePath.hashCode() * 31L + request.input.hashCode();
        int time = submissions.merge(content, 1, Integer::sum);
        return Padding.mix(Padding.mix(seed ^ content) + time);
    }

    // ---------------------------------------------------------------------------------------------- queues

    /** Starts what can start, and makes sure that this is looked at again when the next execution is due. */
    private void pump(Service service) {
        if (service.wakeUp != null) {
            service.wakeUp.dispose();
            service.wakeUp = null;
        }
        while (service.running < settings.parallelism()) {
            Execution next = service.queue.peek();
            if (next == null) {
                return;
            }
            if (next.status != Status.PENDING) {
                service.queue.remove();
                continue;
            }
            long wait = next.eligibleAt - now();
            if (wait > 0) {
                service.wakeUp = state.schedule(() -> pump(service), wait, TimeUnit.MILLISECONDS);
                return;
            }
            service.queue.remove();
            run(next);
        }
    }

    private void run(Execution execution) {
        execution.status = Status.RUNNING;
        execution.startedAt = now();
        execution.service.running++;
        Duration runTime = settings.runTime();
        Run run = new Run(execution, Objects.requireNonNull(execution.request), runTime);
        execution.work = Mono.defer(() -> execution.service.behaviour.run(run))
                .subscribeOn(workers)
                .defaultIfEmpty(JSON.objectNode())
                .publishOn(state)
                .subscribe(result -> computed(execution, result, false), error -> failed(execution, run, error));
        later(
                () -> {
                    execution.timeOver = true;
                    endIfDone(execution);
                },
                runTime);
    }

    private void failed(Execution execution, Run run, Throwable error) {
        String code = "SERVICE_ERROR";
        String detail = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        if (error instanceof ServiceFailureException failure) {
            code = run.masked(failure.code());
            detail = failure.detail();
        }
        detail = run.masked(detail);
        log.debug("execution {} failed with {}: {}", execution.id, code, detail);
        computed(execution, JSON.objectNode().put("code", code).put("detail", detail), true);
    }

    private void computed(Execution execution, ObjectNode outcome, boolean failed) {
        execution.computed = true;
        execution.outcome = outcome;
        execution.failed = failed;
        endIfDone(execution);
    }

    private void endIfDone(Execution execution) {
        if (execution.timeOver && execution.computed && execution.status == Status.RUNNING && !execution.cancelled) {
            end(execution, execution.failed ? Status.FAILED : Status.SUCCEEDED);
        }
    }

    private void end(Execution execution, Status status) {
        boolean ran = execution.status == Status.RUNNING;
        execution.status = status;
        execution.endedAt = now();
        execution.request = null;
        execution.pools = Map.of();
        execution.work = null;
        if (status != Status.SUCCEEDED) {
            execution.files.clear();
        }
        if (status == Status.CANCELLED) {
            execution.outcome = null;
        }
        if (ran) {
            execution.service.running--;
            pump(execution.service);
        }
    }

    /** What a service gets to see and to do; calls come from any thread. */
    private final class Run implements ServiceRun {

        private final Execution execution;
        private final StartRequest request;
        private final Map<String, DataPoolAccess.DataPool> pools;
        private final Duration runTime;
        /** What must not show, the longest first, since one may be a part of another. */
        private final List<String> secrets;

        private Run(Execution execution, StartRequest request, Duration runTime) {
            this.execution = execution;
            this.request = request;
            this.pools = execution.pools;
            this.runTime = runTime;
            this.secrets = request.secrets.values().stream()
                    .filter(secret -> !secret.isBlank())
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();
        }

        @Override
        public String executionId() {
            return execution.id;
        }

        @Override
        public String applicationId() {
            return execution.application;
        }

        @Override
        public ObjectNode input() {
            return request.input;
        }

        @Override
        public List<String> tags() {
            return execution.tags;
        }

        @Override
        public Set<String> secretNames() {
            return Set.copyOf(request.secrets.keySet());
        }

        @Override
        public @Nullable String secret(String name) {
            return request.secrets.get(name);
        }

        @Override
        public Map<String, DataPoolAccess.DataPool> dataPools() {
            return pools;
        }

        @Override
        public long seed() {
            return execution.seed;
        }

        @Override
        public Duration runTime() {
            return runTime;
        }

        @Override
        public boolean isCancelled() {
            return execution.cancelled;
        }

        @Override
        public void log(LogSeverity severity, String message) {
            Objects.requireNonNull(severity, "severity");
            String masked = masked(message);
            onState(() -> execution.log.add(new LogEntry(now(), severity, masked)));
        }

        @Override
        public void file(String name, String contentType, Content content) {
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(content, "content");
            if (name.isBlank() || name.equals("self") || name.equals("status")) {
                throw new IllegalArgumentException("a result file must not be named '" + name + "'");
            }
            onState(() -> {
                String etag = "\"" + execution.id + "-" + execution.files.size() + "\"";
                execution.files.put(name, new ResultFile(contentType, content, etag));
            });
        }

        @Override
        public Mono<Void> pause(Duration time) {
            return Mono.delay(time, workers).then();
        }

        @Override
        public <T> Mono<T> compute(Callable<T> task) {
            return Mono.fromCallable(task).subscribeOn(workers);
        }

        private String masked(String text) {
            String masked = text;
            for (String secret : secrets) {
                masked = masked.replace(secret, "***");
            }
            return masked;
        }

        /** In the order of the calls, and before the end if it is called before it. */
        private void onState(Runnable change) {
            try {
                state.schedule(() -> {
                    if (execution.status == Status.RUNNING) {
                        change.run();
                    }
                });
            } catch (RejectedExecutionException e) {
                log.debug("the hub was closed while execution {} ran", execution.id);
            }
        }

        @Override
        public String toString() {
            return "ServiceRun " + execution.id;
        }
    }

    // ------------------------------------------------------------------------------------------------ time

    long now() {
        return state.now(TimeUnit.MILLISECONDS);
    }

    private void later(Runnable task, Duration delay) {
        state.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
