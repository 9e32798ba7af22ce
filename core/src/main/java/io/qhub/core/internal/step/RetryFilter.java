package io.qhub.core.internal.step;

import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.internal.answer.Reply;
import io.qhub.core.internal.call.Attempt;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.call.Environment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Repeats what may be repeated ({@link RetryPolicy}), waits where the server asks for it, and reads the answer, so that
 * an answer that cannot be read counts as a failed attempt.
 */
public final class RetryFilter implements ExchangeFilterFunction {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.retry");

    private final Environment environment;
    private final RateGate gate;

    public RetryFilter(Environment environment, RateGate gate) {
        this.environment = environment;
        this.gate = gate;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.defer(() -> new Attempts(Call.of(request), request, next).run());
    }

    /** What a request that is not idempotent ends as when the server may have done it. */
    public static SubmissionOutcomeUnknownException outcomeUnknown(Call call, HubException failure) {
        Attempt last = call.current();
        return new SubmissionOutcomeUnknownException(
                call.endpoint().name()
                        + ": the request was sent and its outcome is not known, so it is not sent again: the Hub may have"
                        + " done it. Look for what it would have made before submitting again. What went wrong: "
                        + failure.getMessage(),
                failure,
                call.trace(),
                last.status(),
                last.location(),
                null);
    }

    /** The attempts of one subscription; they follow each other. */
    private final class Attempts {

        private final Call call;
        private final ClientRequest request;
        private final ExchangeFunction exchange;
        private int retries;
        private int unspecifiedWaits;
        private long waited;
        private boolean outcomeOpen;

        private Attempts(Call call, ClientRequest request, ExchangeFunction exchange) {
            this.call = call;
            this.request = request;
            this.exchange = exchange;
        }

        private Mono<ClientResponse> run() {
            return next().onErrorResume(this::after);
        }

        private Mono<ClientResponse> next() {
            long wait = gate.isIdle()
                    ? 0
                    : gate.delay(
                            origin(),
                            call.settings().organization(),
                            environment.millis(),
                            patience(),
                            environment.random());
            if (wait > 0) {
                waited += wait;
                call.waits();
                return Mono.delay(Duration.ofMillis(wait), environment.scheduler())
                        .flatMap(over -> next());
            }
            call.begin();
            Mono<ClientResponse> attempt = exchange.exchange(request).flatMap(this::read);
            return outcomeOpen && call.endpoint().method() == HttpMethod.DELETE
                    ? attempt.onErrorResume(NotFoundException.class, this::alreadyDeleted)
                    : attempt;
        }

        private Mono<ClientResponse> read(ClientResponse response) {
            if (call.reader().isStream()) {
                call.succeeded();
                return Mono.just(response);
            }
            return response instanceof Reply reply
                    ? read(reply)
                    : call.bodies().inMemory(response).flatMap(this::read);
        }

        private Mono<ClientResponse> read(Reply reply) {
            Reply read;
            try {
                read = Answers.read(reply, call);
            } catch (HubDecodingException undecodable) {
                return Mono.error(undecodable);
            }
            call.succeeded();
            return Mono.just(read);
        }

        // The first DELETE may have done it; that there is nothing now is what was wanted.
        private Mono<ClientResponse> alreadyDeleted(NotFoundException gone) {
            ClientResponse done = ClientResponse.create(HttpStatus.NO_CONTENT).build();
            return read(Reply.of(done, new byte[0]));
        }

        // A failure of a later attempt comes here once: what this method returns is not handled by an earlier frame
        // again.
        private Mono<ClientResponse> after(Throwable failure) {
            call.failed(failure);
            call.current().over();
            if (!(failure instanceof HubException hub)) {
                return Mono.error(failure);
            }
            outcomeOpen |= RetryPolicy.leavesOpen(hub);
            return switch (RetryPolicy.judge(call.endpoint().idempotent(), hub)) {
                case FAIL -> Mono.error(hub);
                case OUTCOME_UNKNOWN -> Mono.error(outcomeUnknown(call, hub));
                case RETRY -> again(pauseBeforeRetry(), hub, call::repeats);
                case WAIT -> {
                    call.current().declined();
                    yield again(pauseAsAsked((HubApiException) hub), hub, call::waits);
                }
            };
        }

        private Mono<ClientResponse> again(@Nullable Duration pause, HubException failure, Runnable report) {
            if (pause == null || !call.canSend()) {
                return Mono.error(failure);
            }
            report.run();
            return Mono.delay(pause, environment.scheduler())
                    .flatMap(over -> next())
                    .onErrorResume(this::after);
        }

        /** Null where the retries are used up. */
        private @Nullable Duration pauseBeforeRetry() {
            if (retries >= call.settings().maxRetries()) {
                return null;
            }
            Duration pause = RetryPolicy.backoff(++retries, environment.random());
            LOG.debug(
                    "{}: retry {} of {} in {} ms",
                    call.endpoint(),
                    retries,
                    call.settings().maxRetries(),
                    pause.toMillis());
            return pause;
        }

        /** Null where waiting that long is not allowed: the call never comes back earlier than asked, it rather ends. */
        private @Nullable Duration pauseAsAsked(HubApiException failure) {
            Duration asked = failure.retryAfter();
            if (asked == null) {
                asked = RetryPolicy.backoff(++unspecifiedWaits, environment.random());
            }
            long millis = asked.toMillis();
            if (asked.compareTo(call.settings().maxRetryAfter()) > 0 || millis > patience()) {
                return null;
            }
            gate.pause(origin(), call.settings().organization(), environment.millis(), millis);
            long wait = RateGate.spread(millis, millis, patience(), environment.random());
            waited += wait;
            LOG.debug("{}: the Hub asks to wait {} ms, waiting {} ms", call.endpoint(), millis, wait);
            return Duration.ofMillis(wait);
        }

        private String origin() {
            return Origin.of(request.url());
        }

        private long patience() {
            return call.settings().rateLimitPatience().toMillis() - waited;
        }
    }
}
