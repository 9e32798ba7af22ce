package io.qhub.core.http;

import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.CallState.Try;
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
 * Repeats what may be repeated ({@link RetryPolicy}), waits where the server asks for it, and decodes the answer, so that
 * an answer that cannot be read counts as a failed try.
 */
final class RetryFilter implements ExchangeFilterFunction {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.retry");

    private final Transport transport;

    RetryFilter(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.defer(() -> new Tries(CallState.of(request), request, next).run());
    }

    /** What a request that is not idempotent ends as when the server may have done it. */
    static SubmissionOutcomeUnknownException outcomeUnknown(CallState call, HubException failure) {
        Try last = call.current();
        return new SubmissionOutcomeUnknownException(
                call.operation.name()
                        + ": the request was sent and its outcome is not known, so it is not sent again: the Hub may have"
                        + " done it. Look for what it would have made before submitting again. What went wrong: "
                        + failure.getMessage(),
                failure,
                call.trace,
                last.status(),
                last.location(),
                null);
    }

    /** The tries of one subscription; they follow each other. */
    private final class Tries {

        private final CallState call;
        private final ClientRequest request;
        private final ExchangeFunction exchange;
        private int retries;
        private int unspecifiedWaits;
        private long waited;
        private boolean outcomeOpen;

        private Tries(CallState call, ClientRequest request, ExchangeFunction exchange) {
            this.call = call;
            this.request = request;
            this.exchange = exchange;
        }

        private Mono<ClientResponse> run() {
            return next().onErrorResume(this::after);
        }

        private Mono<ClientResponse> next() {
            RateGate gate = transport.gate();
            long wait = gate.isIdle()
                    ? 0
                    : gate.delay(
                            origin(), call.settings.organization(), transport.millis(), patience(), transport.random());
            if (wait > 0) {
                waited += wait;
                call.waits();
                return Mono.delay(Duration.ofMillis(wait), transport.scheduler())
                        .flatMap(over -> next());
            }
            call.begin();
            Mono<ClientResponse> attempt = exchange.exchange(request).flatMap(this::decode);
            return outcomeOpen && call.operation.method() == HttpMethod.DELETE
                    ? attempt.onErrorResume(NotFoundException.class, this::alreadyDeleted)
                    : attempt;
        }

        private Mono<ClientResponse> decode(ClientResponse response) {
            if (call.decoder == null) {
                call.succeeded();
                return Mono.just(response);
            }
            byte[] bytes = call.bytesOf(response);
            return bytes != null
                    ? decode(response, bytes)
                    : Bodies.read(response, call).flatMap(read -> {
                        // A filter of the caller's made this answer: its body can be read only once, so it is put back.
                        ClientResponse again = Bodies.withBody(response, read);
                        return decode(again, read);
                    });
        }

        private Mono<ClientResponse> decode(ClientResponse response, byte[] bytes) {
            try {
                call.decode(response, bytes);
            } catch (HubDecodingException undecodable) {
                return Mono.error(undecodable);
            }
            call.succeeded();
            return Mono.just(response);
        }

        // The first DELETE may have done it; that there is nothing now is what was wanted.
        private Mono<ClientResponse> alreadyDeleted(NotFoundException gone) {
            ClientResponse done = ClientResponse.create(HttpStatus.NO_CONTENT).build();
            return decode(done, new byte[0]);
        }

        // A failure of a later try comes here once: what this method returns is not handled by an earlier frame again.
        private Mono<ClientResponse> after(Throwable failure) {
            call.failed(failure);
            call.current().over();
            if (!(failure instanceof HubException hub)) {
                return Mono.error(failure);
            }
            outcomeOpen |= RetryPolicy.leavesOpen(hub);
            return switch (RetryPolicy.judge(call.operation, hub)) {
                case FAIL -> Mono.error(hub);
                case OUTCOME_UNKNOWN -> Mono.error(outcomeUnknown(call, hub));
                case RETRY -> again(pauseBeforeRetry(), hub, call::repeats);
                case WAIT -> again(pauseAsAsked((HubApiException) hub), hub, call::waits);
            };
        }

        private Mono<ClientResponse> again(@Nullable Duration pause, HubException failure, Runnable report) {
            if (pause == null || !call.canSend()) {
                return Mono.error(failure);
            }
            report.run();
            return Mono.delay(pause, transport.scheduler())
                    .flatMap(over -> next())
                    .onErrorResume(this::after);
        }

        /** Null where the retries are used up. */
        private @Nullable Duration pauseBeforeRetry() {
            if (retries >= call.settings.maxRetries()) {
                return null;
            }
            Duration pause = RetryPolicy.backoff(++retries, transport.random());
            LOG.debug(
                    "{}: retry {} of {} in {} ms",
                    call.operation,
                    retries,
                    call.settings.maxRetries(),
                    pause.toMillis());
            return pause;
        }

        /** Null where waiting that long is not allowed: the call never comes back earlier than asked, it rather ends. */
        private @Nullable Duration pauseAsAsked(HubApiException failure) {
            Duration asked = failure.retryAfter();
            if (asked == null) {
                asked = RetryPolicy.backoff(++unspecifiedWaits, transport.random());
            }
            long millis = asked.toMillis();
            if (asked.compareTo(call.settings.maxRetryAfter()) > 0 || millis > patience()) {
                return null;
            }
            transport.gate().pause(origin(), call.settings.organization(), transport.millis(), millis);
            long wait = RateGate.spread(millis, millis, patience(), transport.random());
            waited += wait;
            LOG.debug("{}: the Hub asks to wait {} ms, waiting {} ms", call.operation, millis, wait);
            return Duration.ofMillis(wait);
        }

        private String origin() {
            return Transport.origin(request.url());
        }

        private long patience() {
            return call.settings.rateLimitPatience().toMillis() - waited;
        }
    }
}
