package io.qhub.localhub.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;

/** A body of known length of which any part can be produced, again and again. */
public interface Content {

    /** Length in bytes. */
    long length();

    /**
     * The bytes from {@code from} (inclusive) to {@code to} (exclusive), produced on demand. The buffers are unpooled:
     * one that is never released is only garbage.
     */
    Flux<ByteBuf> bytes(long from, long to);

    /** A body that is held in memory. The array is not copied. */
    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public Flux<ByteBuf> bytes(long from, long to) {
                return from == to
                        ? Flux.empty()
                        : Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(bytes, (int) from, (int) (to - from))));
            }
        };
    }
}
