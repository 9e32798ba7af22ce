package io.qhub.core.internal.answer;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.internal.wire.StallGuard;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads answers' bodies, within the limits of one call, and releases every buffer.
 *
 * @param trace the call, for errors
 * @param maxInMemorySize the largest body that is read into memory, in bytes
 * @param stallTimeout how long a body may stand still while somebody waits for it
 * @param timer measures that time
 * @param watch is told how the reading goes on
 */
public record Bodies(CallTrace trace, int maxInMemorySize, Duration stallTimeout, Scheduler timer, BodyWatch watch) {

    private static final int EXCERPT = 64 * 1024;

    /** The body as it comes, which fails when it stands still while somebody waits for it. */
    public Flux<DataBuffer> guard(Flux<DataBuffer> body) {
        return StallGuard.guard(
                // Spring fails a body that is asked for just after a cancel; nobody is there to hear of it.
                body.onErrorComplete(failure -> watch.isAbandoned()),
                stallTimeout,
                timer,
                () -> new HubTimeoutException(Phase.READ_STALL, stallTimeout, trace, true));
    }

    private Flux<DataBuffer> guarded(ClientResponse response) {
        return guard(response.body(BodyExtractors.toDataBuffers()));
    }

    /** The whole body as the server sends it; its connection watches for silence. */
    public Mono<byte[]> collect(ClientResponse response) {
        watch.heard();
        return new Collecting(response.body(BodyExtractors.toDataBuffers()), new Collected(response));
    }

    /** The answer in memory: at once where it is already, else (a caller's filter has made it) with its body read. */
    public Mono<Reply> inMemory(ClientResponse response) {
        return response instanceof Reply reply
                ? Mono.just(reply)
                : new Collecting(guarded(response), new Collected(response)).map(bytes -> Reply.of(response, bytes));
    }

    /** The beginning of an error's body as text; what cannot be read of it is left out, because the status says enough. */
    public Mono<String> excerpt(ClientResponse response) {
        Charset charset = charset(response.headers().asHttpHeaders());
        return Mono.using(
                () -> ByteBuffer.allocate(EXCERPT),
                buffer -> guarded(response)
                        // A filled part must not go on as a buffer, for a discard hook would release it again.
                        .map(part -> fill(buffer, part))
                        .takeUntil(full -> full)
                        .then()
                        .timeout(stallTimeout, timer)
                        .onErrorComplete()
                        .then(Mono.fromSupplier(
                                () -> charset.decode(buffer.flip()).toString())),
                buffer -> {});
    }

    /** The charset that an answer names; UTF-8 where it names none that is known. */
    static Charset charset(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type == null || type.getCharset() == null ? StandardCharsets.UTF_8 : type.getCharset();
        } catch (InvalidMediaTypeException odd) {
            return StandardCharsets.UTF_8;
        }
    }

    private static boolean fill(ByteBuffer buffer, DataBuffer part) {
        try {
            int length = Math.min(part.readableByteCount(), buffer.remaining());
            byte[] bytes = new byte[length];
            part.read(bytes);
            buffer.put(bytes);
            return !buffer.hasRemaining();
        } finally {
            DataBufferUtils.release(part);
        }
    }

    /** Copies parts into memory and releases each at once, so that nothing pooled is ever held. */
    final class Collected {

        private static final int FIRST = 1024;

        private final ClientResponse response;
        private byte[] content = new byte[0];
        private int length;

        private Collected(ClientResponse response) {
            this.response = response;
        }

        void add(DataBuffer part) {
            try {
                int more = part.readableByteCount();
                if (more > maxInMemorySize - length) {
                    throw tooLarge();
                }
                if (content.length - length < more) {
                    content = Arrays.copyOf(content, capacity(length + more));
                }
                part.read(content, length, more);
                length += more;
            } finally {
                DataBufferUtils.release(part);
            }
            watch.heard();
        }

        boolean isAbandoned() {
            return watch.isAbandoned();
        }

        private int capacity(int needed) {
            if (length == 0) {
                long announced = response.headers().asHttpHeaders().getContentLength();
                return announced == needed ? needed : Math.max(needed, FIRST);
            }
            return (int) Math.min(Math.max(needed, content.length * 2L), maxInMemorySize);
        }

        byte[] bytes() {
            watch.whole();
            return content.length == length ? content : Arrays.copyOf(content, length);
        }

        private HubDecodingException tooLarge() {
            return HubDecodingException.tooLarge(
                    trace.operation() + ": the answer is larger than maxInMemorySize (" + maxInMemorySize
                            + " bytes); raise it, or use the method of this client that streams the body",
                    trace,
                    response.statusCode().value(),
                    response.headers().asHttpHeaders().getFirst(HttpHeaders.LOCATION));
        }
    }
}
