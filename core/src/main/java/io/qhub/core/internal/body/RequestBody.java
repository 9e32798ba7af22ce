package io.qhub.core.internal.body;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import reactor.core.publisher.Mono;

/** The body of one call, over all its tries. */
public interface RequestBody {

    /** Writes the body; called once for each try. */
    Mono<Void> write(ClientHttpRequest request);

    /** False once a body that exists only once has been asked for its content. */
    default boolean canBeSent() {
        return true;
    }

    /** Whether it is streamed, so that the time to the answer counts from its end. */
    default boolean isStreamed() {
        return false;
    }

    /** The failure of the body's own source, if that is why a try failed. */
    default @Nullable Throwable sourceFailure() {
        return null;
    }

    /** JSON that has been written to bytes. */
    static RequestBody json(byte[] bytes) {
        return bytes(bytes, MediaType.APPLICATION_JSON);
    }

    /** Bytes in memory. */
    static RequestBody bytes(byte[] bytes, MediaType type) {
        return request -> {
            request.getHeaders().setContentType(type);
            request.getHeaders().setContentLength(bytes.length);
            return request.writeWith(
                    Mono.fromSupplier(() -> request.bufferFactory().wrap(bytes)));
        };
    }
}
