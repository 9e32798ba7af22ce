package io.qhub.localhub.quantum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.qhub.localhub.http.Content;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import reactor.core.publisher.Flux;

/**
 * A result document, with a member {@code padding} of any length that is made up while it is read: a fixed function of
 * the job's seed and the position, so that every range of it is the same each time.
 */
final class PaddedResult implements Content {

    private static final int CHUNK = 64 * 1024;
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPEN = ", \"padding\": \"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "\"}".getBytes(StandardCharsets.US_ASCII);

    private final byte[] head;
    private final long padding;
    private final byte[] tail;
    private final long seed;

    PaddedResult(byte[] json, long padding, long seed) {
        this.padding = padding;
        this.seed = seed;
        if (padding == 0) {
            this.head = json;
            this.tail = new byte[0];
        } else {
            // The document is an object; its last brace moves behind the padding.
            this.head = new byte[json.length - 1 + OPEN.length];
            System.arraycopy(json, 0, head, 0, json.length - 1);
            System.arraycopy(OPEN, 0, head, json.length - 1, OPEN.length);
            this.tail = CLOSE;
        }
    }

    @Override
    public long length() {
        return head.length + padding + tail.length;
    }

    @Override
    public Flux<ByteBuf> bytes(long from, long to) {
        return Flux.generate(() -> from, (at, sink) -> {
            if (at >= to) {
                sink.complete();
                return at;
            }
            byte[] chunk = chunk(at, to);
            sink.next(Unpooled.wrappedBuffer(chunk));
            return at + chunk.length;
        });
    }

    /** Chunks do not depend on where the range begins: padding is filled in steps of eight characters. */
    private byte[] chunk(long from, long to) {
        byte[] chunk = new byte[(int) Math.min(CHUNK, to - from)];
        int i = 0;
        while (i < chunk.length) {
            long at = from + i;
            if (at < head.length) {
                int length = (int) Math.min(chunk.length - i, head.length - at);
                System.arraycopy(head, (int) at, chunk, i, length);
                i += length;
            } else if (at < head.length + padding) {
                long inside = at - head.length;
                long bits = mix(seed + (inside >>> 3)) >>> 6 * (inside & 7);
                int length = (int) Math.min(Math.min(chunk.length - i, 8 - (inside & 7)), padding - inside);
                for (int k = 0; k < length; k++) {
                    chunk[i++] = ALPHABET[(int) (bits >>> 6 * k & 63)];
                }
            } else {
                int length = chunk.length - i;
                System.arraycopy(tail, (int) (at - head.length - padding), chunk, i, length);
                i += length;
            }
        }
        return chunk;
    }

    /** SplitMix64. */
    static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** A strong entity tag, with its quotes. */
    String etag() {
        MessageDigest digest = sha256();
        digest.update(head);
        return "\"" + HexFormat.of().formatHex(digest.digest(), 0, 16) + "-" + Long.toHexString(length()) + "\"";
    }

    /** The SHA-256 of all of it, in hexadecimal. Reads it to the end. */
    String hash() {
        MessageDigest digest = sha256();
        long at = 0;
        while (at < length()) {
            byte[] chunk = chunk(at, length());
            digest.update(chunk);
            at += chunk.length;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
