package io.qhub.core.internal.call;

import io.netty.channel.Channel;
import io.qhub.core.internal.answer.BodyWatch;
import io.qhub.core.internal.wire.SilenceWatch;
import io.qhub.core.internal.wire.Wire;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.netty.channel.ChannelOperations;

/** One attempt of a call. What timers and event loops may touch at the same time is volatile. */
public final class Attempt implements BodyWatch {

    /** What is kept of an answer's head, the rest of which holds its connection. */
    private record Head(int status, HttpHeaders headers) {}

    private final Settings settings;
    private final boolean streamsItsBody;
    private final BooleanSupplier abandoned;
    private final int number;
    private final long startedAt;
    private volatile boolean sent;
    private volatile boolean leftOrigin;
    private volatile boolean declined;
    private volatile @Nullable Head head;
    private volatile @Nullable SilenceWatch silence;
    private volatile @Nullable Channel channel;

    /**
     * @param streamsItsBody whether the request's body is sent as it comes
     * @param abandoned whether nobody waits for the answer any longer
     */
    Attempt(Settings settings, boolean streamsItsBody, BooleanSupplier abandoned, int number, long startedAt) {
        this.settings = settings;
        this.streamsItsBody = streamsItsBody;
        this.abandoned = abandoned;
        this.number = number;
        this.startedAt = startedAt;
    }

    int number() {
        return number;
    }

    long startedAt() {
        return startedAt;
    }

    /** Whether the server may have seen the request. */
    public boolean isSent() {
        return sent;
    }

    /** Whether the server may have done what was asked: it has seen the request, and did not say that it did nothing. */
    public boolean mayBeDone() {
        return sent && !declined;
    }

    /** The server said that it did nothing: 401, 429, or 503 with {@code Retry-After}. */
    public void declined() {
        declined = true;
    }

    /** Whether a redirect has led to another origin. */
    public boolean hasLeftOrigin() {
        return leftOrigin;
    }

    /** A redirect leads to another origin, where nothing that is secret may go. */
    public void leavesOrigin() {
        leftOrigin = true;
    }

    /** Called on the event loop when a connection is there and the request is about to be written on it. */
    void writing(ClientHttpRequest request) {
        Channel used = Wire.channel(request);
        if (used == null) {
            sent = true;
            return;
        }
        if (!used.isActive()) {
            return;
        }
        sent = true;
        channel = used;
        SilenceWatch watch = SilenceWatch.of(used);
        watch.carries(this);
        silence = watch;
        Duration limit = settings.responseTimeout();
        if (streamsItsBody) {
            Wire.watchWrites(request, settings.stallTimeout(), () -> watch.expect(limit));
        } else {
            watch.expect(limit);
        }
    }

    /** The answer's head has come. */
    public void head(ClientResponse response) {
        sent = true;
        head = new Head(response.statusCode().value(), response.headers().asHttpHeaders());
    }

    public boolean hasHead() {
        return head != null;
    }

    /** What the server answered; null where it did not. */
    public @Nullable Integer status() {
        Head answered = head;
        return answered == null ? null : (Integer) answered.status;
    }

    /** The {@code Location} of the answer; null where there is none. */
    public @Nullable String location() {
        Head answered = head;
        return answered == null ? null : answered.headers.getFirst(HttpHeaders.LOCATION);
    }

    /** The consumer sets the pace from here on. */
    public void quiet() {
        SilenceWatch watch = silence;
        if (watch != null) {
            watch.done();
        }
    }

    @Override
    public void heard() {
        SilenceWatch watch = silence;
        if (watch != null) {
            watch.expect(settings.stallTimeout());
        }
    }

    @Override
    public void whole() {
        quiet();
        over();
    }

    @Override
    public boolean isAbandoned() {
        return abandoned.getAsBoolean();
    }

    /** Its connection is of no more concern. */
    public void over() {
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
}
