package io.qhub.core.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.util.MimeType;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring's JSON encoder without its logging, which shows whole requests at DEBUG and TRACE. Internal: public only for
 * the other packages of this library.
 */
public final class QuietJacksonJsonEncoder extends JacksonJsonEncoder {

    /** An encoder for {@code application/json}, {@code application/*+json} and {@code application/x-ndjson}. */
    public QuietJacksonJsonEncoder(JsonMapper mapper) {
        super(mapper);
    }

    @Override
    public Flux<DataBuffer> encode(
            Publisher<?> inputStream,
            DataBufferFactory bufferFactory,
            ResolvableType elementType,
            @Nullable MimeType mimeType,
            @Nullable Map<String, Object> hints) {
        return super.encode(inputStream, bufferFactory, elementType, mimeType, QuietJacksonJsonDecoder.quiet(hints));
    }

    @Override
    public DataBuffer encodeValue(
            Object value,
            DataBufferFactory bufferFactory,
            ResolvableType valueType,
            @Nullable MimeType mimeType,
            @Nullable Map<String, Object> hints) {
        return super.encodeValue(value, bufferFactory, valueType, mimeType, QuietJacksonJsonDecoder.quiet(hints));
    }
}
