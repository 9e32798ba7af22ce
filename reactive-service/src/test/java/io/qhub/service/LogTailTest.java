package io.qhub.service;

import static io.qhub.service.StubGateway.execution;
import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.ServerErrorException;
import io.qhub.service.model.LogEntry;
import io.qhub.service.model.LogEntrySeverity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/** The log as it grows, in virtual time. */
class LogTailTest {

    private static final String RUNNING = execution("e-1", "RUNNING");
    private static final String ENDED = execution("e-1", "SUCCEEDED");
    private static final Duration LONG = Duration.ofMinutes(3);

    private final StubGateway gateway = new StubGateway();
    private final HubServiceClient service = gateway.client();

    private List<String> tail() {
        return gateway.values(service.handle("e-1").tailLogs(), LONG).stream()
                .map(LogEntry::message)
                .toList();
    }

    /** A log with these messages, all of one moment. */
    private static String log(String... messages) {
        return java.util.Arrays.stream(messages)
                .map(message -> "{\"message\":\"" + message
                        + "\",\"severity\":\"INFO\",\"timestamp\":\"2026-05-04T09:15:07.112Z\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void entriesAreReadWhole() {
        gateway.on("GET /e-1", ENDED)
                .on(
                        "GET /e-1/log",
                        "[{\"message\":\"a\",\"severity\":\"BRAND_NEW\",\"timestamp\":\"2026-05-04T09:15:07.112Z\"}]");

        assertThat(gateway.values(service.handle("e-1").tailLogs(), LONG))
                .containsExactly(
                        new LogEntry("a", LogEntrySeverity.of("BRAND_NEW"), Instant.parse("2026-05-04T09:15:07.112Z")));
    }

    @Test
    void entriesThatShareATimestampOrAreEqualComeOnceEach() {
        gateway.on("GET /e-1", RUNNING, RUNNING, ENDED)
                .on("GET /e-1/log", log("a", "b"), log("a", "b", "a"), log("a", "b", "a", "a", "c"));

        assertThat(tail()).containsExactly("a", "b", "a", "a", "c");
    }

    @Test
    void entriesThatArriveLateComeInTheOrderOfTheAnswerAtTheTimeSeen() {
        gateway.on("GET /e-1", RUNNING, ENDED).on("GET /e-1/log", log("b", "d"), log("a", "b", "c", "d", "e"));

        assertThat(tail()).containsExactly("b", "d", "a", "c", "e");
    }

    @Test
    void nullAnEmptyBodyAndAnAnswerThatLagsNeitherHideNorRepeat() {
        gateway.on("GET /e-1", RUNNING, RUNNING, RUNNING, RUNNING, ENDED)
                .on("GET /e-1/log", "null", log("a", "b"), StubGateway.status(200, ""), log("a"), log("a", "b", "c"));

        assertThat(tail()).containsExactly("a", "b", "c");
    }

    @Test
    void plainTextsAreEntriesAsWell() {
        gateway.on("GET /e-1", RUNNING, ENDED)
                .on("GET /e-1/log", "[\"start\",\"tick\"]", "[\"start\",\"tick\",\"tick\",null,7,\"done\"]");

        assertThat(tail()).containsExactly("start", "tick", "tick", "7", "done");
    }

    @Test
    void afterTheEndItPollsUntilTwoAnswersInARowAreEqual() {
        gateway.on("GET /e-1", RUNNING, ENDED)
                .on("GET /e-1/log", log("a"), log("a", "b"), log("a", "b", "c"), log("a", "b", "c"), log("never"));

        assertThat(tail()).containsExactly("a", "b", "c");
        assertThat(gateway.count("GET /e-1/log")).isEqualTo(4);
        assertThat(gateway.count("GET /e-1")).isEqualTo(2);
    }

    @Test
    void afterTheEndItPollsFor30SecondsAtMost() {
        gateway.on("GET /e-1", ENDED);
        IntStream.range(1, 100)
                .forEach(i -> gateway.on(
                        "GET /e-1/log",
                        log(IntStream.range(0, i).mapToObj(n -> "m" + n).toArray(String[]::new))));

        List<String> entries = tail();

        List<Long> times = gateway.times("GET /e-1/log");
        assertThat(times.get(times.size() - 1)).isEqualTo(30_000L);
        assertThat(entries).hasSameSizeAs(times).doesNotHaveDuplicates();
    }

    @Test
    void delaysGrowTo5SecondsAndNoFurther() {
        gateway.on("GET /e-1", RUNNING).on("GET /e-1/log", "[]");

        service.handle("e-1").tailLogs().subscribe();
        gateway.pass(Duration.ofSeconds(20));

        assertThat(gateway.times("GET /e-1/log")).containsExactly(0L, 1000L, 3000L, 7000L, 12000L, 17000L);
    }

    @Test
    void aPassingOutageIsBorneAndAnotherFailureEndsIt() {
        gateway.on("GET /e-1", RUNNING, 503, ENDED).on("GET /e-1/log", log("a"), 502, log("a", "b"));
        assertThat(tail()).containsExactly("a", "b");

        gateway.script("GET /e-1", RUNNING).script("GET /e-1/log", 404);
        assertThat(gateway.failure(service.handle("e-1").tailLogs().then(), LONG))
                .isInstanceOfSatisfying(NotFoundException.class, failure -> assertThat(failure.resourceId())
                        .isEqualTo("e-1"));
    }

    @Test
    void aLogThatStaysOutOfReachAfterTheEndIsAFailureAndNotAnEnd() {
        gateway.on("GET /e-1", ENDED).on("GET /e-1/log", log("a"), 503);

        assertThat(gateway.failure(service.handle("e-1").tailLogs().then(), LONG))
                .isInstanceOf(ServerErrorException.class)
                .isInstanceOf(HubException.class);
    }

    @Test
    void nobodyAsksNoPoll() {
        gateway.on("GET /e-1", RUNNING).on("GET /e-1/log", log("a", "b", "c"));
        BaseSubscriber<LogEntry> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}
        };
        service.handle("e-1").tailLogs().subscribe(slow);
        gateway.pass(LONG);
        assertThat(gateway.requests()).isEmpty();

        slow.request(2);
        gateway.pass(LONG);
        assertThat(gateway.count("GET /e-1/log")).isEqualTo(1);
        slow.cancel();
    }

    @Test
    void aCancelStopsThePolls() {
        gateway.on("GET /e-1", RUNNING).on("GET /e-1/log", Mono.never());
        var tailing = service.handle("e-1").tailLogs().subscribe();
        gateway.pass(Duration.ofSeconds(5));
        tailing.dispose();
        gateway.pass(LONG);

        assertThat(gateway.cancelled).containsExactly("GET /e-1/log");
        assertThat(gateway.requests()).containsExactly("GET /e-1", "GET /e-1/log");
    }

    @Test
    void eachSubscriptionSeesTheWholeLog() {
        gateway.on("GET /e-1", ENDED).on("GET /e-1/log", log("a", "b"));
        var tail = service.handle("e-1").tailLogs();

        assertThat(gateway.values(tail, LONG)).hasSize(2);
        assertThat(gateway.values(tail, LONG)).hasSize(2);
    }
}
