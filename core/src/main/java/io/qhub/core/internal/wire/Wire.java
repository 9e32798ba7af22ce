package io.qhub.core.internal.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ClientHttpRequest;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientRequest;

/** What has to be asked of, or done on, the network channel itself. */
public final class Wire {

    private static final String WATCH = "qhub.writes";
    private static final String QUERY = "qhub.query";

    private Wire() {}

    private static @Nullable Connection connection(ClientHttpRequest request) {
        return request.getNativeRequest() instanceof Connection connection ? connection : null;
    }

    /** The channel that carries the request; null where the connector is not Reactor Netty. */
    public static @Nullable Channel channel(ClientHttpRequest request) {
        Connection connection = connection(request);
        return connection == null ? null : connection.channel();
    }

    /** Sets a header of the request where it is sent from: Spring would keep it in a map of its own, only to copy it. */
    public static BiConsumer<String, String> headers(ClientHttpRequest request) {
        if (request.getNativeRequest() instanceof HttpClientRequest sent) {
            HttpHeaders headers = sent.requestHeaders();
            return (name, value) -> headers.set(name, value);
        }
        return request.getHeaders()::set;
    }

    /**
     * Fails the exchange with {@link StalledException} when the body has bytes that the socket does not take for as long
     * as {@code limit}, and tells when the last byte was written.
     */
    public static void watchWrites(ClientHttpRequest request, Duration limit, Runnable written) {
        Connection connection = connection(request);
        if (connection == null) {
            written.run();
            return;
        }
        // Taken off again by Reactor Netty when the connection goes back to the pool.
        connection.addHandlerLast(WATCH, new WriteWatch(limit, written));
    }

    /** Adds to the query of the request's target where only the connection sees it. */
    public static void appendQuery(ClientHttpRequest request, String query) {
        Connection connection = connection(request);
        if (connection == null) {
            throw new IllegalStateException("a secret query can be sent through Reactor Netty only");
        }
        connection.addHandlerLast(QUERY, new QueryAppender(query));
    }

    private static final class QueryAppender extends ChannelOutboundHandlerAdapter {

        private final String query;

        private QueryAppender(String query) {
            this.query = query;
        }

        // The message is replaced, not changed: Reactor Netty keeps it, and may log what it keeps.
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (!(message instanceof HttpRequest request)) {
                context.write(message, promise);
                return;
            }
            context.pipeline().remove(this);
            String target = request.uri() + (request.uri().indexOf('?') < 0 ? '?' : '&') + query;
            HttpRequest whole = request instanceof FullHttpRequest full
                    ? new DefaultFullHttpRequest(
                            full.protocolVersion(),
                            full.method(),
                            target,
                            full.content(),
                            full.headers(),
                            full.trailingHeaders())
                    : new DefaultHttpRequest(request.protocolVersion(), request.method(), target, request.headers());
            context.write(whole, promise);
        }
    }

    /** The socket took nothing of the request's body in time. */
    public static final class StalledException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public StalledException() {
            super("the socket took nothing of the request's body", null, false, false);
        }
    }

    private static final class WriteWatch extends ChannelDuplexHandler {

        private final long limitNanos;
        private final Runnable written;
        private @Nullable Future<?> check;
        private long completed;
        private long seenCompleted;
        private long seenPending;
        private long seenProgress;
        private long unchangedSince;

        private WriteWatch(Duration limit, Runnable written) {
            this.limitNanos = limit.toNanos();
            this.written = written;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            unchangedSince = System.nanoTime();
            schedule(context);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            stop();
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean last = message instanceof LastHttpContent;
            context.write(message, promise.unvoid().addListener(done -> {
                completed++;
                if (last && done.isSuccess()) {
                    stop();
                    written.run();
                }
            }));
        }

        private void stop() {
            Future<?> pending = check;
            if (pending != null) {
                pending.cancel(false);
            }
        }

        // Four looks per limit: a standstill is seen at most a quarter of the limit late.
        private void schedule(ChannelHandlerContext context) {
            check = context.executor().schedule(() -> look(context), limitNanos / 4 + 1, TimeUnit.NANOSECONDS);
        }

        private void look(ChannelHandlerContext context) {
            Channel channel = context.channel();
            ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
            if (buffer == null) {
                return;
            }
            long pending = buffer.totalPendingWriteBytes();
            long progress = buffer.currentProgress();
            boolean moved =
                    pending == 0 || completed != seenCompleted || pending != seenPending || progress != seenProgress;
            seenCompleted = completed;
            seenPending = pending;
            seenProgress = progress;
            long now = System.nanoTime();
            if (moved) {
                unchangedSince = now;
            } else if (now - unchangedSince >= limitNanos) {
                context.fireExceptionCaught(new StalledException());
                context.close();
                return;
            }
            schedule(context);
        }
    }
}
