package io.qhub.core.http;

import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.http.CallState.Try;
import io.qhub.core.transfer.StallGuard;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads answers' bodies into memory, with limits, and releases every buffer. */
final class Bodies {

    private static final int EXCERPT = 64 * 1024;

    private Bodies() {}

    /** The raw body, which fails when it stands still while somebody waits for it. */
    static Flux<DataBuffer> guarded(ClientResponse response, CallState call) {
        return guard(response.body(BodyExtractors.toDataBuffers()), call);
    }

    static Flux<DataBuffer> guard(Flux<DataBuffer> body, CallState call) {
        return StallGuard.guard(
                untilAbandoned(body, call),
                call.settings.stallTimeout(),
                call.transport.scheduler(),
                () -> new HubTimeoutException(Phase.READ_STALL, call.settings.stallTimeout(), call.trace, true));
    }

    /** The whole body of an answer that a caller's filter has made, up to the limit of the client. */
    static Mono<byte[]> read(ClientResponse response, CallState call) {
        return collect(guarded(response, call), response, call, null);
    }

    /** The whole body as the server sends it, up to the limit of the client; its connection watches for silence. */
    static Mono<byte[]> readWatched(ClientResponse response, CallState call, Try current) {
        current.heard(call.settings.stallTimeout());
        return collect(response.body(BodyExtractors.toDataBuffers()), response, call, current);
    }

    // Spring fails a body that is asked for just after a cancel; nobody is there to hear of it.
    private static Flux<DataBuffer> untilAbandoned(Flux<DataBuffer> body, CallState call) {
        return body.onErrorComplete(failure -> call.isAbandoned());
    }

    private static Mono<byte[]> collect(
            Flux<DataBuffer> body, ClientResponse response, CallState call, @Nullable Try watched) {
        return new Collecting(body, new Collected(response, call, watched));
    }

    /** Copies parts into memory and releases each at once, so that nothing pooled is ever held. */
    static final class Collected {

        private static final int FIRST = 1024;

        private final ClientResponse response;
        private final CallState call;
        private final @Nullable Try watched;
        private byte[] content = new byte[0];
        private int length;

        private Collected(ClientResponse response, CallState call, @Nullable Try watched) {
            this.response = response;
            this.call = call;
            this.watched = watched;
        }

        void add(DataBuffer part) {
            try {
                int more = part.readableByteCount();
                int limit = call.transport.maxInMemorySize();
                if (more > limit - length) {
                    throw tooLarge(limit);
                }
                if (content.length - length < more) {
                    content = Arrays.copyOf(content, capacity(length + more, limit));
                }
                part.read(content, length, more);
                length += more;
            } finally {
                DataBufferUtils.release(part);
            }
            if (watched != null) {
                watched.heard(call.settings.stallTimeout());
            }
        }

        boolean isAbandoned() {
            return call.isAbandoned();
        }

        private int capacity(int needed, int limit) {
            if (length == 0) {
                long announced = response.headers().asHttpHeaders().getContentLength();
                return announced == needed ? needed : Math.max(needed, FIRST);
            }
            return (int) Math.min(Math.max(needed, content.length * 2L), limit);
        }

        byte[] bytes() {
            if (watched != null) {
                watched.quiet();
            }
            return content.length == length ? content : Arrays.copyOf(content, length);
        }

        private HubDecodingException tooLarge(int limit) {
            return HubDecodingException.tooLarge(
                    call.operation.name() + ": the answer is larger than maxInMemorySize (" + limit
                            + " bytes); raise it, or use the method of this client that streams the body",
                    call.trace,
                    response.statusCode().value(),
                    response.headers().asHttpHeaders().getFirst(HttpHeaders.LOCATION));
        }
    }

    /** The same response with a body that is in memory and can be read again. */
    static ClientResponse withBody(ClientResponse response, byte[] bytes) {
        return response.mutate()
                .body(consumed -> Flux.defer(() -> bytes.length == 0
                        ? Flux.empty()
                        : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes))))
                .build();
    }

    /** The beginning of an error's body as text; what cannot be read of it is left out, because the status says enough. */
    static Mono<String> excerpt(ClientResponse response, CallState call) {
        Charset charset = charset(response.headers().asHttpHeaders());
        return Mono.using(
                () -> ByteBuffer.allocate(EXCERPT),
                buffer -> guarded(response, call)
                        // A filled part must not go on as a buffer, for a discard hook would release it again.
                        .map(part -> fill(buffer, part))
                        .takeUntil(full -> full)
                        .then()
                        .timeout(call.settings.stallTimeout(), call.transport.scheduler())
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
}
