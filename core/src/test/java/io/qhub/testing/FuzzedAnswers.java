package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.qhub.core.error.HubException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A server that answers whatever comes into its mind: JSON with the right names and the wrong everything else. */
public final class FuzzedAnswers implements ExchangeFunction {

    private static final Duration HANG = Duration.ofSeconds(20);
    private static final List<String> TEXTS = List.of(
            "",
            "COMPLETED",
            "RUNNING",
            "SUCCEEDED",
            "2026-05-04T08:12:31Z",
            "9999999999999999999",
            "../../etc/passwd",
            "\u0000\ud800",
            "null",
            "https://other.test/");
    private static final List<String> NUMBERS = List.of(
            "0", "-1", "1", "1.5", "1e400", "-0.0", "9223372036854775808", "123456789012345678901234567890", "1E-999");

    private final Random random;
    private final List<String> names;
    private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

    /**
     * Makes one.
     *
     * @param models records whose members' names are used
     */
    public FuzzedAnswers(long seed, Collection<Class<?>> models) {
        random = new Random(seed);
        Set<String> all =
                new TreeSet<>(List.of("content", "page", "last", "total_pages", "totalElements", "_embedded"));
        models.forEach(model -> collect(model, all, new TreeSet<>()));
        names = List.copyOf(all);
    }

    private static void collect(Type type, Set<String> into, Set<String> seen) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, into, seen);
            }
        } else if (type instanceof Class<?> model && model.isRecord() && seen.add(model.getName())) {
            for (RecordComponent component : model.getRecordComponents()) {
                String name = component.getName();
                into.add(name);
                into.add(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
                collect(component.getGenericType(), into, seen);
            }
        }
    }

    @Override
    public Mono<ClientResponse> exchange(ClientRequest request) {
        return Mono.fromSupplier(() -> ClientResponse.create(
                        HttpStatus.valueOf(pick(List.of(200, 200, 200, 200, 200, 200, 201, 202, 400, 404, 422, 500))))
                .header(
                        HttpHeaders.CONTENT_TYPE,
                        pick(List.of("application/json", "application/json", "application/json", "text/plain")))
                .body(body())
                .build());
    }

    private Flux<DataBuffer> body() {
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        int cut = random.nextInt(8) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
        int first = random.nextInt(cut + 1);
        return Flux.range(0, 2)
                .map(part -> part == 0
                        ? buffers.allocateBuffer(16).write(bytes, 0, first)
                        : buffers.allocateBuffer(16).write(bytes, first, cut - first));
    }

    private String text() {
        StringBuilder json = new StringBuilder();
        if (random.nextInt(20) == 0) {
            int depth = 1 + random.nextInt(5_000);
            return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        }
        write(json, 4);
        return json.toString();
    }

    // Objects most of the time, as answers are.
    private void write(StringBuilder json, int depth) {
        int kind = depth == 4 ? random.nextInt(4) == 0 ? 1 : 0 : random.nextInt(depth == 0 ? 5 : 8);
        switch (depth == 4 ? kind : kind < 5 ? kind + 2 : kind - 5) {
            case 0 -> members(json, depth);
            case 1 -> elements(json, depth);
            case 2 -> json.append('"').append(escaped(pick(TEXTS))).append('"');
            case 3 -> json.append(pick(NUMBERS));
            case 4 -> json.append("null");
            case 5 -> json.append(random.nextBoolean());
            default -> json.append("{}");
        }
    }

    // Names may come twice.
    private void members(StringBuilder json, int depth) {
        json.append('{');
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            json.append(i == 0 ? "" : ",").append('"').append(pick(names)).append("\":");
            write(json, depth - 1);
        }
        json.append('}');
    }

    private void elements(StringBuilder json, int depth) {
        json.append('[');
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            json.append(i == 0 ? "" : ",");
            write(json, depth - 1);
        }
        json.append(']');
    }

    private static String escaped(String text) {
        return text.replace("\u0000", "\\u0000").replace("\ud800", "\\ud800");
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Makes a call: it ends, with an answer or with an exception of the client's own, and never hangs. */
    public static void endsWell(String what, Publisher<?> call) {
        try {
            Flux.from(call)
                    .doOnNext(value -> {
                        if (value instanceof DataBuffer buffer) {
                            DataBufferUtils.release(buffer);
                        }
                    })
                    // Where a listing tells of page after page, that is not a hang.
                    .take(1_000)
                    .blockLast(HANG);
        } catch (HubException expected) {
            assertThat(expected.getMessage()).as(what).isNotBlank();
        } catch (RuntimeException other) {
            throw new AssertionError(what + " ended with " + other, other);
        }
    }
}
