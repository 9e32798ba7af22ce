package io.qhub.localhub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.PathOverrides;
import io.qhub.core.error.ContentTooLargeException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import io.qhub.platform.BuildFailedException;
import io.qhub.platform.CreateManagedServiceRequest;
import io.qhub.platform.DeployOptions;
import io.qhub.platform.GatewayAccess;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.Publication;
import io.qhub.platform.SyncOptions;
import io.qhub.platform.SyncReport;
import io.qhub.platform.model.ExecutionStatus;
import io.qhub.platform.model.ServiceDefinitionDto;
import io.qhub.platform.model.ServiceLifecycle;
import io.qhub.platform.model.applications.CreateApplicationRequest;
import io.qhub.platform.model.datapools.DataPoolDto;
import io.qhub.platform.model.datapools.DataPoolFileDto;
import io.qhub.platform.model.servicejobs.CreateJobRequest;
import io.qhub.platform.model.servicejobs.JobDto;
import io.qhub.platform.model.subscriptions.CreateSubscriptionRequest;
import io.qhub.service.HubServiceClient;
import io.qhub.service.RunRequest;
import io.qhub.service.ServiceExecutionHandle;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.service.model.ResultResponse;
import io.qhub.testing.LogCapture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The client of the Platform API against the hub that it is meant for. */
class PlatformEndToEndTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final PollingPolicy QUICK =
            PollingPolicy.defaults().withDelays(Duration.ofMillis(50), 1.5, Duration.ofMillis(400));
    private static final String QUBO = "{\"qubo\": {\"0\": 1, \"1\": -2, \"0,1\": 0.5}}";

    @TempDir
    private Path directory;

    private final LocalHub hub = hub();
    private final HubPlatformClient platform = client(hub, paths(hub));

    LocalHub hub() {
        return LocalHub.start();
    }

    PathOverrides paths(LocalHub of) {
        return PathOverrides.none();
    }

    static HubPlatformClient client(LocalHub of, PathOverrides paths) {
        return HubPlatformClient.builder()
                .baseUrl(of.platformUrl())
                .apiKey(of.token())
                .polling(QUICK)
                .paths(paths)
                .build();
    }

    @AfterEach
    void close() {
        platform.close();
        hub.close();
    }

    private Path source() throws IOException {
        Path code = Files.createDirectories(directory.resolve("optimiser"));
        Files.writeString(code.resolve("main.py"), "def run(qubo): ...\n");
        Files.createDirectories(code.resolve(".git"));
        Files.writeString(code.resolve(".git/secret"), "not to be sent");
        return code;
    }

    private static CreateManagedServiceRequest named(String name) {
        return CreateManagedServiceRequest.builder(name).milliCpus(500).build();
    }

    /** A pool, its file, a service, its subscription, a run with a grant, and the result on disk: all for an organization. */
    private void story(LocalHub of, HubPlatformClient client) throws IOException {
        DataPoolDto pool = client.dataPools().findOrCreateDataPool("problems").block(PATIENCE);
        assertThat(client.dataPools().findOrCreateDataPool("problems").block(PATIENCE))
                .isEqualTo(pool);
        client.dataPools()
                .addDataPoolFile(
                        pool.id(),
                        Uploads.fromBytes(QUBO.getBytes(StandardCharsets.UTF_8)).withFileName("qubo.json"))
                .block(PATIENCE);
        List<String> log = new CopyOnWriteArrayList<>();
        ServiceDefinitionDto version = client.managedServices()
                .deployDirectory(
                        named("optimiser"),
                        source(),
                        DeployOptions.defaults()
                                .withPublication(Publication.PUBLIC)
                                .onLogLine(log::add))
                .block(PATIENCE);
        assertThat(version.lifecycle()).isEqualTo(ServiceLifecycle.PUBLISHED);
        assertThat(log).isNotEmpty().doesNotHaveDuplicates();
        String offered = client.marketplace()
                .getMarketplaceServices()
                .filter(api -> "optimiser".equals(api.name()))
                .blockFirst(PATIENCE)
                .serviceId();
        String application = client.applications()
                .createApplication(CreateApplicationRequest.of("planner"))
                .block(PATIENCE)
                .id();
        String subscription = client.subscriptions()
                .createSubscription(CreateSubscriptionRequest.of(Objects.requireNonNull(offered), application))
                .block(PATIENCE)
                .id();
        GatewayAccess access =
                client.subscriptions().getGatewayAccess(subscription).block(PATIENCE);
        try (HubServiceClient service = HubServiceClient.builder()
                .endpoint(access.endpoint())
                .credential(access.credential())
                .platformClient(client)
                .polling(QUICK)
                .build()) {
            ServiceExecutionHandle run = service.run(RunRequest.builder(Map.of("seed", 7))
                            .grant(DataPoolGrant.of("qubo", pool.id(), application))
                            .tag("story")
                            .build())
                    .block(PATIENCE);
            ResultResponse result = run.result().block(PATIENCE);
            assertThat(result.value().path("energy").doubleValue()).isEqualTo(-2);
            DownloadedFile file =
                    run.downloadResultFile("output.json", directory).block(PATIENCE);
            assertThat(file.path()).exists().hasFileName("output.json");
            Files.delete(file.path());
            assertThat(client.serviceExecutions()
                            .awaitServiceExecution(run.id())
                            .block(PATIENCE)
                            .status())
                    .isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void theWholeStoryOfAnOrganization() throws IOException {
        HubPlatformClient acme = platform.withOrganization("acme");
        try (LogCapture log = new LogCapture()) {
            story(hub, acme);
            log.assertNoSecret(hub.token());
        }
        assertThat(platform.dataPools().getDataPools().collectList().block(PATIENCE))
                .as("of the personal account")
                .isEmpty();
    }

    @Test
    void aFailedBuildTellsTheEndOfItsLog() throws IOException {
        hub.platform().settings().buildFailure("no module named qubo");
        List<String> created = new ArrayList<>();

        assertThatThrownBy(() -> platform.managedServices()
                        .deployDirectory(
                                named("broken"),
                                source(),
                                DeployOptions.defaults().onCreated(s -> created.add(s.id())))
                        .block(PATIENCE))
                .isInstanceOfSatisfying(BuildFailedException.class, failed -> {
                    assertThat(failed.logLines()).isNotEmpty();
                    assertThat(failed.isRetryable()).isFalse();
                    assertThat(failed.resourceId()).isNotNull();
                });
        assertThat(created).hasSize(1);
    }

    @Test
    void publicationLooksBeforeItRepeats() throws IOException {
        hub.platform().settings().publicationTime(Duration.ofMillis(300));
        ServiceDefinitionDto version = platform.managedServices()
                .deployDirectory(
                        named("slow"), source(), DeployOptions.defaults().withPublication(Publication.NONE))
                .block(PATIENCE);
        String service = platform.services()
                .listServices()
                .filter(each -> "slow".equals(each.name()))
                .blockFirst(PATIENCE)
                .id();
        // The answer to the first publication is lost after the Hub has begun it.
        hub.fail(FailureRule.on("POST", "/services/{serviceId}/versions/{versionId}/publish")
                .resetAfter()
                .times(1));

        List<ServiceDefinitionDto> both = Flux.merge(
                        platform.services().ensurePublished(service, version.id()),
                        platform.services().ensurePublished(service, version.id()))
                .collectList()
                .block(PATIENCE);

        assertThat(both).extracting(ServiceDefinitionDto::lifecycle).containsOnly(ServiceLifecycle.PUBLISHED);
        assertThat(platform.services()
                        .ensureUnpublished(service, version.id())
                        .block(PATIENCE)
                        .lifecycle())
                .isEqualTo(ServiceLifecycle.CREATED);
    }

    @Test
    void runsAServiceJobToItsEnd() throws IOException {
        ServiceDefinitionDto version = platform.managedServices()
                .deployDirectory(
                        named("optimiser"), source(), DeployOptions.defaults().withPublication(Publication.NONE))
                .block(PATIENCE);

        JobDto job = platform.serviceJobs()
                .runServiceJob(
                        CreateJobRequest.builder(version.id()).inputData(QUBO).build())
                .block(PATIENCE);

        assertThat(job.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(platform.serviceJobs()
                        .watchServiceJob(job.id())
                        .collectList()
                        .block(PATIENCE))
                .containsExactly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aFileAboveTheLimitIsRefusedAndOneAtItPasses() {
        hub.platform().settings().maxFileBytes(1_000_000);
        DataPoolDto pool = platform.dataPools().findOrCreateDataPool("files").block(PATIENCE);
        assertThatThrownBy(() -> platform.dataPools()
                        .addDataPoolFile(
                                pool.id(),
                                Uploads.fromBytes(new byte[1_000_001]).withFileName("large"))
                        .block(PATIENCE))
                .isInstanceOf(ContentTooLargeException.class);
        DataPoolFileDto file = platform.dataPools()
                .addDataPoolFile(
                        pool.id(), Uploads.fromBytes(new byte[1_000_000]).withFileName("fits"))
                .block(PATIENCE);
        assertThat(file.size()).isEqualTo(1_000_000);
    }

    @Test
    void bringsADirectoryIntoAPoolAndOnlyWhatHasChangedAgain() throws IOException {
        String pool = platform.dataPools()
                .findOrCreateDataPool("files")
                .block(PATIENCE)
                .id();
        Path files = Files.createDirectories(directory.resolve("data/sub"));
        Path root = directory.resolve("data");
        Files.writeString(root.resolve("a.txt"), "a");
        Files.writeString(files.resolve("b ä%.txt"), "b");
        Path outside = Files.writeString(directory.resolve("outside.txt"), "secret");
        Files.createSymbolicLink(root.resolve("link.txt"), outside);
        Files.createSymbolicLink(root.resolve("linked"), directory);

        SyncReport first = platform.dataPools().synchronizeDirectory(pool, root).block(PATIENCE);
        assertThat(first).isEqualTo(new SyncReport(List.of("a.txt", "sub/b ä%.txt"), List.of(), List.of()));
        SyncReport again = platform.dataPools().synchronizeDirectory(pool, root).block(PATIENCE);
        assertThat(again).isEqualTo(new SyncReport(List.of(), List.of("a.txt", "sub/b ä%.txt"), List.of()));

        // The same size, another content.
        Files.writeString(root.resolve("a.txt"), "x");
        Files.delete(files.resolve("b ä%.txt"));
        SyncReport changed =
                platform.dataPools().synchronizeDirectory(pool, root).block(PATIENCE);
        assertThat(changed).isEqualTo(new SyncReport(List.of("a.txt"), List.of(), List.of()));
        assertThat(names(pool)).containsExactlyInAnyOrder("a.txt", "sub/b ä%.txt");

        SyncReport deleting = platform.dataPools()
                .synchronizeDirectory(pool, root, SyncOptions.defaults().deletingMissing())
                .block(PATIENCE);
        assertThat(deleting.deleted()).containsExactly("sub/b ä%.txt");
        assertThat(names(pool)).containsExactly("a.txt");
    }

    private List<String> names(String pool) {
        return platform.dataPools()
                .getDataPoolFiles(pool)
                .map(file -> String.valueOf(file.name()))
                .collectList()
                .block(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7})
    void aSynchronisationThatIsKilledConvergesWhenItIsRunAgain(int afterFiles) throws IOException {
        String pool = platform.dataPools()
                .findOrCreateDataPool("files")
                .block(PATIENCE)
                .id();
        Path root = Files.createDirectories(directory.resolve("data"));
        int files = 10;
        for (int i = 0; i < files; i++) {
            Files.write(root.resolve("file-" + i), new byte[100_000 + i]);
        }
        SyncOptions options = SyncOptions.defaults().withConcurrency(2);
        AtomicBoolean killed = new AtomicBoolean();
        platform.dataPools()
                .synchronizeDirectory(pool, root, options.onProgress(progress -> {
                    if (progress.filesDone() >= afterFiles && killed.compareAndSet(false, true)) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .onErrorResume(end -> Mono.empty())
                .block(PATIENCE);
        int before = names(pool).size();

        SyncReport report =
                platform.dataPools().synchronizeDirectory(pool, root, options).block(PATIENCE);

        assertThat(report.uploaded().size() + report.unchanged().size()).isEqualTo(files);
        assertThat(report.uploaded().size())
                .as("sent again: at most what was under way")
                .isLessThanOrEqualTo(files - before + options.concurrency());
        assertThat(names(pool)).hasSize(files).doesNotHaveDuplicates();
    }

    @Test
    void aPublicationThatNeverComesEndsTheWaitWithTheVersion() {
        assertThatThrownBy(() -> platform.services()
                        .ensurePublished("no-such-service", "no-such-version")
                        .block(PATIENCE))
                .isInstanceOf(NotFoundException.class)
                .isNotInstanceOf(PollingTimeoutException.class)
                .isInstanceOf(HubException.class);
    }
}
