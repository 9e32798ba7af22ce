package io.qhub.localhub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.HubContext;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.error.UnprocessableEntityException;
import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import io.qhub.localhub.control.Failures;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.JobQuery;
import io.qhub.quantum.SubmitOnceOptions;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobInput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

class SubmitOnceTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int RUNS = 200;
    // Far above what the hub needs to list a job in these runs, and short enough to be waited for.
    private static final SubmitOnceOptions OPTIONS =
            SubmitOnceOptions.defaults().withSettleTime(Duration.ofSeconds(6));
    private static final SubmitOnceOptions ONE_LOOK =
            SubmitOnceOptions.defaults().withSettleTime(Duration.ZERO);
    private static final CreateJobRequest REQUEST = CreateJobRequest.builder(
                    "azure.ionq.simulator",
                    100,
                    JobInput.ionq(2).h(0).cnot(0, 1).build())
            .tag("mine")
            .build();

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closing(T thing) {
        open.add(0, thing);
        return thing;
    }

    private HubQuantumClient.Builder client(LocalHub hub) {
        return HubQuantumClient.builder().baseUrl(hub.quantumUrl()).apiKey(hub.token());
    }

    private enum Trouble {
        NONE,
        CUT_BEFORE,
        CUT_AFTER,
        COMMITTED_LATE,
        FAILED_AFTER
    }

    private enum Death {
        NONE,
        BEFORE,
        IN_FLIGHT,
        AFTER
    }

    /** How one run ended: what the first process saw, and the job that the last one held in the end. */
    private record End(
            int number, Trouble trouble, Death death, boolean reposts, boolean wasUnknown, Job job, long jobs) {}

    @Test
    void keepsToOneJobWhateverGoesWrong() {
        LocalHub prompt =
                closing(LocalHub.builder().latency(Duration.ofMillis(20)).start());
        LocalHub slowToList = closing(LocalHub.builder()
                .latency(Duration.ofMillis(20))
                .listingDelay(Duration.ofMillis(700))
                .start());
        Random seeds = new Random(20261121);
        List<Mono<End>> runs = new ArrayList<>();
        for (LocalHub hub : List.of(prompt, slowToList)) {
            HubQuantumClient first = closing(client(hub).build());
            HubQuantumClient second = closing(client(hub).build());
            for (int i = 0; i < RUNS / 2; i++) {
                runs.add(run(hub, first, second, i, new Random(seeds.nextLong())));
            }
        }

        List<End> ends = Flux.merge(Flux.fromIterable(runs), RUNS).collectList().block(PATIENCE);

        assertThat(ends).hasSize(RUNS).allSatisfy(end -> {
            assertThat(end.jobs()).as("%s", end).isEqualTo(1);
            assertThat(end.job().tags()).contains("mine");
        });
        assertThat(ends.stream().map(end -> end.job().id())).doesNotHaveDuplicates();
        assertThat(prompt.stats().jobsCreated()).isEqualTo(RUNS / 2);
        assertThat(slowToList.stats().jobsCreated()).isEqualTo(RUNS / 2);

        // Who was not killed learns of the outcome by itself, unless there was nothing to find and no leave to repost.
        Map<Trouble, Integer> alive = new EnumMap<>(Trouble.class);
        assertThat(ends).filteredOn(end -> end.death() == Death.NONE).allSatisfy(end -> {
            alive.merge(end.trouble(), 1, Integer::sum);
            assertThat(end.wasUnknown()).as("%s", end).isEqualTo(end.trouble() == Trouble.CUT_BEFORE && !end.reposts());
        });
        assertThat(alive).containsOnlyKeys(Trouble.values());
        assertThat(ends.stream().map(End::death)).contains(Death.values());
    }

    private static Mono<End> run(
            LocalHub hub, HubQuantumClient first, HubQuantumClient second, int number, Random random) {
        Trouble trouble = Trouble.values()[random.nextInt(Trouble.values().length)];
        Death death = random.nextBoolean() ? Death.NONE : Death.values()[random.nextInt(Death.values().length)];
        boolean reposts = random.nextInt(4) == 0;
        boolean byView = random.nextBoolean();
        Duration untilDeath = Duration.ofMillis(random.nextInt(60));
        SubmitOnceOptions options = OPTIONS.repostAfterSettling(reposts ? 1 : 0);
        // An organization for each run, so that the hub knows whose POST to spoil, and a search anywhere else is in
        // vain.
        String organization = "org-" + number;
        String key = "run/" + number + " of this test";
        Instant since = Instant.now();
        if (trouble != Trouble.NONE) {
            FailureRule posts = FailureRule.on("POST", "/jobs")
                    .when(request -> organization.equals(request.organization()))
                    .times(1);
            hub.fail(
                    switch (trouble) {
                        case CUT_BEFORE -> posts.resetBefore();
                        case CUT_AFTER -> posts.resetAfter();
                        case COMMITTED_LATE -> posts.delayCommit(Duration.ofMillis(random.nextInt(800)));
                        default -> posts.statusAfter(List.of(500, 502, 503, 504).get(random.nextInt(4)));
                    });
        }
        HubQuantumClient mine = byView ? first.withOrganization(organization) : first;
        HubQuantumClient restarted = byView ? second.withOrganization(organization) : second;

        Mono<Job> submission = mine.jobs().submitJobOnce(REQUEST, key, options);
        // A POST that never arrived before the death leaves its trouble to the resumption.
        Mono<Job> resumption = restarted
                .jobs()
                .resumeSubmission(REQUEST, key, since, OPTIONS)
                .retryWhen(Retry.max(1).filter(SubmissionOutcomeUnknownException.class::isInstance));
        Mono<Job> beforeDeath =
                switch (death) {
                    case NONE -> submission;
                    case BEFORE -> submission.takeUntilOther(Mono.empty());
                    case IN_FLIGHT -> submission.takeUntilOther(Mono.delay(untilDeath));
                    // It had the job, and lost it with its memory.
                    case AFTER -> submission.flatMap(job -> Mono.empty());
                };
        Mono<End> end = beforeDeath
                .materialize()
                .flatMap(seen -> {
                    if (seen.isOnNext()) {
                        return Mono.just(seen.get())
                                .map(job -> new End(number, trouble, death, reposts, false, job, 0));
                    }
                    boolean unknown = seen.isOnError();
                    if (unknown) {
                        assertThat(seen.getThrowable())
                                .isInstanceOfSatisfying(
                                        SubmissionOutcomeUnknownException.class,
                                        failure -> assertThat(failure.key()).isEqualTo(key));
                    }
                    return resumption.map(job -> new End(number, trouble, death, reposts, unknown, job, 0));
                })
                .flatMap(seen -> count(restarted, key)
                        .map(jobs -> new End(number, trouble, death, reposts, seen.wasUnknown(), seen.job(), jobs)));
        return byView ? end : end.contextWrite(HubContext.organization(organization));
    }

    /** How many jobs have the key, once what may still be on its way has had time to arrive. */
    private static Mono<Long> count(HubQuantumClient client, String key) {
        return Mono.delay(Duration.ofSeconds(2))
                .thenMany(client.jobs().listJobs(JobQuery.all()))
                .filter(job -> job.tags().contains("qhub-submit:" + key))
                .count();
    }

    @Test
    void findsAJobThatAppearsAfterTheSettleTimeByResuming() {
        LocalHub hub = closing(LocalHub.start());
        HubQuantumClient client = closing(client(hub).build());
        Instant since = Instant.now();
        hub.fail(FailureRule.on("POST", "/jobs").times(1).resetAfter());
        hub.settings().listingDelay(Duration.ofMinutes(10));

        assertThatThrownBy(() ->
                        client.jobs().submitJobOnce(REQUEST, "late", ONE_LOOK).block(PATIENCE))
                .isInstanceOfSatisfying(SubmissionOutcomeUnknownException.class, unknown -> {
                    assertThat(unknown.key()).isEqualTo("late");
                    assertThat(unknown.isRetryable()).isFalse();
                });
        hub.settings().listingDelay(Duration.ZERO);
        Job job =
                client.jobs().resumeSubmission(REQUEST, "late", since, ONE_LOOK).block(PATIENCE);

        assertThat(job.tags()).containsExactlyInAnyOrder("mine", "qhub-submit:late");
        assertThat(hub.stats().jobsCreated()).isEqualTo(1);
    }

    @Test
    void looksBeforeItSubmitsAgainOnEveryLaterSubscription() {
        LocalHub hub = closing(LocalHub.start());
        HubQuantumClient client = closing(client(hub).build());
        Mono<Job> submission = client.jobs().submitJobOnce(REQUEST, "twice", ONE_LOOK);

        Job first = submission.block(PATIENCE);
        Job again = submission.block(PATIENCE);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(hub.stats().requests("POST", "/quantum/jobs")).isEqualTo(1);
    }

    @Test
    void passesARefusalOnAndSearchesForNothing() {
        LocalHub hub = closing(LocalHub.start());
        HubQuantumClient client = closing(client(hub).build());
        hub.backendStatus("azure.ionq.simulator", "OFFLINE");

        assertThatThrownBy(() -> client.jobs().submitJobOnce(REQUEST, "refused").block(PATIENCE))
                .isInstanceOf(UnprocessableEntityException.class);
        assertThat(hub.stats().requests("GET", "/quantum/jobs")).isZero();
        assertThat(hub.stats().jobsCreated()).isZero();
    }

    @Test
    void findsTheJobInAListingOfAnotherOrderAndWithoutTimes() {
        LocalHub hub = closing(LocalHub.start());
        HubQuantumClient client = closing(client(hub).build());
        String old = "2020-01-01T00:00:0%dZ";
        List<String> pages = List.of(
                // Oldest first.
                page(0, 2, job("a", old.formatted(0)), job("b", old.formatted(1))) + "|"
                        + page(1, 2, job("wanted", Instant.now().toString(), "qhub-submit:k")),
                // The order breaks off only after old ones.
                page(0, 1, job("a", old.formatted(5)), job("b", old.formatted(1)), job("wanted", "", "qhub-submit:k")),
                page(
                        0,
                        1,
                        job("b", old.formatted(1)),
                        job("wanted", Instant.now().toString(), "qhub-submit:k")),
                page(0, 2, job("a", ""), job("b", old.formatted(1)), job("c", old.formatted(0))) + "|"
                        + page(1, 2, job("wanted", "", "qhub-submit:k")));

        for (String listing : pages) {
            hub.noFailures();
            for (String page : listing.split("\\|")) {
                hub.fail(FailureRule.on("GET", "/jobs")
                        .times(1)
                        .status(200)
                        .header("Content-Type", "application/json")
                        .body(page));
            }
            Job job = client.jobs()
                    .resumeSubmission(REQUEST, "k", Instant.now(), ONE_LOOK)
                    .block(PATIENCE);
            assertThat(job.id()).as(listing).isEqualTo("wanted");
        }
        assertThat(hub.stats().requests("POST", "/quantum/jobs")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 2})
    void readsItsBoundByTheHubsClock(int hoursAhead) {
        LocalHub hub = closing(LocalHub.start());
        Duration skew = Duration.ofHours(hoursAhead);
        HubQuantumClient client = closing(client(hub)
                .clock(Clock.offset(Clock.systemUTC(), skew))
                .scheduler(new Skewed(skew.toMillis()))
                .build());
        Instant since = Instant.now().plus(skew);
        Instant hubNow = Instant.now();
        Failures.Active first = listing(
                hub,
                page(
                        0,
                        3,
                        job("x", hubNow.toString()),
                        job("y", hubNow.minusSeconds(1).toString())));
        listing(
                hub,
                page(
                        1,
                        3,
                        job("wanted", hubNow.minusSeconds(2).toString(), "qhub-submit:k"),
                        job("z", hubNow.minusSeconds(1800).toString())));
        Failures.Active third =
                listing(hub, page(2, 3, job("q", hubNow.minusSeconds(3600).toString())));

        Job job = client.jobs().resumeSubmission(REQUEST, "k", since, ONE_LOOK).block(PATIENCE);

        assertThat(job.id()).isEqualTo("wanted");
        assertThat(first.hits()).isEqualTo(1);
        // Its second page ends before the bound.
        assertThat(third.hits()).isZero();
        assertThat(hub.stats().requests("POST", "/quantum/jobs")).isZero();
    }

    private static Failures.Active listing(LocalHub hub, String page) {
        return hub.fail(FailureRule.on("GET", "/jobs")
                .times(1)
                .status(200)
                .header("Content-Type", "application/json")
                .body(page));
    }

    private static String job(String id, String createdAt, String... tags) {
        String time = createdAt.isEmpty() ? "" : ",\"created_at\":\"" + createdAt + "\"";
        String tag = tags.length == 0 ? "" : "\"" + tags[0] + "\"";
        return "{\"id\":\"" + id + "\",\"status\":\"PENDING\",\"tags\":[" + tag + "]" + time + "}";
    }

    private static String page(int number, int of, String... jobs) {
        return "{\"content\":[" + String.join(",", jobs) + "],\"page\":" + number + ",\"total_pages\":" + of
                + ",\"last\":" + (number + 1 == of) + "}";
    }

    /** The parallel scheduler, by a clock that is wrong. */
    private record Skewed(long aheadMillis) implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return Schedulers.parallel().schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return Schedulers.parallel().schedule(task, delay, unit);
        }

        @Override
        public Worker createWorker() {
            return Schedulers.parallel().createWorker();
        }

        @Override
        public long now(TimeUnit unit) {
            return unit.convert(System.currentTimeMillis() + aheadMillis, TimeUnit.MILLISECONDS);
        }
    }
}
