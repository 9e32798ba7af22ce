package io.qhub.localhub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import io.qhub.localhub.gateway.ServiceBehaviour;
import io.qhub.platform.HubPlatformClient;
import io.qhub.service.ExecutionFailedException;
import io.qhub.service.HubServiceClient;
import io.qhub.service.RunRequest;
import io.qhub.service.ServiceExecutionHandle;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.service.model.DataPoolPermission;
import io.qhub.service.model.LogEntry;
import io.qhub.service.model.ResultResponse;
import io.qhub.service.model.ServiceExecutionStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;

/** The service client against the gateway of the local hub, by access keys. */
class ServiceEndToEndTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final PollingPolicy QUICK =
            PollingPolicy.defaults().withDelays(Duration.ofMillis(50), 1.5, Duration.ofMillis(400));
    private static final Map<String, Object> QUBO = Map.of("qubo", Map.of("0", 1, "1", -2, "0,1", 0.5));
    private static final ServiceBehaviour ECHO = run -> Mono.just(
            JsonNodeFactory.instance.objectNode().set("echo", run.input().get("i")));

    record Solution(List<Integer> assignment, double energy) {}

    private final LocalHub hub = LocalHub.builder()
            .parallelism(512)
            .service("acme", "echo", "1.0.0", ECHO)
            .start();

    @TempDir
    private Path directory;

    private HubServiceClient client(String url, UnaryOperator<HubServiceClient.Builder> change) {
        return change.apply(HubServiceClient.builder()
                        .endpoint(url)
                        .accessKey(hub.accessKeyId(), hub.secretAccessKey())
                        .tokenEndpoint(hub.tokenUrl())
                        .polling(QUICK))
                .build();
    }

    private HubServiceClient client(String service) {
        return client(hub.serviceUrl(service), UnaryOperator.identity());
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void theOptimiserFromTheAccessKeyToTheFilesOnDisk() {
        hub.settings().runTime(Duration.ofMillis(600));
        try (HubServiceClient service = client("optimiser")) {
            RunRequest request =
                    RunRequest.builder(QUBO).tag("nightly").tag("berlin").build();
            ServiceExecutionHandle handle =
                    Objects.requireNonNull(service.run(request).block(PATIENCE));

            List<LogEntry> live = handle.tailLogs().collectList().block(PATIENCE);
            ResultResponse result = Objects.requireNonNull(handle.result().block(PATIENCE));

            assertThat(result.as(Solution.class)).isEqualTo(new Solution(List.of(0, 1), -2));
            assertThat(Objects.requireNonNull(
                                    Objects.requireNonNull(result.embedded()).status())
                            .tags())
                    .containsExactly("nightly", "berlin");
            assertThat(live).isNotEmpty().isEqualTo(handle.logs().collectList().block(PATIENCE));
            assertThat(handle.status()).isEqualTo(ServiceExecutionStatus.SUCCEEDED);
            assertThat(handle.startedAt()).isNotNull();
            assertThat(handle.endedAt()).isNotNull();

            List<DownloadedFile> files = Objects.requireNonNull(handle.downloadAll(
                            directory, 2, name -> DownloadOptions.defaults().withSha256())
                    .collectList()
                    .block(PATIENCE));
            assertThat(files)
                    .extracting(file -> file.path().getFileName().toString())
                    .containsExactlyInAnyOrder("output.json", "trace.csv");
            assertThat(files).allSatisfy(file -> assertThat(file.sha256())
                    .isEqualTo(hub.gateway()
                            .fileSha256(handle.id(), file.path().getFileName().toString())));

            assertThat(service.getServiceExecutions()
                            .map(ServiceExecutionHandle::id)
                            .collectList()
                            .block(PATIENCE))
                    .containsExactly(handle.id());
            // A handle of another process goes on where this one stopped.
            assertThat(Objects.requireNonNull(
                                    service.handle(handle.id()).result().block(PATIENCE))
                            .value())
                    .isEqualTo(result.value());
        }
        assertThat(hub.stats().tokensIssued()).isEqualTo(1);
    }

    @Test
    void aFileOfAnySizeStreamsWhole() {
        try (HubServiceClient service = client("optimiser")) {
            Map<String, Object> request = Map.of("qubo", Map.of("0", 1), "padding_bytes", 20_000_000);
            ServiceExecutionHandle handle =
                    Objects.requireNonNull(service.run(request).block(PATIENCE));
            handle.awaitFinalState().block(PATIENCE);

            DownloadedFile file = Objects.requireNonNull(handle.downloadResultFile(
                            "padding.bin", directory, DownloadOptions.defaults().withSha256())
                    .block(PATIENCE));

            assertThat(file.bytes()).isEqualTo(20_000_000);
            assertThat(file.sha256()).isEqualTo(hub.gateway().fileSha256(handle.id(), "padding.bin"));
        }
    }

    @Test
    void aServiceThatFailsSaysWhy() {
        try (HubServiceClient service = client("failing")) {
            Map<String, Object> request = Map.of("code", "INVALID_STOPS", "detail", "two stops are needed");
            assertThatThrownBy(() -> service.run(request)
                            .flatMap(ServiceExecutionHandle::result)
                            .block(PATIENCE))
                    .isInstanceOfSatisfying(ExecutionFailedException.class, failure -> {
                        assertThat(failure.code()).isEqualTo("INVALID_STOPS");
                        assertThat(failure.detail()).isEqualTo("two stops are needed");
                        assertThat(failure.execution().status()).isEqualTo(ServiceExecutionStatus.FAILED);
                    });
        }
    }

    @Test
    void whatRunsUntilItIsCancelledIsCancelled() {
        try (HubServiceClient service = client("endless")) {
            ServiceExecutionHandle handle = Objects.requireNonNull(
                    service.run(Map.of("log_every_ms", 20)).block(PATIENCE));
            List<LogEntry> live = new java.util.concurrent.CopyOnWriteArrayList<>();
            Disposable tail = handle.tailLogs().subscribe(live::add);
            await().atMost(PATIENCE).until(() -> live.size() > 5);

            handle.cancel().block(PATIENCE);

            assertThatThrownBy(() -> handle.result().block(PATIENCE))
                    .isInstanceOf(ExecutionFailedException.class)
                    .hasMessageContaining("CANCELLED");
            handle.cancel().block(PATIENCE);
            await().atMost(PATIENCE).until(tail::isDisposed);
            assertThat(live)
                    .containsExactlyElementsOf(handle.logs().collectList().block(PATIENCE));
        }
    }

    @Test
    void aLateLogAndALateResultAreWaitedFor() {
        hub.gateway().settings().logDelay(Duration.ofMillis(300)).resultDelay(Duration.ofMillis(700));
        hub.settings().runTime(Duration.ofMillis(300));
        try (HubServiceClient service = client("optimiser")) {
            ServiceExecutionHandle handle =
                    Objects.requireNonNull(service.run(QUBO).block(PATIENCE));
            assertThat(handle.result().block(PATIENCE)).isNotNull();
            assertThat(handle.tailLogs().collectList().block(PATIENCE))
                    .isEqualTo(handle.logs().collectList().block(PATIENCE));
        }
    }

    @Test
    void aGrantOpensTheDataPoolOfTheProblemAndIsAskedForOnce() {
        try (HubPlatformClient platform = HubPlatformClient.builder()
                        .baseUrl(hub.platformUrl())
                        .apiKey(hub.token())
                        .build();
                HubServiceClient service = client(hub.serviceUrl("optimiser"), b -> b.platformClient(platform))) {
            String pool = Objects.requireNonNull(platform.dataPools()
                            .findOrCreateDataPool("problems")
                            .block(PATIENCE))
                    .id();
            platform.dataPools()
                    .addDataPoolFile(
                            Objects.requireNonNull(pool),
                            Uploads.fromBytes("{\"qubo\":{\"0\":1,\"1\":-2,\"0,1\":0.5}}"
                                            .getBytes(StandardCharsets.UTF_8))
                                    .withFileName("qubo.json"))
                    .block(PATIENCE);
            RunRequest request = RunRequest.builder(Map.of())
                    .grant(DataPoolGrant.of("qubo", pool, hub.applicationId()).withPermission(DataPoolPermission.VIEW))
                    .build();

            for (int i = 0; i < 3; i++) {
                ResultResponse result = Objects.requireNonNull(service.run(request)
                        .flatMap(ServiceExecutionHandle::result)
                        .block(PATIENCE));
                assertThat(result.as(Solution.class)).isEqualTo(new Solution(List.of(0, 1), -2));
            }
            assertThat(platform.dataPoolGrants().getDataPoolGrants().count().block(PATIENCE))
                    .isEqualTo(1);

            RunRequest forged =
                    RunRequest.of(Map.of("qubo", Map.of("id", pool, "ref", "DATAPOOL", "grant", "e30.e30.c2ln")));
            assertThatThrownBy(() -> service.run(forged).block(PATIENCE)).isInstanceOf(ForbiddenException.class);
        }
    }

    @Test
    void aStartWhoseAnswerIsLostIsFoundByItsTagAndWasMadeOnce() {
        String path = hub.serviceUrl("optimiser").substring(hub.url().length());
        var lost = hub.fail(FailureRule.on("POST", path + "/").times(1).resetAfter());
        try (HubServiceClient service = client("optimiser")) {
            RunRequest request = RunRequest.builder(QUBO).tag("order-17").build();
            assertThatThrownBy(() -> service.run(request).block(PATIENCE))
                    .isInstanceOf(SubmissionOutcomeUnknownException.class)
                    .hasMessageContaining("order-17")
                    .hasMessageContaining("getServiceExecutions()");
            lost.remove();

            List<ServiceExecutionHandle> found = Objects.requireNonNull(service.getServiceExecutions()
                    .filter(each ->
                            Objects.requireNonNull(each.snapshot()).tags().contains("order-17"))
                    .collectList()
                    .block(PATIENCE));
            assertThat(found).hasSize(1);
            assertThat(found.get(0).result().block(PATIENCE)).isNotNull();
        }
        assertThat(hub.stats().executionsStarted()).isEqualTo(1);
    }

    @Test
    void tokensThatAreRevokedAreReplacedAndKeysThatAreWrongAreRefused() {
        try (HubServiceClient service = client("optimiser")) {
            service.run(QUBO).block(PATIENCE);
            hub.gateway().revokeTokens();
            assertThat(Flux.range(0, 200)
                            .flatMap(i -> service.getServiceExecutions(), 200)
                            .count()
                            .block(PATIENCE))
                    .isEqualTo(200);
            assertThat(hub.stats().tokensIssued()).isEqualTo(2);
        }
        try (HubServiceClient wrong = HubServiceClient.builder()
                .endpoint(hub.serviceUrl("optimiser"))
                .accessKey(hub.accessKeyId(), "wrong")
                .tokenEndpoint(hub.tokenUrl())
                .build()) {
            assertThatThrownBy(() -> wrong.run(QUBO).block(PATIENCE))
                    .isInstanceOf(CredentialUnavailableException.class)
                    .hasMessageContaining("invalid_client");
        }
    }

    @Test
    void aGatewayOf2024Works() {
        hub.gateway().settings().kind2024(true);
        try (HubServiceClient service = HubServiceClient.builder()
                .endpoint(hub.serviceUrl("optimiser") + "/")
                .polling(QUICK)
                .build()) {
            ServiceExecutionHandle handle =
                    Objects.requireNonNull(service.run(QUBO).block(PATIENCE));
            assertThat(handle.createdAt()).isNotNull();
            assertThat(handle.watch().map(each -> String.valueOf(each.status())).blockLast(PATIENCE))
                    .isEqualTo("SUCCEEDED");
            assertThat(Objects.requireNonNull(handle.result().block(PATIENCE)).as(Solution.class))
                    .isEqualTo(new Solution(List.of(0, 1), -2));
            handle.cancel().block(PATIENCE);
            assertThat(handle.resultFiles().collectList().block(PATIENCE)).isEmpty();
        }
    }

    @Test
    void twoThousandExecutionsAtOnceThrough32Connections() {
        hub.settings().queueTime(Duration.ZERO).runTime(Duration.ofMillis(20));
        int all = 2_000;
        try (HubServiceClient service =
                client(hub.serviceUrl("acme", "echo", "1.0.0"), b -> b.connections(c -> c.maxConnections(32))
                        .polling(PollingPolicy.defaults().withFirstDelay(Duration.ofSeconds(2))))) {
            Set<String> right = Flux.range(0, all)
                    .flatMap(
                            i -> service.run(Map.of("i", i)).flatMap(handle -> handle.watch()
                                    .last()
                                    .then(service.executions().getResult(handle.id()))
                                    .filter(result -> result.value().get("echo").intValue() == i)
                                    .map(result -> handle.id())),
                            all)
                    .collect(Collectors.toSet())
                    .block(PATIENCE);
            assertThat(right).hasSize(all);
        }
        assertThat(hub.stats().executionsStarted()).isEqualTo(all);
        assertThat(hub.stats().tokensIssued()).isEqualTo(1);
        assertThat(hub.stats().mostActiveRequests()).isLessThanOrEqualTo(32);
    }

    @Test
    void aBatchGivesEveryOutcome() {
        try (HubServiceClient service = client(hub.serviceUrl("acme", "echo", "1.0.0"), UnaryOperator.identity())) {
            List<Outcome<ResultResponse>> outcomes = Objects.requireNonNull(
                    service.runAll(Flux.range(0, 100).map(i -> RunRequest.of(Map.of("i", i))), new BatchOptions(8, 40))
                            .collectList()
                            .block(PATIENCE));
            assertThat(outcomes).hasSize(100).allSatisfy(outcome -> {
                assertThat(outcome.error()).isNull();
                assertThat(Objects.requireNonNull(outcome.result())
                                .value()
                                .get("echo")
                                .longValue())
                        .isEqualTo(outcome.index());
            });
            assertThat(outcomes.stream().map(Outcome::index).sorted().toList())
                    .isEqualTo(IntStream.range(0, 100).mapToObj(Long::valueOf).toList());
        }
    }
}
