package io.qhub.localhub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.qhub.core.HubContext;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import io.qhub.localhub.control.Failures;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.JobFailedException;
import io.qhub.quantum.JobQuery;
import io.qhub.quantum.JobResult;
import io.qhub.quantum.MeasurementHints;
import io.qhub.quantum.Measurements;
import io.qhub.quantum.RunOptions;
import io.qhub.quantum.ServiceExecutionScope;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.CreateSessionRequest;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobInput;
import io.qhub.quantum.model.JobInputParams;
import io.qhub.quantum.model.JobStatus;
import io.qhub.quantum.model.Provider;
import io.qhub.quantum.model.Session;
import io.qhub.quantum.model.SessionMode;
import io.qhub.quantum.model.SessionStatus;
import io.qhub.testing.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import tools.jackson.databind.node.JsonNodeFactory;

class ClientEndToEndTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final PollingPolicy QUICK =
            PollingPolicy.defaults().withDelays(Duration.ofMillis(50), 1.5, Duration.ofMillis(400));
    private static final String IONQ = "azure.ionq.simulator";
    private static final String SV1 = "aws.sim.sv1";
    private static final JobInput BELL = JobInput.ionq(2).h(0).cnot(0, 1).build();
    // P(1) = sin^2(0.6 / 2) on the first qubit; the second always agrees with it, the third never does.
    private static final String BIASED = """
            OPENQASM 3.0;
            bit[3] b;
            qubit[3] q;
            ry(0.6) q[0];
            cnot q[0], q[1];
            x q[2];
            cnot q[0], q[2];
            b[0] = measure q[0];
            b[1] = measure q[1];
            b[2] = measure q[2];
            """;
    private static final double ONE = Math.pow(Math.sin(0.3), 2);

    private LocalHub hub = LocalHub.start();
    private HubQuantumClient client = client(hub);

    private static HubQuantumClient client(LocalHub of) {
        return HubQuantumClient.builder()
                .baseUrl(of.quantumUrl())
                .apiKey(of.token())
                .polling(QUICK)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        hub.close();
    }

    private static CreateJobRequest bell(int shots) {
        return CreateJobRequest.builder(IONQ, shots, BELL).build();
    }

    private static CreateJobRequest biased(int shots) {
        return CreateJobRequest.builder(SV1, shots, JobInput.openQasm(BIASED)).build();
    }

    @Test
    void runsAnIonqCircuitAndMeasuresItsDistribution() {
        JobInput circuit =
                JobInput.ionq(3).ry(0, 0.6).cnot(0, 1).x(2).cnot(0, 2).build();

        JobResult result = client.jobs()
                .runJob(CreateJobRequest.builder(IONQ, 500, circuit)
                        .name("biased")
                        .build())
                .block(PATIENCE);

        assertThat(result.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(result.job().name()).isEqualTo("biased");
        // The record does not repeat the circuit, so the caller says how many qubits it has.
        Measurements measured = Measurements.of(
                result.result(), MeasurementHints.of(result.job()).withQubits(3));
        assertThat(measured.probabilities())
                .containsOnlyKeys("001", "110")
                .hasEntrySatisfying("001", p -> assertThat(p).isCloseTo(1 - ONE, within(1e-9)))
                .hasEntrySatisfying("110", p -> assertThat(p).isCloseTo(ONE, within(1e-9)));
    }

    @Test
    void runsAnOpenQasmCircuitAndMeasuresItsDistribution() {
        int shots = 20_000;

        JobResult result = client.jobs().runJob(biased(shots)).block(PATIENCE);

        assertThat(result.job().shots()).isEqualTo(shots);
        assertThat(result.measurements().memory()).hasSize(shots);
        var counts = result.measurements().counts();
        assertThat(counts).containsOnlyKeys("001", "110");
        assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(shots);
        double sixSigma = 6 * Math.sqrt(shots * ONE * (1 - ONE));
        assertThat((double) counts.get("110")).isCloseTo(shots * ONE, within(sixSigma));
    }

    @Test
    void watchesAJobThroughItsStatesAndAwaitsItsRecord() {
        hub.settings().queueTime(Duration.ofMillis(700)).runTime(Duration.ofMillis(700));
        Job created = client.jobs().createJob(bell(10)).block(PATIENCE);

        List<JobStatus> states = client.jobs()
                .watchJob(id(created), QUICK.withDelays(Duration.ofMillis(30), 1, Duration.ofMillis(30)))
                .collectList()
                .block(PATIENCE);
        Job ended = client.jobs().awaitJob(id(created)).block(PATIENCE);

        assertThat(states).containsExactly(JobStatus.PENDING, JobStatus.RUNNING, JobStatus.COMPLETED);
        assertThat(ended.id()).isEqualTo(created.id());
        assertThat(ended.startedAt()).isAfterOrEqualTo(ended.createdAt());
        assertThat(ended.endedAt()).isAfterOrEqualTo(ended.startedAt());
        assertThat(client.jobs().getJobInput(id(created)).block(PATIENCE)).contains("cnot");
    }

    @Test
    void runsThreeHundredJobsOnAHubThatFailsAndLosesNone() {
        int jobs = 300;
        client.close();
        hub.close();
        // Fewer requests than are submitted at once, until the first jobs are through.
        hub = LocalHub.builder().seed(7).rateLimit(10, Duration.ofSeconds(1)).start();
        client = client(hub);
        // Each wait that the hub asks for stops all of the client for its second, so there are few of them.
        Failures.Active busy = hub.fail(
                FailureRule.on("POST", "/jobs").probability(0.05).status(503).header("Retry-After", "1"));
        Failures.Active cut =
                hub.fail(FailureRule.on("GET", "/jobs/*/*").probability(0.03).resetBefore());
        Failures.Active cutBegin =
                hub.fail(FailureRule.on("GET", "/jobs/*").probability(0.03).resetBefore());
        Failures.Active unavailable =
                hub.fail(FailureRule.on("GET", "/**").probability(0.03).status(503));
        ConcurrentLinkedQueue<String> submitted = new ConcurrentLinkedQueue<>();
        Flux<CreateJobRequest> requests = Flux.range(0, jobs).map(i -> CreateJobRequest.builder(IONQ, 100, BELL)
                .name("job-" + i)
                .build());

        List<Outcome<JobResult>> outcomes = client.withOptions(o -> o.maxRetries(6))
                .jobs()
                .runAll(requests, BatchOptions.defaults().withSubmitting(32), (index, request) -> RunOptions.defaults()
                        .withOnSubmitted(job -> {
                            submitted.add(id(job));
                            if (submitted.size() >= 20) {
                                hub.settings().noRateLimit();
                            }
                        }))
                .collectList()
                .block(PATIENCE);

        assertThat(outcomes).hasSize(jobs).allSatisfy(outcome -> {
            assertThat(outcome.error()).isNull();
            assertThat(outcome.result().job().id()).isEqualTo(outcome.id());
            assertThat(outcome.result().job().name()).isEqualTo("job-" + outcome.index());
            assertThat(outcome.result().measurements().probabilities()).containsOnlyKeys("0", "3");
        });
        assertThat(outcomes).extracting(Outcome::index).doesNotHaveDuplicates();
        assertThat(submitted)
                .containsExactlyInAnyOrderElementsOf(
                        outcomes.stream().map(Outcome::id).toList());
        assertThat(hub.stats().jobsCreated()).isEqualTo(jobs);
        assertThat(List.of(busy.hits(), cut.hits(), cutBegin.hits(), unavailable.hits()))
                .doesNotContain(0);
        assertThat(hub.stats().answers(429)).isPositive();
    }

    @Test
    void disturbsNoOtherJobOfABatchByOneThatFails() {
        CreateJobRequest failing = CreateJobRequest.builder(IONQ, 10, BELL)
                .inputParams(JobInputParams.raw(
                        JsonNodeFactory.instance.objectNode().put("failure_message", "the laser is off")))
                .build();
        CreateJobRequest refused =
                CreateJobRequest.builder("no.such.backend", 10, BELL).build();

        List<Outcome<JobResult>> outcomes = client.jobs()
                .runAll(Flux.just(bell(10), failing, refused, bell(10)))
                .sort((a, b) -> Long.compare(a.index(), b.index()))
                .collectList()
                .block(PATIENCE);

        assertThat(outcomes).extracting(Outcome::isSuccess).containsExactly(true, false, false, true);
        assertThat(outcomes.get(1).error()).isInstanceOfSatisfying(JobFailedException.class, failure -> {
            assertThat(failure).hasMessageContaining("the laser is off").hasMessageContaining("FAILED");
            assertThat(failure.status()).isEqualTo(JobStatus.FAILED);
            assertThat(failure.job().id()).isEqualTo(outcomes.get(1).id());
            assertThat(failure.resourceId()).isEqualTo(outcomes.get(1).id());
            assertThat(failure.isRetryable()).isFalse();
        });
        assertThat(outcomes.get(2).error()).isInstanceOf(NotFoundException.class);
        assertThat(outcomes.get(2).id()).isNull();
    }

    @Test
    void worksInASessionAndClosesItGracefully() {
        hub.settings().runTime(Duration.ofMillis(300));
        CreateSessionRequest request = CreateSessionRequest.builder(SV1, Provider.AWS, SessionMode.BATCH)
                .ttl(600)
                .build();
        List<Session> opened = new ArrayList<>();

        // The last job still waits or runs when the work is over.
        List<String> ids = client.sessions()
                .withSession(request, session -> {
                    opened.add(session);
                    CreateJobRequest job = biased(10).toBuilder()
                            .sessionId(Objects.requireNonNull(session.id()))
                            .build();
                    return Flux.range(0, 5)
                            .flatMap(i -> client.jobs().runJob(job))
                            .map(result -> id(result.job()))
                            .concatWith(client.jobs().createJob(job).map(ClientEndToEndTest::id));
                })
                .collectList()
                .block(PATIENCE);

        String session = Objects.requireNonNull(opened.get(0).id());
        SessionStatus after =
                client.sessions().getSession(session).block(PATIENCE).status();
        assertThat(after).isIn(SessionStatus.DRAINING, SessionStatus.CLOSED);
        assertThat(client.sessions()
                        .getJobsBySession(session)
                        .map(ClientEndToEndTest::id)
                        .collectList()
                        .block(PATIENCE))
                .hasSize(6)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThatThrownBy(() -> client.jobs()
                        .createJob(biased(10).toBuilder().sessionId(session).build())
                        .block(PATIENCE))
                .hasMessageContaining("takes no jobs");
        // Graceful: what was submitted is finished, and then the session is closed.
        assertThat(client.jobs().awaitJob(ids.get(5)).block(PATIENCE).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(client.sessions().getSessionStatus(session).block(PATIENCE).status())
                .isEqualTo(SessionStatus.CLOSED);
        assertThat(hub.stats().requests("PATCH", "/quantum/sessions/{id}")).isEqualTo(1);
    }

    @Test
    void cancelsAJobAndSaysSoToWhoAwaitsIt() {
        hub.settings().queueTime(Duration.ofMinutes(10));
        String id = id(client.jobs().createJob(bell(10)).block(PATIENCE));

        client.jobs().cancelJob(id).block(PATIENCE);

        assertThatThrownBy(() -> client.jobs().awaitJob(id).block(PATIENCE))
                .isInstanceOfSatisfying(JobFailedException.class, failure -> assertThat(failure.status())
                        .isEqualTo(JobStatus.CANCELLED));
        assertThatThrownBy(() -> client.jobs().getJobResult(id).block(PATIENCE)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void fetchesOnlyThePagesThatAreConsumed() {
        hub.settings().queueTime(Duration.ofMinutes(10));
        List<String> ids = Flux.range(0, 300)
                .flatMap(i -> client.jobs().createJob(bell(10)), 16)
                .map(ClientEndToEndTest::id)
                .collectList()
                .block(PATIENCE);
        JobQuery oneByOne = JobQuery.newestFirst().withSize(5);

        List<Job> five = client.jobs().listJobs(oneByOne).take(5).collectList().block(PATIENCE);
        assertThat(five).hasSize(5);
        assertThat(hub.stats().requests("GET", "/quantum/jobs")).isEqualTo(1);

        List<String> all = client.jobs()
                .listJobs(oneByOne)
                .map(ClientEndToEndTest::id)
                .collectList()
                .block(PATIENCE);
        assertThat(all).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(hub.stats().requests("GET", "/quantum/jobs")).isEqualTo(1 + 60);
    }

    @Test
    void keepsOrganizationsApart() {
        int calls = 200;
        HubQuantumClient acme = client.withOrganization("acme");

        // Even ones by a view, odd ones by the Reactor Context of an otherwise unscoped client, all at once.
        List<String> ids = Flux.range(0, calls)
                .flatMap(
                        i -> {
                            CreateJobRequest request = CreateJobRequest.builder(IONQ, 10, BELL)
                                    .name("job-" + i)
                                    .build();
                            return i % 2 == 0
                                    ? acme.jobs().createJob(request).map(job -> "acme " + id(job))
                                    : client.jobs()
                                            .createJob(request)
                                            .map(job -> "globex " + id(job))
                                            .contextWrite(HubContext.organization("globex"));
                        },
                        calls)
                .collectList()
                .block(PATIENCE);

        JobQuery large = JobQuery.all().withSize(1000);
        assertThat(names(acme.jobs().listJobs(large)))
                .isEqualTo(IntStream.range(0, calls)
                        .filter(i -> i % 2 == 0)
                        .mapToObj(i -> "job-" + i)
                        .collect(Collectors.toSet()));
        assertThat(names(client.jobs().listJobs(large).contextWrite(HubContext.organization("globex"))))
                .isEqualTo(IntStream.range(0, calls)
                        .filter(i -> i % 2 == 1)
                        .mapToObj(i -> "job-" + i)
                        .collect(Collectors.toSet()));
        assertThat(names(client.jobs().listJobs(large))).isEmpty();
        // The view wins over the context.
        assertThat(names(acme.jobs().listJobs(large).contextWrite(HubContext.organization("globex"))))
                .hasSize(calls / 2)
                .contains("job-0");
        String ofAcme = ids.stream()
                .filter(id -> id.startsWith("acme"))
                .findFirst()
                .orElseThrow()
                .substring(5);
        assertThatThrownBy(() ->
                        client.withOrganization("globex").jobs().getJob(ofAcme).block(PATIENCE))
                .isInstanceOf(NotFoundException.class);
        assertThat(acme.jobs().getJob(ofAcme).block(PATIENCE).id()).isEqualTo(ofAcme);
    }

    private static Set<String> names(Flux<Job> jobs) {
        return jobs.map(job -> Objects.requireNonNull(job.name()))
                .collect(HashSet<String>::new, Set::add)
                .block(PATIENCE);
    }

    @Test
    void seesTheJobsOfAServiceExecutionOnly() {
        // What the Hub does for a service: it submits with the execution's id.
        HubQuantumClient service = client.withOptions(o -> o.header("X-Service-Execution-Id", "exec-1"));
        String inside = id(service.jobs().createJob(bell(10)).block(PATIENCE));
        String outside = id(client.jobs().createJob(bell(10)).block(PATIENCE));
        ServiceExecutionScope execution = client.serviceExecution("exec-1");

        assertThat(execution.jobs().awaitJob(inside).block(PATIENCE).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(execution
                        .jobs()
                        .listJobs(PageQuery.first())
                        .map(ClientEndToEndTest::id)
                        .collectList()
                        .block(PATIENCE))
                .containsExactly(inside);
        assertThat(client.jobs()
                        .listJobs(JobQuery.all().forServiceExecution("exec-1"))
                        .map(ClientEndToEndTest::id)
                        .collectList()
                        .block(PATIENCE))
                .containsExactly(inside);
        assertThat(execution.jobs().getJobResult(inside).block(PATIENCE).isObject())
                .isTrue();
        assertThatThrownBy(() -> execution.jobs().getJob(outside).block(PATIENCE))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> execution.jobs().getJobResult(outside).block(PATIENCE))
                .isInstanceOf(NotFoundException.class);
        assertThat(execution
                        .workloads()
                        .listWorkloads(PageQuery.first())
                        .count()
                        .block(PATIENCE))
                .isEqualTo(1);
    }

    @Test
    void downloadsALargeResultWhole(@TempDir Path folder) throws IOException {
        long padding = Sizes.big(2L << 30);
        hub.settings().resultPaddingBytes(padding);
        String id = id(client.jobs()
                .createJob(bell(10))
                .flatMap(job -> client.jobs().awaitJob(id(job)))
                .block(PATIENCE));
        hub.fail(FailureRule.on("GET", "/jobs/*/result-stream").times(1).cutBody(padding / 3));

        DownloadedFile file = client.jobs()
                .downloadJobResult(
                        id,
                        folder.resolve("result.json"),
                        DownloadOptions.defaults().withSha256())
                .block(PATIENCE);

        assertThat(file.bytes()).isGreaterThan(padding).isEqualTo(Files.size(file.path()));
        assertThat(file.sha256()).isEqualTo(hub.resultSha256(id));
        assertThat(hub.stats().requests("GET", "/quantum/jobs/{id}/result-stream"))
                .isEqualTo(2);
        assertThat(hub.stats().answers(206)).isEqualTo(1);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file.path());
        }
    }

    private static String id(Job job) {
        return Objects.requireNonNull(job.id());
    }
}
