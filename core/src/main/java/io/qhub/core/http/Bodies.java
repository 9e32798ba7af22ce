package io.qhub.core.http;

import io.qhub.core.error.HubDecodingException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
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
        return body;
    }

    /** The whole body, up to the limit of the client. */
    static Mono<byte[]> read(ClientResponse response, CallState call) {
        HttpHeaders headers = response.headers().asHttpHeaders();
        int limit = call.transport.maxInMemorySize();
        if (headers.getContentLength() == 0) {
            return response.releaseBody().thenReturn(new byte[0]);
        }
        return DataBufferUtils.join(guarded(response, call), limit)
                .map(Bodies::take)
                .onErrorMap(
                        DataBufferLimitException.class,
                        tooLarge -> HubDecodingException.tooLarge(
                                call.operation.name() + ": the answer is larger than maxInMemorySize (" + limit
                                        + " bytes); raise it, or use the method of this client that streams the body",
                                call.trace,
                                response.statusCode().value(),
                                headers.getFirst(HttpHeaders.LOCATION)))
                .defaultIfEmpty(new byte[0]);
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
        Charset charset =
                response.headers().contentType().map(MediaType::getCharset).orElse(StandardCharsets.UTF_8);
        return Mono.using(
                () -> ByteBuffer.allocate(EXCERPT),
                buffer -> guarded(response, call)
                        .doOnNext(part -> fill(buffer, part))
                        .takeUntil(part -> !buffer.hasRemaining())
                        .then()
                        .timeout(call.settings.stallTimeout(), call.transport.scheduler())
                        .onErrorComplete()
                        .then(Mono.fromSupplier(
                                () -> charset.decode(buffer.flip()).toString())),
                buffer -> {});
    }

    private static void fill(ByteBuffer buffer, DataBuffer part) {
        try {
            int length = Math.min(part.readableByteCount(), buffer.remaining());
            byte[] bytes = new byte[length];
            part.read(bytes);
            buffer.put(bytes);
        } finally {
            DataBufferUtils.release(part);
        }
    }

    private static byte[] take(DataBuffer joined) {
        try {
            byte[] bytes = new byte[joined.readableByteCount()];
            joined.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(joined);
        }
    }
}
