package io.qhub.core.http;

import io.netty.channel.Channel;
import io.qhub.core.error.Attempt;
import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.SignalType;
import reactor.netty.channel.ChannelOperations;

/**
 * One subscription to one call, carried through the filters as a request attribute. Its tries follow each other; what
 * timers and event loops may touch at the same time is volatile.
 */
final class CallState {

    static final String ATTRIBUTE = CallState.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.request");

    final Operation operation;
    final Settings settings;
    final CallTrace trace;
    final Transport transport;
    final @Nullable RequestBody body;
    final @Nullable Decoder<?> decoder;
    private final @Nullable CallObservation observation;

    private volatile Try current;
    private volatile boolean abandoned;
    private int tries;

    // What the innermost filter read, and what was decoded from it, with the responses that they belong to.
    private byte @Nullable [] bytes;
    private @Nullable ClientResponse bytesOf;
    private @Nullable ClientResponse head;
    private @Nullable Object value;
    private @Nullable ClientResponse valueOf;

    CallState(
            Operation operation,
            Settings settings,
            Transport transport,
            @Nullable RequestBody body,
            @Nullable Decoder<?> decoder,
            @Nullable CallObservation observation) {
        this.operation = operation;
        this.settings = settings;
        this.transport = transport;
        this.body = body;
        this.decoder = decoder;
        this.observation = observation;
        this.trace = new CallTrace(operation.name(), operation.isIdempotent());
        this.current = new Try(0, transport.millis());
    }

    static CallState of(ClientRequest request) {
        if (request instanceof CallRequest own) {
            return own.call();
        }
        return (CallState) request.attribute(ATTRIBUTE)
                .orElseThrow(() -> new IllegalStateException("the request was not made by this client"));
    }

    Try current() {
        return current;
    }

    /** Whether the body, if there is one, can be sent now. */
    boolean canSend() {
        return body == null || body.canBeSent();
    }

    void begin() {
        current = new Try(++tries, transport.millis());
        if (observation != null) {
            observation.tries(this);
        }
        bytes = null;
        bytesOf = null;
        head = null;
        value = null;
        valueOf = null;
    }

    /** The call is to be repeated. */
    void repeats() {
        if (observation != null) {
            observation.event(CallObservation.RETRY);
        }
    }

    /** The call waits because the Hub limits the rate. */
    void waits() {
        if (observation != null) {
            observation.event(CallObservation.WAIT);
        }
    }

    @Nullable
    CallObservation observation() {
        return observation;
    }

    /** Called on the event loop when a connection is there and the request is about to be written on it. */
    void writing(ClientHttpRequest request) {
        current.writing(request, this);
    }

    /** Nobody waits for the answer any longer. */
    void abandon() {
        abandoned = true;
    }

    /**
     * A cancel that comes between the answer's head and its body makes Spring read the body to its end, for as long as
     * that takes, so the connection is closed here; after the cancel, which must not look like a failure.
     */
    void ended(SignalType how) {
        if (how == SignalType.CANCEL) {
            current.close();
        }
    }

    boolean isAbandoned() {
        return abandoned;
    }

    void failed(Throwable failure) {
        Try failed = current;
        Integer status = failure instanceof HubApiException api ? (Integer) api.status() : failed.status();
        String words = failure instanceof HubException
                ? failure.getMessage()
                : failure.getClass().getName();
        trace.add(new Attempt(failed.number, Instant.ofEpochMilli(failed.startedAt), elapsed(failed), status, words));
        LOG.debug(
                "{}: try {} failed after {} ms: {}",
                operation,
                failed.number,
                elapsed(failed).toMillis(),
                words);
    }

    void succeeded() {
        if (LOG.isDebugEnabled()) {
            Try done = current;
            LOG.debug(
                    "{}: {} after {} ms",
                    operation,
                    done.status(),
                    elapsed(done).toMillis());
        }
    }

    private Duration elapsed(Try of) {
        return Duration.ofMillis(Math.max(0, transport.millis() - of.startedAt));
    }

    /**
     * The body has been read.
     *
     * @param answered what the server answered
     * @param passedOn the response that goes up the chain in its place
     */
    void buffered(ClientResponse answered, byte[] content, ClientResponse passedOn) {
        current.over();
        bytes = content;
        bytesOf = passedOn;
        head = answered;
    }

    /** The body of this response if it has been read already. */
    byte @Nullable [] bytesOf(ClientResponse response) {
        return bytesOf == response ? bytes : null;
    }

    void decode(ClientResponse response, byte[] content) {
        Decoder<?> read = Objects.requireNonNull(decoder);
        ClientResponse answered = bytesOf == response && head != null ? head : response;
        value = read.decode(
                content, answered.statusCode().value(), answered.headers().asHttpHeaders(), trace);
        valueOf = response;
    }

    boolean isDecoded(ClientResponse response) {
        return valueOf == response;
    }

    @Nullable
    Object value() {
        return value;
    }

    /** Makes a value of an answer's body, or nothing where an empty body is an answer too. */
    interface Decoder<T> {

        @Nullable
        T decode(byte[] body, int status, HttpHeaders headers, CallTrace trace);
    }

    /** One try. */
    static final class Try {

        /** What is kept of an answer's head, the rest of which holds its connection. */
        private record Head(int status, HttpHeaders headers) {}

        final int number;
        final long startedAt;
        volatile boolean sent;
        volatile boolean leftOrigin;
        private volatile @Nullable Head head;
        private volatile @Nullable SilenceWatch watch;
        private volatile @Nullable Channel channel;

        Try(int number, long startedAt) {
            this.number = number;
            this.startedAt = startedAt;
        }

        void writing(ClientHttpRequest request, CallState call) {
            Channel channel = Wire.channel(request);
            if (channel == null) {
                sent = true;
                return;
            }
            if (!channel.isActive()) {
                return;
            }
            sent = true;
            this.channel = channel;
            SilenceWatch silence = SilenceWatch.of(channel);
            silence.carries(this);
            watch = silence;
            Duration limit = call.settings.responseTimeout();
            if (call.body != null && call.body.isStreamed()) {
                Wire.watchWrites(request, call.settings.stallTimeout(), () -> silence.expect(limit));
            } else {
                silence.expect(limit);
            }
        }

        /** Its connection is of no more concern. */
        void over() {
            channel = null;
        }

        void close() {
            Channel mine = channel;
            if (mine != null) {
                // On its event loop, for there a connection changes hands.
                mine.eventLoop().execute(() -> {
                    if (SilenceWatch.of(mine).carried() == this) {
                        ChannelOperations<?, ?> exchange = ChannelOperations.get(mine);
                        if (exchange != null) {
                            exchange.discard(); // what came of a body that nobody took
                        }
                        mine.close();
                    }
                });
            }
        }

        /** Bytes of a body that is read into memory have come; the next have this long. */
        void heard(Duration limit) {
            SilenceWatch silence = watch;
            if (silence != null) {
                silence.expect(limit);
            }
        }

        /** The server owes nothing more, or the consumer sets the pace from here on. */
        void quiet() {
            SilenceWatch silence = watch;
            if (silence != null) {
                silence.done();
            }
        }

        void head(ClientResponse response) {
            if (!sent) {
                sent = true;
            }
            head = new Head(response.statusCode().value(), response.headers().asHttpHeaders());
        }

        boolean hasHead() {
            return head != null;
        }

        /** What the server answered; null where it did not. */
        @Nullable
        Integer status() {
            Head answered = head;
            return answered == null ? null : (Integer) answered.status;
        }

        @Nullable
        String location() {
            Head answered = head;
            return answered == null ? null : answered.headers.getFirst(HttpHeaders.LOCATION);
        }
    }
}
