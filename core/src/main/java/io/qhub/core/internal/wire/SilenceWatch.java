package io.qhub.core.internal.wire;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long the server may be silent: until the answer's head, and between the parts of a body that is read into
 * memory. There is one for each connection, used on its event loop only. It keeps a deadline and at most looks when a
 * deadline might have passed, so that an ordinary exchange neither schedules nor cancels a timer.
 */
public final class SilenceWatch {

    private static final AttributeKey<SilenceWatch> KEY = AttributeKey.valueOf(SilenceWatch.class, "of");
    private static final long NONE = Long.MAX_VALUE;

    private final Channel channel;
    private final long start = System.nanoTime();
    private long deadline = NONE;
    private long nextLook = NONE;
    private @Nullable Object carried;

    private SilenceWatch(Channel channel) {
        this.channel = channel;
    }

    public static SilenceWatch of(Channel channel) {
        SilenceWatch watch = channel.attr(KEY).get();
        if (watch == null) {
            watch = new SilenceWatch(channel);
            channel.attr(KEY).set(watch);
        }
        return watch;
    }

    /** What the connection is used for from here on. */
    public void carries(Object exchange) {
        carried = exchange;
    }

    public @Nullable Object carried() {
        return carried;
    }

    /** The server has this long to be heard. */
    public void expect(Duration limit) {
        deadline = now() + limit.toNanos();
        if (nextLook > deadline) {
            lookAt(deadline);
        }
    }

    /** Nothing is waited for. */
    public void done() {
        deadline = NONE;
    }

    private long now() {
        return System.nanoTime() - start;
    }

    private void lookAt(long time) {
        nextLook = time;
        channel.eventLoop().schedule(this::look, Math.max(0, time - now()), TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = now();
        if (now < nextLook) {
            return; // a later look that an earlier one has replaced
        }
        nextLook = NONE;
        if (deadline == NONE || !channel.isActive()) {
            return;
        }
        if (now < deadline) {
            lookAt(deadline);
            return;
        }
        deadline = NONE;
        channel.pipeline().fireExceptionCaught(new SilentException());
        channel.close();
    }

    /** The server was silent for too long. */
    public static final class SilentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public SilentException() {
            super("the server was silent for too long", null, false, false);
        }
    }
}
