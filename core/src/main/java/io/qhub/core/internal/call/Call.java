package io.qhub.core.internal.call;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubException;
import io.qhub.core.internal.answer.Bodies;
import io.qhub.core.internal.answer.Reader;
import io.qhub.core.internal.body.RequestBody;
import io.qhub.core.internal.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import reactor.core.publisher.SignalType;

/**
 * One subscription to one call, which the filters get as a request attribute: what is asked, with which settings, and
 * the attempt that is under way. Attempts follow each other.
 */
public final class Call {

    static final String ATTRIBUTE = Call.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.request");

    private final Endpoint endpoint;
    private final Settings settings;
    private final Environment environment;
    private final @Nullable RequestBody body;
    private final String secretQuery;
    private final Reader<?> reader;
    private final @Nullable CallObservation observation;
    private final CallTrace trace;

    private volatile Attempt current;
    private volatile boolean abandoned;
    private int attempts;

    /**
     * @param secretQuery joins the request's target on the connection itself; empty where there is none
     * @param trace where attempts are noted; those of a download that resumes share one
     */
    public Call(
            Endpoint endpoint,
            Settings settings,
            Environment environment,
            @Nullable RequestBody body,
            String secretQuery,
            Reader<?> reader,
            @Nullable CallObservation observation,
            CallTrace trace) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.environment = environment;
        this.body = body;
        this.secretQuery = secretQuery;
        this.reader = reader;
        this.observation = observation;
        this.trace = trace;
        var earlier = trace.attempts();
        this.attempts = earlier.isEmpty() ? 0 : earlier.get(earlier.size() - 1).number();
        this.current = attempt(0);
    }

    /** The call that a request belongs to. */
    public static Call of(ClientRequest request) {
        if (request instanceof CallRequest own) {
            return own.call();
        }
        return (Call) request.attribute(ATTRIBUTE)
                .orElseThrow(() -> new IllegalStateException("the request was not made by this client"));
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public Settings settings() {
        return settings;
    }

    public Environment environment() {
        return environment;
    }

    public @Nullable RequestBody body() {
        return body;
    }

    public Reader<?> reader() {
        return reader;
    }

    public CallTrace trace() {
        return trace;
    }

    public @Nullable CallObservation observation() {
        return observation;
    }

    /** The attempt that is under way, or was the last. */
    public Attempt current() {
        return current;
    }

    /** Whether the request's body is sent as it comes. */
    public boolean streamsItsBody() {
        return body != null && body.isStreamed();
    }

    /** Whether it uses the connections that are kept for streams. */
    public boolean isStreamed() {
        return reader.isStream() || streamsItsBody();
    }

    /** Whether the body, if there is one, can be sent now. */
    public boolean canSend() {
        return body == null || body.canBeSent();
    }

    /** Reads answers' bodies within the limits of this call. */
    public Bodies bodies() {
        return new Bodies(
                trace, environment.maxInMemorySize(), settings.stallTimeout(), environment.scheduler(), current);
    }

    private Attempt attempt(int number) {
        return new Attempt(settings, streamsItsBody(), () -> abandoned, number, environment.millis());
    }

    /** A new attempt begins. */
    public void begin() {
        current = attempt(++attempts);
        if (observation != null) {
            observation.attempts(current);
        }
    }

    /** The call is to be repeated. */
    public void repeats() {
        if (observation != null) {
            observation.event(CallObservation.RETRY);
        }
    }

    /** The call waits because the Hub limits the rate. */
    public void waits() {
        if (observation != null) {
            observation.event(CallObservation.WAIT);
        }
    }

    /** Called on the event loop when a connection is there and the request is about to be written on it. */
    public void writing(ClientHttpRequest request) {
        current.writing(request);
        if (!secretQuery.isEmpty() && !current.hasLeftOrigin()) {
            Wire.appendQuery(request, secretQuery);
        }
    }

    /** Nobody waits for the answer any longer. */
    public void abandon() {
        abandoned = true;
    }

    /**
     * A cancel that comes between the answer's head and its body makes Spring read the body to its end, for as long as
     * that takes, so the connection is closed here; after the cancel, which must not look like a failure.
     */
    public void ended(SignalType how) {
        if (how == SignalType.CANCEL) {
            current.close();
        }
    }

    /** The current attempt has failed. */
    public void failed(Throwable failure) {
        Attempt failed = current;
        Integer status = failure instanceof HubApiException api ? (Integer) api.status() : failed.status();
        String words = failure instanceof HubException
                ? failure.getMessage()
                : failure.getClass().getName();
        trace.add(new io.qhub.core.error.Attempt(
                failed.number(), Instant.ofEpochMilli(failed.startedAt()), elapsed(failed), status, words));
        LOG.debug(
                "{}: attempt {} failed after {} ms: {}",
                endpoint,
                failed.number(),
                elapsed(failed).toMillis(),
                words);
    }

    /** Whether the current attempt's failure has been noted. */
    public boolean hasNotedFailure() {
        var noted = trace.attempts();
        return !noted.isEmpty() && noted.get(noted.size() - 1).number() == current.number();
    }

    /** The current attempt has brought an answer. */
    public void succeeded() {
        if (LOG.isDebugEnabled()) {
            Attempt done = current;
            LOG.debug(
                    "{}: {} after {} ms", endpoint, done.status(), elapsed(done).toMillis());
        }
    }

    private Duration elapsed(Attempt of) {
        return Duration.ofMillis(Math.max(0, environment.millis() - of.startedAt()));
    }
}
