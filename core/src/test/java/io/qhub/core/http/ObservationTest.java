package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.qhub.core.internal.await.Polling;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.call.CallObservation;
import io.qhub.core.observation.HubObservationContext;
import io.qhub.core.observation.HubObservationContext.Kind;
import io.qhub.core.observation.HubObservationConvention;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.Uploads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** What is told of calls: one observation each, however it goes, and never an id or a secret. */
class ObservationTest extends OnTheWire {

    private static final TestOperation UPLOAD = TestOperation.put("test.things.upload", "/things/{id}/content");

    @TempDir
    private Path directory;

    private final Recorder recorder = new Recorder();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final JumpScheduler jumping = new JumpScheduler();

    ObservationTest() {
        registry.observationConfig().observationHandler(recorder);
    }

    /** Notes what begins, what happens to it, and how it ends. */
    private static final class Recorder implements ObservationHandler<Observation.Context> {

        private final List<Observation.Context> started = new CopyOnWriteArrayList<>();
        private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(Observation.Context context) {
            started.add(context);
        }

        @Override
        public void onEvent(Observation.Event event, Observation.Context context) {
            events.add(event.getName());
        }

        @Override
        public void onStop(Observation.Context context) {
            stopped.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        private HubObservationContext only() {
            assertThat(started).hasSize(1);
            assertThat(stopped).isEqualTo(started);
            return (HubObservationContext) stopped.get(0);
        }
    }

    private TestHub observed() {
        return client(builder -> builder.jumping(jumping).observationRegistry(registry));
    }

    private static Map<String, String> low(Observation.Context context) {
        return context.getLowCardinalityKeyValues().stream()
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }

    private static Map<String, String> high(Observation.Context context) {
        return context.getHighCardinalityKeyValues().stream()
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }

    @Test
    void theKeyIsThatOfMicrometer() {
        assertThat(CallObservation.KEY).isEqualTo(ObservationThreadLocalAccessor.KEY);
    }

    @Test
    void aCallIsToldOnceWithItsRetriesAndWaits() {
        AtomicInteger tries = new AtomicInteger();
        server.script(exchange -> {
            switch (tries.incrementAndGet()) {
                case 1 -> exchange.answer(500, "");
                case 2 -> exchange.answer(429, "", "Retry-After: 7");
                case 3 -> exchange.answer(401, "");
                default -> exchange.answer(200, JSON);
            }
        });
        AtomicInteger tokens = new AtomicInteger();
        TestHub http = client(builder -> builder.jumping(jumping)
                .observationRegistry(registry)
                .credential(() -> Mono.fromSupplier(
                        () -> io.qhub.core.credentials.AccessToken.of("t-" + tokens.incrementAndGet()))));

        http.call(GET, "t-1").to(Thing.class).block(WAIT);

        HubObservationContext told = recorder.only();
        assertThat(told.getName()).isEqualTo("qhub.call");
        assertThat(told.getContextualName()).isEqualTo("test.things.get");
        assertThat(low(told))
                .isEqualTo(Map.of(
                        "api", "Test API",
                        "operation", "test.things.get",
                        "method", "GET",
                        "uri", "/things/{id}",
                        "status", "200",
                        "exception", "none",
                        "outcome", "SUCCESS"));
        assertThat(high(told)).isEqualTo(Map.of("attempts", "4"));
        assertThat(recorder.events).containsExactly("retry", "wait", "retry");
    }

    @Test
    void aThousandIdsAreOneUri() {
        server.script(exchange -> exchange.answer(200, JSON));
        TestHub http = observed();

        Flux.range(0, 1000)
                .flatMap(id -> http.call(GET, "id-" + id).to(Thing.class), 2)
                .blockLast(WAIT);

        assertThat(recorder.stopped).hasSize(1000);
        assertThat(recorder.stopped.stream().map(ObservationTest::low).distinct())
                .hasSize(1);
        assertThat(recorder.stopped.stream()
                        .flatMap(told -> told.getAllKeyValues().stream())
                        .map(KeyValue::getValue))
                .noneMatch(value -> value.contains("id-"));
    }

    @Test
    void aFailureIsToldByStatusAndClass() {
        TestHub http = observed();
        Map<WireServer.Script, List<String>> cases = Map.of(
                exchange -> exchange.answer(404, "{\"message\":\"none\"}"),
                List.of("404", "NotFoundException", "CLIENT_ERROR"),
                exchange -> exchange.answer(501, ""),
                List.of("501", "ServerErrorException", "SERVER_ERROR"),
                exchange -> exchange.answer(200, "[odd"),
                List.of("200", "SubmissionOutcomeUnknownException", "UNKNOWN"),
                exchange -> {
                    exchange.readBody();
                    exchange.reset();
                },
                List.of("NONE", "SubmissionOutcomeUnknownException", "UNKNOWN"));
        cases.forEach((script, expected) -> {
            recorder.started.clear();
            recorder.stopped.clear();
            server.script(script);

            Throwable failure = catchThrowable(
                    () -> http.call(POST).body(new Thing("t")).to(Thing.class).block(WAIT));

            HubObservationContext told = recorder.only();
            assertThat(told.getError()).isSameAs(failure);
            Map<String, String> values = low(told);
            assertThat(List.of(values.get("status"), values.get("exception"), values.get("outcome")))
                    .isEqualTo(expected);
        });
    }

    @Test
    void aCancelledCallHasEnded() {
        server.script(WireServer.Exchange::hold);
        Disposable call = observed().call(GET, 1).to(Thing.class).subscribe();
        server.next();
        assertThat(recorder.started).hasSize(1);
        assertThat(recorder.stopped).isEmpty();

        call.dispose();

        assertThat(low(recorder.only())).containsEntry("outcome", "CANCELLED").containsEntry("exception", "none");
    }

    @Test
    void pollsAreToldApartAndWaitLonger() {
        server.script(exchange -> exchange.answer(200, JSON));
        TestHub polls = observed().forPolling().withOptions(o -> o.maxRetries(0));

        polls.call(GET, 1).to(Thing.class).block(WAIT);

        assertThat(recorder.only().getName()).isEqualTo("qhub.poll");
        assertThat(polls.settings(io.qhub.core.RequestOptions.INHERIT).maxRetryAfter())
                .isEqualTo(PollingPolicy.defaults().maxRetryAfter());
    }

    @Test
    void aStreamIsTimedToItsLastByte() {
        server.script(exchange -> {
            exchange.head(200, 100_000);
            exchange.write(new byte[60_000]);
            exchange.pause();
            exchange.write(new byte[40_000]);
            exchange.keep();
        });
        AtomicInteger seen = new AtomicInteger();
        Mono<Long> download = observed()
                .call(DOWNLOAD, 1)
                .toStream()
                .doOnNext(part -> seen.addAndGet(part.readableByteCount()))
                .map(OnTheWire::take)
                .reduce(0L, Long::sum);

        Mono<Long> running = download.cache();
        running.subscribe();
        await().atMost(WAIT).until(() -> seen.get() == 60_000);
        assertThat(recorder.stopped).isEmpty();
        server.next().go();

        assertThat(running.block(WAIT)).isEqualTo(100_000);
        HubObservationContext told = recorder.only();
        assertThat(told.getName()).isEqualTo("qhub.download");
        assertThat(high(told)).isEqualTo(Map.of("attempts", "1", "bytes", "100000"));
        assertThat(low(told)).containsEntry("outcome", "SUCCESS").containsEntry("uri", "/things/{id}/content");
    }

    @Test
    void aStreamThatIsCancelledHasEnded() {
        server.script(exchange -> {
            exchange.head(200, 1_000_000);
            exchange.write(new byte[1_000]);
            exchange.hold();
        });

        bytes(observed().call(DOWNLOAD, 1).toStream().take(1)).block(WAIT);

        assertThat(low(recorder.only())).containsEntry("outcome", "CANCELLED").containsEntry("status", "200");
    }

    @Test
    void aDownloadThatResumesIsOne() {
        AtomicInteger tries = new AtomicInteger();
        server.script(exchange -> {
            if (tries.incrementAndGet() == 1) {
                exchange.head(200, 10_000, "ETag: \"v1\"", "Accept-Ranges: bytes");
                exchange.write(new byte[4_000]);
                exchange.reset();
            } else {
                String range = exchange.headers.getFirst("Range");
                int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.head(
                        range == null ? 200 : 206,
                        10_000 - from,
                        "ETag: \"v1\"",
                        "Content-Range: bytes " + from + "-9999/10000");
                exchange.write(new byte[10_000 - from]);
                exchange.keep();
            }
        });

        observed()
                .call(DOWNLOAD, 1)
                .toFile(directory.resolve("content"), DownloadOptions.defaults())
                .block(WAIT);

        HubObservationContext told = recorder.only();
        assertThat(told.kind()).isEqualTo(Kind.DOWNLOAD);
        assertThat(told.attempts()).isEqualTo(2);
        assertThat(told.bytes()).isEqualTo(10_000);
        assertThat(recorder.events).containsExactly("retry");
        assertThat(low(told)).containsEntry("outcome", "SUCCESS").containsEntry("exception", "none");
    }

    @Test
    void anUploadIsToldWithItsBytes() {
        server.script(exchange -> exchange.answer(200, JSON));

        observed()
                .call(UPLOAD, 1)
                .body(Uploads.fromBytes(new byte[100_000]))
                .to(Thing.class)
                .block(WAIT);

        HubObservationContext told = recorder.only();
        assertThat(told.getName()).isEqualTo("qhub.upload");
        assertThat(told.bytes()).isEqualTo(100_000);
        assertThat(server.exchanges().get(0).body).hasSize(100_000);
    }

    @Test
    void itIsChildOfTheCallersAndParentOfTheHostsWebClient() {
        server.script(exchange -> exchange.answer(200, JSON));
        TestHub http = client(builder -> builder.jumping(jumping)
                .observationRegistry(registry)
                .webClientBuilder(WebClient.builder().observationRegistry(registry)));
        Observation outer = Observation.start("outer", registry);

        http.call(GET, 1)
                .to(Thing.class)
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, outer))
                .block(WAIT);

        assertThat(recorder.started.stream().map(Observation.Context::getName))
                .containsExactly("outer", "qhub.call", "http.client.requests");
        assertThat(recorder.started.get(1).getParentObservation()).isSameAs(outer);
        assertThat(recorder.started.get(2).getParentObservation().getContextView())
                .isSameAs(recorder.started.get(1));
    }

    @Test
    void aConventionOfTheCallersAddsKeyValues() {
        server.script(exchange -> exchange.answer(200, JSON));
        HubObservationConvention more = new HubObservationConvention() {
            @Override
            public KeyValues getLowCardinalityKeyValues(HubObservationContext call) {
                return HubObservationConvention.super
                        .getLowCardinalityKeyValues(call)
                        .and("stage", "test");
            }
        };

        client(builder -> builder.observationRegistry(registry).observationConvention(more))
                .call(GET, 1)
                .to(Thing.class)
                .block(WAIT);

        assertThat(recorder.only().getName()).isEqualTo("qhub.call");
        assertThat(low(recorder.only())).containsEntry("stage", "test").containsEntry("status", "200");
    }

    @Test
    void whereNobodyWantsToKnowNothingIsAdded() {
        server.script(exchange -> exchange.answer(200, JSON));
        List<Object> seen = new ArrayList<>();
        ExchangeFilterFunction look = (request, next) -> Mono.deferContextual(context -> {
            seen.add(context.getOrDefault(ObservationThreadLocalAccessor.KEY, "nothing"));
            assertThat(Call.of(request).observation()).isNull();
            return next.exchange(request);
        });

        client(builder -> builder.perAttempt(look)).call(GET, 1).to(Thing.class).block(WAIT);
        client(builder -> builder.perAttempt(look).observationRegistry(ObservationRegistry.create()))
                .call(GET, 1)
                .to(Thing.class)
                .block(WAIT);

        assertThat(seen).containsExactly("nothing", "nothing");
    }

    /** The library passes the context on and sets no thread local; whoever wants them turns Reactor's propagation on. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheCallerHasInTheContextIsSeenAtEachTryAndPoll(boolean automatic) {
        ThreadLocal<String> trace = new ThreadLocal<>();
        ContextRegistry.getInstance().registerThreadLocalAccessor("trace", trace);
        if (automatic) {
            Hooks.enableAutomaticContextPropagation();
        }
        try {
            AtomicInteger tries = new AtomicInteger();
            server.script(exchange -> exchange.answer(tries.incrementAndGet() % 3 == 0 ? 200 : 503, JSON));
            List<String> calls = new CopyOnWriteArrayList<>();
            List<String> attempts = new CopyOnWriteArrayList<>();
            TestHub polls = client(builder -> builder.jumping(jumping)
                            .observationRegistry(registry)
                            .perCall(noting(calls, trace))
                            .perAttempt(noting(attempts, trace)))
                    .forPolling();

            Polling.until(
                            "thing",
                            polls.call(GET, 1).toAnswer(Thing.class),
                            state -> tries.get() == 9,
                            PollingPolicy.defaults().withDelays(Duration.ofMillis(10), 1, Duration.ofMillis(10)),
                            null,
                            () -> 0)
                    .contextWrite(context -> context.put("trace", "trace-7"))
                    .blockLast(WAIT);

            String seen = automatic ? "trace-7 and trace-7" : "trace-7 and null";
            assertThat(calls).hasSize(3).containsOnly(seen);
            assertThat(attempts).hasSize(9).containsOnly(seen);
            assertThat(recorder.stopped).hasSize(3).allMatch(told -> "qhub.poll".equals(told.getName()));
        } finally {
            Hooks.disableAutomaticContextPropagation();
            ContextRegistry.getInstance().removeThreadLocalAccessor("trace");
        }
    }

    private static ExchangeFilterFunction noting(List<String> seen, ThreadLocal<String> trace) {
        return (request, next) -> Mono.deferContextual(context -> {
            seen.add(context.get("trace") + " and " + trace.get());
            return next.exchange(request);
        });
    }
}
