package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.HubContext;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.error.ServerErrorException;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Many jobs followed together by their listing, in virtual time. */
class JobListingTest {

    private static final PollingPolicy SHARED = PollingPolicy.defaults().withSharedListing(true);
    private static final CreateJobRequest REQUEST = CreateJobRequest.builder(
                    "azure.ionq.simulator", 10, IonqCircuit.builder(1).x(0).build())
            .build();

    private final Hub hub = new Hub();

    /** A Hub with jobs that have a time to end. */
    private static final class Hub implements ExchangeFunction {

        private static final String BASE = "https://hub.test/quantum";

        final VirtualTimeScheduler time = VirtualTimeScheduler.create();
        final Random random = new Random(1);
        final Map<String, Long> ends = new LinkedHashMap<>();
        final Map<String, Integer> requests = new HashMap<>();
        final List<HttpHeaders> headers = new ArrayList<>();
        boolean oldestFirst;
        int listingStatus = 200;
        boolean recordsLag;
        int unlisted;
        int addedPerPage;

        HubQuantumClient client() {
            return HubQuantumClient.builder()
                    .baseUrl(BASE)
                    .apiKey("token-1")
                    .scheduler(time)
                    .random(random::nextDouble)
                    .maxRetries(0)
                    .webClientBuilder(WebClient.builder().exchangeFunction(this))
                    .build();
        }

        List<String> submit(int count, long endsAfter) {
            return IntStream.range(0, count)
                    .mapToObj(i -> {
                        String id = "j-" + ends.size();
                        ends.put(id, now() + endsAfter);
                        return id;
                    })
                    .toList();
        }

        long now() {
            return time.now(TimeUnit.MILLISECONDS);
        }

        int count(String what) {
            return requests.getOrDefault(what, 0);
        }

        int total() {
            return requests.values().stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public Mono<ClientResponse> exchange(ClientRequest request) {
            return Mono.fromSupplier(() -> {
                String path = request.url().getPath().substring("/quantum".length());
                headers.add(request.headers());
                String what = path.equals("/jobs")
                        ? request.method() + " page"
                        : path.endsWith("/status") ? "status" : path.endsWith("/result") ? "result" : "record";
                requests.merge(what, 1, Integer::sum);
                return switch (what) {
                    case "GET page" -> listingStatus == 200 ? answer(200, page(request)) : answer(listingStatus, "{}");
                    case "POST page" ->
                        answer(201, "{\"id\":\"" + submit(1, 10_000).get(0) + "\",\"status\":\"PENDING\"}");
                    case "result" -> answer(200, "{\"1\":10}");
                    default -> job(path.split("/")[2], what);
                };
            });
        }

        private ClientResponse job(String id, String what) {
            return ends.containsKey(id)
                    ? answer(200, row(id, !what.equals("record") || !recordsLag))
                    : answer(404, "{}");
        }

        private String row(String id, boolean mayHaveEnded) {
            int number = Integer.parseInt(id.substring(2));
            return "{\"id\":\"" + id + "\",\"status\":\""
                    + (mayHaveEnded && ends.get(id) <= now() ? "COMPLETED" : "RUNNING") + "\",\"created_at\":\""
                    + Instant.EPOCH.plusSeconds(number) + "\"}";
        }

        private String page(ClientRequest request) {
            var query = UriComponentsBuilder.fromUri(request.url()).build().getQueryParams();
            assertThat(query.getFirst("sort")).isEqualTo("created_at%2Cdesc");
            int size = Integer.parseInt(query.getFirst("size"));
            int page = Integer.parseInt(query.getFirst("page"));
            List<String> ids = new ArrayList<>(new ArrayList<>(ends.keySet()).subList(0, ends.size() - unlisted));
            if (!oldestFirst) {
                Collections.reverse(ids);
            }
            List<String> rows = ids.stream()
                    .skip((long) page * size)
                    .limit(size)
                    .map(id -> row(id, true))
                    .toList();
            submit(addedPerPage, 1_000_000_000);
            return "{\"content\":[" + String.join(",", rows) + "],\"page\":" + page + "}";
        }

        private static ClientResponse answer(int status, String body) {
            return ClientResponse.create(HttpStatus.valueOf(status))
                    .header(HttpHeaders.CONTENT_TYPE, "application/json")
                    .body(body)
                    .build();
        }
    }

    /** Who watches, and what was told when. */
    private static final class Watch {

        final List<JobUpdate> updates = new ArrayList<>();
        final Map<String, Long> ended = new HashMap<>();
        final AtomicInteger completed = new AtomicInteger();
        final Disposable subscription;

        Watch(Hub hub, Flux<JobUpdate> source) {
            subscription = source.subscribe(
                    update -> {
                        updates.add(update);
                        if (update.isLast()) {
                            ended.put(update.id(), hub.now());
                        }
                    },
                    failure -> {
                        throw new AssertionError(failure);
                    },
                    completed::incrementAndGet);
        }

        List<JobStatus> of(String id) {
            return updates.stream()
                    .filter(update -> update.id().equals(id))
                    .map(JobUpdate::status)
                    .toList();
        }
    }

    private Watch watch(List<String> ids) {
        return new Watch(hub, hub.client().jobs().watchAll(Flux.fromIterable(ids)));
    }

    @Test
    void manyJobsCostTwoPercentOfTheRequestsAtTheSameLag() {
        List<String> ids = hub.submit(500, Duration.ofHours(1).toMillis());
        Watch watch = watch(ids);
        hub.time.advanceTimeBy(Duration.ofMinutes(30));
        int together = hub.total();
        assertThat(hub.count("status")).isZero();

        Hub alone = new Hub();
        List<String> some = alone.submit(100, Duration.ofHours(1).toMillis());
        JobsClient oneByOne = alone.client().jobs();
        new Watch(alone, Flux.fromIterable(some).flatMap(id -> oneByOne.watchJob(id)
                .map(status -> new JobUpdate(id, status, null))));
        alone.time.advanceTimeBy(Duration.ofMinutes(30));
        assertThat(together).isLessThanOrEqualTo(alone.total() * 5 * 2 / 100);

        // Each ends at a moment of its own; how late that is seen, on average.
        Random random = new Random(7);
        long now = hub.now();
        ids.forEach(id -> hub.ends.put(id, now + random.nextInt(600_000)));
        some.forEach(id -> alone.ends.put(id, alone.now() + random.nextInt(600_000)));
        hub.time.advanceTimeBy(Duration.ofMinutes(12));
        assertThat(watch.completed).hasValue(1);
        assertThat(ids)
                .allSatisfy(id -> assertThat(watch.of(id)).containsExactly(JobStatus.RUNNING, JobStatus.COMPLETED));
        double lag = ids.stream()
                .mapToLong(id -> watch.ended.get(id) - hub.ends.get(id))
                .average()
                .orElseThrow();
        // Half of the mean delay of 30 s would be the lag of polls at even intervals; jitter makes it a little more.
        assertThat(lag).isBetween(0.0, 17_000.0);
        assertThat(hub.count("record")).as("each end is confirmed once").isEqualTo(500);
    }

    @Test
    void aFewJobsAreAskedForOneByOne() {
        List<String> ids = hub.submit(2, 5_000);
        Watch watch = watch(ids);
        hub.time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(hub.count("GET page")).isZero();
        assertThat(ids)
                .allSatisfy(id -> assertThat(watch.of(id)).containsExactly(JobStatus.RUNNING, JobStatus.COMPLETED));
        assertThat(watch.completed).hasValue(1);
    }

    @Test
    void jobsFarDownAreAskedForOneByOneAndNewOnesByPages() {
        List<String> old = hub.submit(40, 10_000_000);
        hub.submit(2_000, 10_000_000);
        List<String> fresh = hub.submit(90, 10_000_000);
        List<String> all = new ArrayList<>(old);
        all.addAll(fresh);
        watch(all);
        hub.time.advanceTimeBy(Duration.ofMinutes(20));
        int pages = hub.count("GET page");
        int asked = hub.count("status");
        hub.time.advanceTimeBy(Duration.ofMinutes(10));
        // At the cap: 20 rounds, one page each for the new ones, and one request for each old one.
        assertThat(hub.count("GET page") - pages).isBetween(10, 60);
        assertThat(hub.count("status") - asked).isBetween(40 * 10, 40 * 30);
    }

    @Test
    void aListingThatIsRefusedOrNotInOrderIsNotUsed() {
        hub.listingStatus = 403;
        List<String> ids = hub.submit(300, 60_000);
        Watch watch = watch(ids);
        hub.time.advanceTimeBy(Duration.ofMinutes(5));
        assertThat(hub.count("GET page")).isEqualTo(1);
        assertThat(watch.completed).hasValue(1);

        Hub other = new Hub();
        other.oldestFirst = true;
        Watch unordered =
                new Watch(other, other.client().jobs().watchAll(Flux.fromIterable(other.submit(300, 60_000))));
        other.time.advanceTimeBy(Duration.ofMinutes(5));
        assertThat(other.count("GET page")).isEqualTo(1);
        assertThat(unordered.completed).hasValue(1);
        assertThat(unordered.ended).hasSize(300);
    }

    @Test
    void anOutageOfTheListingIsBorneAsThatOfAProbe() {
        List<String> ids = hub.submit(300, 200_000);
        Watch watch = watch(ids);
        hub.time.advanceTimeBy(Duration.ofSeconds(20));
        hub.listingStatus = 503;
        hub.time.advanceTimeBy(Duration.ofMinutes(10));
        assertThat(hub.count("status")).isZero();
        assertThat(watch.ended).isEmpty();
        hub.listingStatus = 200;
        hub.time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(watch.completed).hasValue(1);

        Hub gone = new Hub();
        gone.listingStatus = 503;
        Watch lost = new Watch(gone, gone.client().jobs().watchAll(Flux.fromIterable(gone.submit(300, 200_000))));
        gone.time.advanceTimeBy(Duration.ofMinutes(20));
        assertThat(lost.updates).hasSize(300).allSatisfy(update -> assertThat(update.error())
                .isInstanceOf(ServerErrorException.class));
    }

    @Test
    void jobsThatTheListingDoesNotShowAreAskedFor() {
        List<String> ids = hub.submit(300, 60_000);
        hub.unlisted = 100;
        Watch watch = watch(ids);
        hub.time.advanceTimeBy(Duration.ofMinutes(5));
        assertThat(watch.ended).hasSize(300);
        assertThat(hub.count("status")).isPositive();

        Watch unknown = watch(List.of("j-999999"));
        hub.time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(unknown.updates).singleElement().satisfies(update -> assertThat(update.error())
                .isInstanceOf(NotFoundException.class));
    }

    @Test
    void rowsThatMoveToTheNextPageAreToldOnce() {
        List<String> ids = hub.submit(500, 100_000);
        hub.addedPerPage = 3;
        Watch watch = watch(ids);
        hub.time.advanceTimeBy(Duration.ofMinutes(10));
        assertThat(watch.completed).hasValue(1);
        assertThat(ids)
                .allSatisfy(id -> assertThat(watch.of(id)).containsExactly(JobStatus.RUNNING, JobStatus.COMPLETED));
        assertThat(hub.count("record")).isEqualTo(500);
    }

    @Test
    void anEndThatTheRecordDoesNotShowYetIsNotTold() {
        hub.recordsLag = true;
        List<String> ids = hub.submit(200, 10_000);
        Watch watch = watch(ids);
        hub.time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(watch.ended).isEmpty();
        hub.recordsLag = false;
        hub.time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(watch.ended).hasSize(200);
    }

    @Test
    void eachOrganizationHasAListingOfItsOwnWhoeverAsked() {
        List<String> ids = hub.submit(200, 1_000_000);
        HubQuantumClient client = hub.client();
        for (String organization : List.of("org-a", "org-b")) {
            new Watch(
                    hub,
                    client.jobs()
                            .watchAll(Flux.fromIterable(ids))
                            .contextWrite(HubContext.organization(organization))
                            .contextWrite(HubContext.options(o -> o.header("X-Trace", "of-one-subscriber"))));
        }
        new Watch(hub, client.withOrganization("org-a").jobs().watchAll(Flux.fromIterable(ids)));
        hub.time.advanceTimeBy(Duration.ofMillis(200));
        assertThat(hub.headers.stream().map(headers -> headers.getFirst("X-OrganizationId")))
                .as("two pages each, and the view shares those of its organization")
                .containsExactlyInAnyOrder("org-a", "org-a", "org-b", "org-b");
        assertThat(hub.headers)
                .allSatisfy(headers -> assertThat(headers.getFirst("X-Trace")).isNull());
    }

    @Test
    void whenAllHaveLeftNothingIsAskedAnyMore() {
        List<String> ids = hub.submit(500, 1_000_000);
        Watch watch = watch(ids);
        hub.time.advanceTimeBy(Duration.ofSeconds(2));
        watch.subscription.dispose();
        int before = hub.total();
        hub.time.advanceTimeBy(Duration.ofHours(1));
        assertThat(hub.total()).isEqualTo(before);
    }

    @Test
    void awaitJobAndRunAllUseItWhenToldTo() {
        HubQuantumClient client = hub.client();
        List<String> ids = hub.submit(300, 30_000);
        List<Job> ended = new ArrayList<>();
        Flux.fromIterable(ids)
                .flatMap(id -> client.jobs().awaitJob(id, SHARED), 300)
                .subscribe(ended::add);
        hub.time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(ended).hasSize(300);
        assertThat(hub.count("status")).isZero();

        AtomicInteger results = new AtomicInteger();
        client.jobs()
                .runAll(
                        Flux.range(0, 200).map(i -> REQUEST),
                        new BatchOptions(16, 300),
                        (index, request) -> RunOptions.defaults().withPolling(SHARED))
                .subscribe(outcome -> {
                    assertThat(outcome.error()).isNull();
                    results.incrementAndGet();
                });
        hub.time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(results).hasValue(200);
        assertThat(hub.count("POST page")).isEqualTo(200);
        assertThat(hub.count("status")).isLessThan(200);
    }

    @Test
    void theDeadlineOfEachJobHolds() {
        List<String> ids = hub.submit(200, 1_000_000);
        Watch watch = new Watch(
                hub,
                hub.client()
                        .jobs()
                        .watchAll(
                                Flux.fromIterable(ids), PollingPolicy.defaults().withTimeout(Duration.ofSeconds(40))));
        hub.time.advanceTimeBy(Duration.ofSeconds(41));
        assertThat(watch.updates)
                .hasSize(400)
                .filteredOn(JobUpdate::isLast)
                .hasSize(200)
                .allSatisfy(update -> assertThat(update.error()).isInstanceOf(PollingTimeoutException.class));
    }
}
