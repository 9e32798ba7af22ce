package io.qhub.service;

import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.service.model.LogEntry;
import io.qhub.service.model.ServiceExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The log of one execution as it grows, for one subscriber. The gateway sends the whole log each time, so what is new is
 * what an answer has more often than any answer before it; an answer that is empty, or that lags behind an earlier one,
 * thus neither hides nor repeats anything.
 */
final class LogTail {

    /** How long the log may go on changing once the execution has ended. */
    private static final Duration SETTLING = Duration.ofSeconds(30);
    /** How long it may be out of reach within that time. */
    private static final Duration OUTAGE = Duration.ofSeconds(15);

    private final ExecutionCalls calls;
    private final String id;
    private final PollingPolicy policy;
    private final Consumer<ServiceExecution> seenStatus;
    private final Map<LogEntry, Integer> seen = new HashMap<>();
    private List<LogEntry> last = List.of();

    /** An answer, and whether it is the last of its phase. An object of its own each, so that each is a change. */
    private static final class Round {

        private final List<LogEntry> fresh;
        private final boolean last;

        private Round(List<LogEntry> fresh, boolean last) {
            this.fresh = fresh;
            this.last = last;
        }
    }

    LogTail(ExecutionCalls calls, String id, PollingPolicy policy, Consumer<ServiceExecution> seenStatus) {
        this.calls = calls;
        this.id = id;
        this.policy = policy;
        this.seenStatus = seenStatus;
    }

    Flux<LogEntry> entries() {
        return whileRunning()
                .concatWith(Flux.defer(this::afterTheEnd))
                .concatMap(round -> Flux.fromIterable(round.fresh), 0);
    }

    // The status first: a log that is read after the end was seen holds what was said before it.
    private Flux<Round> whileRunning() {
        Mono<Answer<Round>> round = calls.probe(id).flatMap(status -> {
            seenStatus.accept(status.body());
            boolean ended = ExecutionCalls.hasEnded(status.body());
            return calls.logs(id)
                    .map(log -> new Answer<>(new Round(fresh(log), ended), status.status(), status.headers()));
        });
        return calls.poll("the log of execution " + id, round, each -> each.last, policy);
    }

    private Flux<Round> afterTheEnd() {
        Mono<Answer<Round>> round = Mono.defer(() -> {
            List<LogEntry> before = last;
            return calls.logs(id).map(log -> Answer.of(new Round(fresh(log), log.equals(before))));
        });
        PollingPolicy settling = policy.withFirstDelay(policy.initialDelay())
                .withTimeout(SETTLING)
                .withOutageTolerance(
                        policy.outageTolerance().compareTo(OUTAGE) < 0 ? policy.outageTolerance() : OUTAGE);
        return calls.poll("the end of the log of execution " + id, round, each -> each.last, settling)
                .onErrorResume(PollingTimeoutException.class, stillChanging -> Flux.empty());
    }

    private List<LogEntry> fresh(List<LogEntry> log) {
        last = log;
        Map<LogEntry, Integer> counts = new HashMap<>();
        List<LogEntry> fresh = new ArrayList<>();
        for (LogEntry entry : log) {
            int count = counts.merge(entry, 1, Integer::sum);
            if (count > seen.getOrDefault(entry, 0)) {
                seen.put(entry, count);
                fresh.add(entry);
            }
        }
        return fresh;
    }
}
