package io.qhub.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.annotation.JsonView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.Decoder;
import org.springframework.core.codec.Encoder;
import org.springframework.core.codec.Hints;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.JacksonCodecSupport;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

class QuietJacksonJsonTest {

    private static final DefaultDataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;
    private static final ResolvableType BODY = ResolvableType.forClass(Body.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Logger spring = (Logger) LoggerFactory.getLogger("org.springframework");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    record Body(String token) {}

    @BeforeEach
    void listen() {
        log.start();
        spring.addAppender(log);
        spring.setLevel(Level.TRACE);
        spring.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        spring.detachAppender(log);
        spring.setLevel(null);
        spring.setAdditive(true);
    }

    @Test
    void ourCodecsDoTheSameWorkAndSayNothing() {
        useAll(new QuietJacksonJsonEncoder(MAPPER), new QuietJacksonJsonDecoder(MAPPER));

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void springsOwnShowTheBodyOnEachOfThesePaths() {
        useAll(new JacksonJsonEncoder(MAPPER), new JacksonJsonDecoder(MAPPER));

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("s3cret"))
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void otherHintsStayInForce() {
        Map<String, Object> hints = Hints.from(JacksonCodecSupport.JSON_VIEW_HINT, Open.class);
        Viewed viewed = new Viewed();
        viewed.open = "o";
        viewed.secret = "s";

        assertThat(text(new QuietJacksonJsonEncoder(MAPPER)
                        .encodeValue(
                                viewed,
                                BUFFERS,
                                ResolvableType.forClass(Viewed.class),
                                MediaType.APPLICATION_JSON,
                                hints)))
                .isEqualTo("{\"open\":\"o\"}");
    }

    interface Open {}

    interface Inner {}

    static final class Viewed {
        @JsonView(Open.class)
        public @Nullable String open;

        @JsonView(Inner.class)
        public @Nullable String secret;
    }

    /** With hints, without, and with none at all. */
    private static void useAll(Encoder<Object> encoder, Decoder<Object> decoder) {
        Body body = new Body("s3cret");
        String json = "{\"token\":\"s3cret\"}";
        for (Map<String, Object> hints : java.util.Arrays.asList(null, Hints.none(), Hints.from("other", "hint"))) {
            assertThat(text(encoder.encodeValue(body, BUFFERS, BODY, MediaType.APPLICATION_JSON, hints)))
                    .isEqualTo(json);
            assertThat(join(encoder.encode(Mono.just(body), BUFFERS, BODY, MediaType.APPLICATION_JSON, hints)))
                    .isEqualTo(json);
            assertThat(join(encoder.encode(Flux.just(body, body), BUFFERS, BODY, MediaType.APPLICATION_JSON, hints)))
                    .isEqualTo("[" + json + "," + json + "]");
            assertThat(join(encoder.encode(Flux.just(body), BUFFERS, BODY, MediaType.APPLICATION_NDJSON, hints)))
                    .isEqualTo(json + "\n");
            assertThat(decoder.decode(buffer(json), BODY, MediaType.APPLICATION_JSON, hints))
                    .isEqualTo(body);
            assertThat(decoder.decodeToMono(Mono.just(buffer(json)), BODY, MediaType.APPLICATION_JSON, hints)
                            .block(WAIT))
                    .isEqualTo(body);
            assertThat(decoder.decode(
                                    Flux.just(buffer("[" + json + ","), buffer(json + "]")),
                                    BODY,
                                    MediaType.APPLICATION_JSON,
                                    hints)
                            .collectList()
                            .block(WAIT))
                    .isEqualTo(List.of(body, body));
        }
    }

    private static String join(Flux<DataBuffer> buffers) {
        return String.join(
                "", buffers.map(QuietJacksonJsonTest::text).collectList().block(WAIT));
    }

    private static String text(DataBuffer buffer) {
        return buffer.toString(StandardCharsets.UTF_8);
    }

    private static DataBuffer buffer(String text) {
        return BUFFERS.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
