package io.qhub.localhub.quantum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.Padding;
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
    private static final byte[] OPEN = ", \"padding\": \"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "\"}".getBytes(StandardCharsets.US_ASCII);

    private final byte[] head;
    private final Padding padding;
    private final byte[] tail;

    PaddedResult(byte[] json, long padding, long seed) {
        this.padding = new Padding(padding, seed);
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
        return head.length + padding.length() + tail.length;
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

    private byte[] chunk(long from, long to) {
        byte[] chunk = new byte[(int) Math.min(CHUNK, to - from)];
        int i = 0;
        while (i < chunk.length) {
            long at = from + i;
            if (at < head.length) {
                int length = (int) Math.min(chunk.length - i, head.length - at);
                System.arraycopy(head, (int) at, chunk, i, length);
                i += length;
            } else if (at < head.length + padding.length()) {
                long inside = at - head.length;
                int length = (int) Math.min(chunk.length - i, padding.length() - inside);
                padding.fill(chunk, i, length, inside);
                i += length;
            } else {
                int length = chunk.length - i;
                System.arraycopy(tail, (int) (at - head.length - padding.length()), chunk, i, length);
                i += length;
            }
        }
        return chunk;
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
