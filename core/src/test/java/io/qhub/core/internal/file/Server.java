package io.qhub.core.internal.file;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubTransportException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

/** The other end of a download: gives a body in buffers, and behaves on each attempt as it is told. */
final class Server {

    static final int CHUNK = 1000;

    final CountingBuffers buffers = new CountingBuffers();
    final List<Resume> resumes = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger cancels = new AtomicInteger();

    static byte[] content(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static HubTransportException cut() {
        return new HubTransportException("the connection was reset", null, new CallTrace("test.download"), true);
    }

    /** One answer: a head, so many bytes of the content from a place on, and then an error or the end. */
    record Reply(
            @Nullable DownloadHead head,
            byte[] bytes,
            @Nullable Throwable end) {

        static Reply whole(byte[] content, @Nullable String etag) {
            return new Reply(new DownloadHead(200, (long) content.length, etag, null, null), content, null);
        }

        static Reply part(byte[] content, int from, @Nullable String etag) {
            String range = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
            byte[] rest = Arrays.copyOfRange(content, from, content.length);
            return new Reply(
                    new DownloadHead(206, (long) rest.length, etag, range, null, new CallTrace("test.download")),
                    rest,
                    null);
        }

        static Reply refused(Throwable why) {
            return new Reply(null, new byte[0], why);
        }

        Reply cutAfter(int bytes, Throwable why) {
            return new Reply(head, Arrays.copyOf(this.bytes, bytes), why);
        }

        /** Ends as if that were all. */
        Reply shortened(int bytes) {
            return new Reply(head, Arrays.copyOf(this.bytes, bytes), null);
        }

        Reply chunked() {
            DownloadHead known = java.util.Objects.requireNonNull(head);
            return new Reply(
                    new DownloadHead(known.status(), null, known.etag(), known.contentRange(), null), bytes, end);
        }
    }

    @FunctionalInterface
    interface Behaviour {
        /** @param attempt counts from 1 */
        Reply reply(int attempt, @Nullable Resume resume);
    }

    DownloadSource source(Behaviour behaviour) {
        return (resume, onHead) -> Flux.defer(() -> {
                    if (resume != null) {
                        resumes.add(resume);
                    }
                    Reply reply = behaviour.reply(attempts.incrementAndGet(), resume);
                    if (reply.head() != null) {
                        onHead.accept(reply.head());
                    }
                    Flux<DataBuffer> body =
                            Flux.fromIterable(chunks(reply.bytes())).map(buffers::wrap);
                    return reply.end() == null ? body : body.concatWith(Flux.error(reply.end()));
                })
                .doOnCancel(cancels::incrementAndGet);
    }

    static List<byte[]> chunks(byte[] bytes) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += CHUNK) {
            chunks.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK)));
        }
        return chunks;
    }

    static HubApiException answer(int status, @Nullable String contentRange) {
        HttpHeaders headers = new HttpHeaders();
        if (contentRange != null) {
            headers.set(HttpHeaders.CONTENT_RANGE, contentRange);
        }
        return io.qhub.core.internal.error.ApiErrors.of(
                new CallTrace("test.download"), HubApiException.Answered.of(status, headers, "", Instant.EPOCH), "");
    }
}
