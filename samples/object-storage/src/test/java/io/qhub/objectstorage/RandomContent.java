package io.qhub.objectstorage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;

/** Random bytes in pooled buffers, of lengths that no part is a multiple of; the same bytes for each length. */
final class RandomContent {

    private static final int LONGEST = 64 * 1024;

    /** Chunks are cut from here, wherever: to make up new bytes each time takes longer than to send them. */
    private static final byte[] BYTES = new byte[1 << 20];

    static {
        new Random(11).nextBytes(BYTES);
    }

    private static final NettyDataBufferFactory NETTY = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

    private RandomContent() {}

    static Flux<DataBuffer> of(long bytes) {
        return of(bytes, new AtomicLong());
    }

    /** Adds the bytes handed out to a counter. */
    static Flux<DataBuffer> of(long bytes, AtomicLong handedOut) {
        return Flux.generate(() -> new Chunks(bytes), (chunks, sink) -> {
            byte[] next = chunks.next();
            if (next.length == 0) {
                sink.complete();
            } else {
                ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(next.length);
                handedOut.addAndGet(next.length);
                sink.next(NETTY.wrap(buffer.writeBytes(next)));
            }
            return chunks;
        });
    }

    /** Adds each buffer that is not released to a counter. */
    static Flux<DataBuffer> counted(long bytes, AtomicInteger notReleased) {
        return of(bytes).map(buffer -> {
            notReleased.incrementAndGet();
            return CountedBuffer.of(buffer, notReleased);
        });
    }

    static String sha256(long bytes) {
        MessageDigest digest = Upload.sha256();
        Chunks chunks = new Chunks(bytes);
        for (byte[] next = chunks.next(); next.length > 0; next = chunks.next()) {
            digest.update(next);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Upload.sha256().digest(bytes));
    }

    private static final class Chunks {

        private final Random random = new Random(7);
        private long left;

        Chunks(long bytes) {
            this.left = bytes;
        }

        byte[] next() {
            int length = (int) Math.min(left, 1 + random.nextInt(LONGEST));
            int from = random.nextInt(BYTES.length - length);
            left -= length;
            return Arrays.copyOfRange(BYTES, from, from + length);
        }
    }
}
