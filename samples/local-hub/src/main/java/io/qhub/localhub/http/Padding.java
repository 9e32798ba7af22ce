package io.qhub.localhub.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;

/**
 * Any number of characters that are made up while they are read: a fixed function of a seed and the position, so that
 * every range of them is the same each time, and many GiB need no memory.
 */
public final class Padding implements Content {

    private static final int CHUNK = 64 * 1024;
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);

    private final long length;
    private final long seed;

    /** So many characters of this seed. */
    public Padding(long length, long seed) {
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative, was " + length);
        }
        this.length = length;
        this.seed = seed;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Flux<ByteBuf> bytes(long from, long to) {
        return Flux.generate(() -> from, (at, sink) -> {
            if (at >= to) {
                sink.complete();
                return at;
            }
            byte[] chunk = new byte[(int) Math.min(CHUNK, to - at)];
            fill(chunk, 0, chunk.length, at);
            sink.next(Unpooled.wrappedBuffer(chunk));
            return at + chunk.length;
        });
    }

    /**
     * Copies the characters from a position on into an array. They come in steps of eight, which do not depend on where
     * the range begins.
     */
    public void fill(byte[] target, int offset, int count, long position) {
        int i = offset;
        int end = offset + count;
        long at = position;
        while (i < end) {
            long bits = mix(seed + (at >>> 3)) >>> 6 * (at & 7);
            int step = (int) Math.min(end - i, 8 - (at & 7));
            for (int k = 0; k < step; k++) {
                target[i++] = ALPHABET[(int) (bits >>> 6 * k & 63)];
            }
            at += step;
        }
    }

    /** SplitMix64: spreads a number over all bits. */
    public static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
