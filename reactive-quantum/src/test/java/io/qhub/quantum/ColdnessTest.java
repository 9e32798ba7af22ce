package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.paging.PageQuery;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.Provider;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every public method that gives a publisher: nothing is sent before it is subscribed to, and all of it each time. */
class ColdnessTest {

    private static final String ID = "id-1";
    private static final PollingPolicy FAST =
            PollingPolicy.defaults().withDelays(Duration.ofMillis(10), 1, Duration.ofMillis(10));
    /** How many requests one subscription makes; one where nothing is said. */
    private static final Map<String, Integer> REQUESTS =
            Map.of("awaitJob", 2, "runJob", 4, "runAll", 4, "withSession", 2);

    private static final MockWebServer SERVER = MockServers.create();
    private static @Nullable HubQuantumClient client;

    @TempDir
    private static @Nullable Path directory;

    @BeforeAll
    static void start() throws IOException {
        SERVER.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .body(answer(request.getTarget().replaceFirst("\\?.*", ""), request.getMethod()))
                        .build();
            }
        });
        SERVER.start();
        client = HubQuantumClient.builder()
                .baseUrl(SERVER.url("").toString())
                .apiKey("token-1")
                .polling(FAST)
                .maxRetries(0)
                .build();
    }

    private static String answer(String path, String method) {
        if (path.endsWith("/status")) {
            return "{\"status\":\"COMPLETED\"}";
        }
        boolean listing = method.equals("GET") && (path.endsWith("/jobs") || path.endsWith("/workloads"));
        String one = "{\"id\":\"id-1\",\"status\":\"COMPLETED\",\"tags\":[\"qhub-submit:id-1\"]}";
        return path.equals("/backends") ? "[]" : listing ? "{\"content\":[" + one + "],\"last\":true}" : one;
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(client).close();
        SERVER.close();
    }

    static Stream<Method> methods() {
        return OperationContractTest.clients().stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> Publisher.class.isAssignableFrom(method.getReturnType()))
                .sorted(Comparator.comparing(Method::toString));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nothingHappensBeforeASubscriptionAndEverythingAtEach(Method method) throws ReflectiveOperationException {
        int before = SERVER.getRequestCount();
        int each = REQUESTS.getOrDefault(method.getName(), 1);

        Publisher<?> call = (Publisher<?>) method.invoke(
                owner(method.getDeclaringClass()),
                Arrays.stream(method.getGenericParameterTypes())
                        .map(ColdnessTest::argument)
                        .toArray());

        assertThat(SERVER.getRequestCount()).isEqualTo(before);
        drain(call);
        assertThat(SERVER.getRequestCount()).isEqualTo(before + each);
        drain(call);
        assertThat(SERVER.getRequestCount()).isEqualTo(before + 2 * each);
    }

    private static void drain(Publisher<?> call) {
        Flux.from(call)
                .doOnNext(value -> {
                    if (value instanceof DataBuffer buffer) {
                        DataBufferUtils.release(buffer);
                    } else if (value instanceof Outcome<?> outcome) {
                        assertThat(outcome.error()).isNull();
                    }
                })
                .blockLast(Duration.ofSeconds(20));
    }

    private static Object owner(Class<?> type) {
        HubQuantumClient quantum = Objects.requireNonNull(client);
        ServiceExecutionScope scope = quantum.serviceExecution("exec-1");
        return List.of(
                        quantum.backends(),
                        quantum.jobs(),
                        quantum.sessions(),
                        quantum.workloads(),
                        scope.jobs(),
                        scope.sessions(),
                        scope.workloads())
                .stream()
                .filter(type::isInstance)
                .findAny()
                .orElseThrow();
    }

    private static Object argument(Type generic) {
        if (generic instanceof ParameterizedType publisher && publisher.getActualTypeArguments()[0] == String.class) {
            return Flux.just(ID);
        }
        Class<?> type = ResolvableType.forType(generic).toClass();
        BiFunction<Long, CreateJobRequest, RunOptions> options = (index, request) -> RunOptions.defaults();
        Function<Object, Publisher<?>> work = session -> Mono.just("worked");
        return Stream.<Object>of(
                        ID,
                        true,
                        Exchange.JOB,
                        Exchange.SESSION,
                        Flux.just(Exchange.JOB),
                        FAST,
                        RunOptions.defaults(),
                        BatchOptions.defaults(),
                        SubmitOnceOptions.defaults(),
                        JobQuery.all(),
                        PageQuery.first(),
                        Provider.AWS,
                        Instant.EPOCH,
                        Objects.requireNonNull(directory).resolve("result"),
                        DownloadOptions.defaults(),
                        options,
                        work)
                .filter(sample -> type.isInstance(sample) || (type == boolean.class && sample instanceof Boolean))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample of " + type));
    }
}
