package io.qhub.localhub.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** A request, as handlers see it. */
public final class Exchange {

    /** The largest body that {@link #body()} collects. */
    public static final int MAX_BODY = 64 * 1024 * 1024;

    private final HttpServerRequest request;
    private final HttpHeaders headers;
    private final Map<String, String> variables;
    private final Map<String, List<String>> query;
    private final AtomicBoolean read = new AtomicBoolean();
    private final Mono<byte[]> body;

    Exchange(HttpServerRequest request, Map<String, String> variables) {
        this.request = request;
        this.headers = request.requestHeaders();
        this.variables = variables;
        this.query = new QueryStringDecoder(request.uri()).parameters();
        this.body = Mono.defer(this::collect).cache();
    }

    /** The HTTP method. */
    public String method() {
        return request.method().name();
    }

    /** The raw path and query. */
    public String uri() {
        return request.uri();
    }

    /** A path variable, decoded. */
    public String path(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    /** A path variable, decoded; null if the route has no such variable. */
    public @Nullable String pathOrNull(String name) {
        return variables.get(name);
    }

    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The first value of a query parameter, or null. */
    public @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    /** All values of a query parameter, in order. */
    public List<String> queryAll(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** The whole body, at most {@link #MAX_BODY} bytes (else 413). Can be subscribed again. */
    public Mono<byte[]> body() {
        return body;
    }

    /**
     * The body as it arrives, once; if {@link #body()} has been read before, what that holds. A buffer that is kept must be
     * retained.
     */
    public Flux<ByteBuf> content() {
        return Flux.defer(() -> read.getAndSet(true) ? body.flux().map(Unpooled::wrappedBuffer) : request.receive());
    }

    /** Reads what is left of the body and drops it, so that the client has sent its request to the end. */
    Mono<Void> drain() {
        return content().then();
    }

    private Mono<byte[]> collect() {
        if (headers.getInt(HttpHeaderNames.CONTENT_LENGTH, 0) > MAX_BODY) {
            return Mono.error(tooLarge());
        }
        read.set(true);
        return request.receive()
                .reduceWith(ByteArrayOutputStream::new, (all, part) -> {
                    if (all.size() + part.readableBytes() > MAX_BODY) {
                        throw tooLarge();
                    }
                    byte[] bytes = new byte[part.readableBytes()];
                    part.readBytes(bytes);
                    all.writeBytes(bytes);
                    return all;
                })
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static HttpError tooLarge() {
        return new HttpError(413, "the request body is larger than " + MAX_BODY + " bytes");
    }
}
