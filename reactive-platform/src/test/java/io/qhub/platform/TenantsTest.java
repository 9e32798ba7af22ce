package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.HubContext;
import io.qhub.testing.MockServers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Two tenants in one JVM, told apart by the Reactor Context alone: no call carries the other's organization. */
class TenantsTest extends WireFixture {

    private static final int CALLS = 1_000;

    @Test
    void noCallCarriesTheOthersOrganizationAlsoAcrossRetries() throws Exception {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
        List<Call> calls = Call.operations().stream()
                .filter(call -> call.row().api().equals("platform"))
                .filter(call -> call.row().http().equals("GET"))
                .filter(call -> !call.row().variables().isEmpty())
                .filter(call -> !call.row().response().startsWith("binary"))
                .toList();
        assertThat(calls.stream().filter(call -> call.row().scoped())).hasSizeGreaterThan(30);
        assertThat(calls.stream().filter(call -> !call.row().scoped())).hasSizeGreaterThan(5);

        try (MockWebServer server = MockServers.create()) {
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    String target = request.getTarget();
                    List<String> organizations = request.getHeaders().values("X-OrganizationId");
                    // The first path variable of each call is <tenant>-<scoped or not>-<number>.
                    String tenant = target.replaceFirst(".*/((north|south)-(true|false)-\\d+).*", "$2");
                    boolean scoped = target.contains(tenant + "-true-");
                    if (!organizations.equals(scoped ? List.of(tenant) : List.of())) {
                        wrong.add(target + " carried " + organizations);
                    }
                    int number = tries.computeIfAbsent(target, key -> new AtomicInteger())
                            .incrementAndGet();
                    // A third of the calls succeeds at the third try only.
                    int failures = Math.floorMod(target.hashCode(), 3) == 0 ? 2 : 0;
                    return number <= failures
                            ? new MockResponse.Builder().code(503).build()
                            : new MockResponse.Builder()
                                    .setHeader("Content-Type", "application/json")
                                    .body("{}")
                                    .build();
                }
            });
            server.start();
            try (HubPlatformClient shared = HubPlatformClient.builder()
                    .baseUrl(server.url("/qc-catalog").toString())
                    .apiKey(TOKEN)
                    .organization("nobody")
                    .build()) {
                List<Mono<String>> work = new ArrayList<>();
                for (int i = 0; i < CALLS; i++) {
                    Call call = calls.get(i % calls.size());
                    String tenant = i % 2 == 0 ? "north" : "south";
                    Map<String, String> ids = Map.of(
                            call.row().variables().get(0),
                            tenant + "-" + call.row().scoped() + "-" + i);
                    Publisher<?> made = call.on(shared, user(), directory(), ids);
                    work.add(Flux.from(made).then(Mono.just(tenant)).contextWrite(HubContext.organization(tenant)));
                }
                Collections.shuffle(work, new Random(7));

                Map<String, Long> done = Objects.requireNonNull(Flux.fromIterable(work)
                        .flatMap(call -> call, 256)
                        .collect(Collectors.groupingBy(tenant -> tenant, Collectors.counting()))
                        .block(WAIT.multipliedBy(4)));

                assertThat(done).isEqualTo(Map.of("north", CALLS / 2L, "south", CALLS / 2L));
                assertThat(wrong).isEmpty();
                int retries =
                        tries.values().stream().mapToInt(each -> each.get() - 1).sum();
                assertThat(retries).isGreaterThan(CALLS / 3);
                assertThat(tries).hasSize(CALLS);
            }
        }
    }

    @Test
    void aViewWinsOverTheContextAndTheContextOverTheClient() {
        answerJson(200, "[]");
        HubPlatformClient view = platform().withOrganization("view");

        for (Map.Entry<String, Publisher<?>> each : Map.<String, Publisher<?>>of(
                        "[org-1]", platform().dataPools().getDataPools(),
                        "[context]",
                                platform().dataPools().getDataPools().contextWrite(HubContext.organization("context")),
                        "[view]", view.dataPools().getDataPools().contextWrite(HubContext.organization("context")),
                        "[]", platform().withoutOrganization().dataPools().getDataPools())
                .entrySet()) {
            drain(each.getValue());
            assertThat(taken().getHeaders().values("X-OrganizationId")).hasToString(each.getKey());
        }
    }

    @Test
    void laterPagesOfAListingCarryTheOrganizationOfTheFirst() {
        answerJson(200, "{\"content\":[{\"id\":\"a\"}],\"totalPages\":3}");

        drain(platform().services().listServices().contextWrite(HubContext.organization("context")));

        assertThat(IntStream.range(0, 3).mapToObj(page -> taken().getHeaders().values("X-OrganizationId")))
                .containsOnly(List.of("context"));
    }
}
