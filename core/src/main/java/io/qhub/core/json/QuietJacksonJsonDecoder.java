package io.qhub.core.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.Hints;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.util.MimeType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring's JSON decoder without its logging, which shows whole answers, tokens included, at DEBUG and TRACE. Internal:
 * public only for the other packages of this library.
 */
public final class QuietJacksonJsonDecoder extends JacksonJsonDecoder {

    /** A decoder for {@code application/json}, {@code application/*+json} and {@code application/x-ndjson}. */
    public QuietJacksonJsonDecoder(JsonMapper mapper) {
        super(mapper);
    }

    @Override
    public Flux<Object> decode(
            Publisher<DataBuffer> input,
            ResolvableType elementType,
            @Nullable MimeType mimeType,
            @Nullable Map<String, Object> hints) {
        return super.decode(input, elementType, mimeType, quiet(hints));
    }

    @Override
    public Mono<Object> decodeToMono(
            Publisher<DataBuffer> input,
            ResolvableType elementType,
            @Nullable MimeType mimeType,
            @Nullable Map<String, Object> hints) {
        return super.decodeToMono(input, elementType, mimeType, quiet(hints));
    }

    @Override
    public Object decode(
            DataBuffer dataBuffer,
            ResolvableType targetType,
            @Nullable MimeType mimeType,
            @Nullable Map<String, Object> hints) {
        return super.decode(dataBuffer, targetType, mimeType, quiet(hints));
    }

    static Map<String, Object> quiet(@Nullable Map<String, Object> hints) {
        return Hints.merge(hints == null ? Hints.none() : hints, Hints.SUPPRESS_LOGGING_HINT, true);
    }
}
