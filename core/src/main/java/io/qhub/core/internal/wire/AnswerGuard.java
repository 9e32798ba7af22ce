package io.qhub.core.internal.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Gives each request of a connection its own answer and no other, where Reactor Netty (1.3.7) does not. Interim answers
 * (1xx) are passed over: it takes them for the answer, and what follows for that of the next request. A connection on
 * which something comes that no request waits for is closed, and so is one whose answer cannot be decoded: it would
 * neither use nor return it to the pool.
 */
public final class AnswerGuard {

    private final Answers answers = new Answers();
    private boolean awaited;
    private boolean interim;
    private boolean broken;
    /** Whether bytes are being decoded. */
    private boolean decoding;
    /** The end of the answer, kept until all bytes at hand are decoded: behind it the next request may be sent. */
    private @Nullable Object end;

    private AnswerGuard() {}

    public static void watch(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        AnswerGuard guard = new AnswerGuard();
        pipeline.addBefore(NettyPipeline.HttpCodec, "qhub.bytes", guard.new Bytes());
        pipeline.addBefore(NettyPipeline.ReactiveBridge, "qhub.answers", guard.answers);
    }

    private void refuse(ChannelHandlerContext context, Object message) {
        broken = true;
        ReferenceCountUtil.release(message);
        context.close();
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (broken || !awaited) {
                refuse(context, bytes);
                return;
            }
            decoding = true;
            context.fireChannelRead(bytes);
            decoding = false;
            Object kept = end;
            if (kept != null) {
                end = null;
                ChannelHandlerContext behind = context.pipeline().context(answers);
                if (behind == null) {
                    ReferenceCountUtil.release(kept); // the connection has ended meanwhile
                } else {
                    behind.fireChannelRead(kept);
                }
            }
        }
    }

    private final class Answers extends ChannelDuplexHandler {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpRequest) {
                awaited = true;
            }
            context.write(message, promise);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (broken || !awaited) {
                refuse(context, message);
                return;
            }
            if (message instanceof HttpResponse answer) {
                interim = answer.status().codeClass() == HttpStatusClass.INFORMATIONAL
                        && !answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
            }
            boolean last = message instanceof LastHttpContent;
            if (interim) {
                ReferenceCountUtil.release(message);
                if (last) {
                    context.read(); // the real answer, which Reactor Netty has asked for once only
                }
                return;
            }
            if (last) {
                awaited = false;
                if (decoding) {
                    end = message;
                    return;
                }
            }
            context.fireChannelRead(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.fireExceptionCaught(cause);
            context.close();
        }
    }
}
