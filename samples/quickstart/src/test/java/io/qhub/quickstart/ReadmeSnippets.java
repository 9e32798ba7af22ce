package io.qhub.quickstart;

import io.qhub.core.HubClientResources;
import io.qhub.core.HubContext;
import io.qhub.core.contract.Contract;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.ContextResolver;
import io.qhub.core.credentials.DefaultCredentialsProvider;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.Downloads;
import io.qhub.localhub.LocalHub;
import io.qhub.platform.CreateManagedServiceRequest;
import io.qhub.platform.DeployOptions;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.Publication;
import io.qhub.platform.SyncReport;
import io.qhub.platform.model.ServiceDefinitionDto;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.JobFailedException;
import io.qhub.quantum.JobQuery;
import io.qhub.quantum.JobResult;
import io.qhub.quantum.JobUpdate;
import io.qhub.quantum.RunOptions;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.CreateSessionRequest;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import io.qhub.quantum.model.Provider;
import io.qhub.quantum.model.SessionMode;
import io.qhub.service.HubServiceClient;
import io.qhub.service.RunRequest;
import io.qhub.service.ServiceExecutionHandle;
import io.qhub.service.model.DataPoolGrant;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The code of the README, so that it compiles; {@link ReadmeTest} holds the two together. */
final class ReadmeSnippets {

    private final HubQuantumClient quantum;
    private final CreateJobRequest request;

    ReadmeSnippets(HubQuantumClient quantum, CreateJobRequest request) {
        this.quantum = quantum;
        this.request = request;
    }

    static Mono<Map<String, Long>> mainJob(String token) {
        HubQuantumClient quantum = HubQuantumClient.builder().apiKey(token).build();

        CreateJobRequest bell = CreateJobRequest.builder(
                        "azure.ionq.simulator",
                        500,
                        IonqCircuit.builder(2).h(0).cnot(0, 1).build())
                .name("bell-pair")
                .build();

        return quantum.jobs()
                .createJob(bell)
                .flatMapMany(job -> quantum.jobs()
                        .watchJob(job.id())
                        .doOnNext(System.out::println)
                        .thenMany(quantum.jobs()
                                .downloadJobResult(job.id(), Path.of("bell.json"))
                                .then(quantum.jobs().getJobResult(job.id()).map(result -> new JobResult(job, result)))))
                .single()
                .map(result -> result.measurements().counts());
    }

    Mono<Map<String, Long>> runJob() {
        return quantum.jobs().runJob(request).map(result -> result.measurements()
                .counts());
    }

    Mono<HubQuantumClient> credentials() {
        return new ContextResolver().organization().map(organization -> {
            var builder = HubQuantumClient.builder().credential(new DefaultCredentialsProvider());
            organization.ifPresent(builder::organization);
            return builder.build();
        });
    }

    Flux<Job> views() {
        HubQuantumClient acme = quantum.withOrganization("acme");
        HubQuantumClient patient = quantum.withOptions(o -> o.maxRetries(5).timeout(Duration.ofMinutes(2)));
        return Flux.concat(
                acme.jobs().listJobs(JobQuery.newestFirst()), patient.jobs().listJobs(JobQuery.all()));
    }

    WebFilter tenant() {
        return (exchange, chain) -> {
            String tenant = exchange.getRequest().getHeaders().getFirst("X-Tenant");
            return tenant == null
                    ? chain.filter(exchange)
                    : chain.filter(exchange).contextWrite(HubContext.organization(tenant));
        };
    }

    Mono<Job> submitOnce(String key, Instant journalledAt) {
        Mono<Job> first = quantum.jobs().submitJobOnce(request, key);
        Mono<Job> afterRestart = quantum.jobs().resumeSubmission(request, key, journalledAt);
        return first.onErrorResume(SubmissionOutcomeUnknownException.class, unknown -> afterRestart);
    }

    Mono<Job> polling(String id) {
        Flux<JobStatus> states = quantum.jobs().watchJob(id);
        Mono<Job> ended = quantum.jobs().awaitJob(id, PollingPolicy.defaults().withTimeout(Duration.ofHours(6)));
        return states.then(ended);
    }

    Flux<String> together(List<String> ids) {
        Flux<JobUpdate> updates = quantum.jobs().watchAll(Flux.fromIterable(ids));
        return updates.filter(JobUpdate::isLast).map(JobUpdate::id);
    }

    Flux<String> batch(Flux<CreateJobRequest> sweep) {
        return quantum.jobs()
                .runAll(sweep, BatchOptions.defaults().withOutstanding(5_000), (index, request) -> RunOptions.defaults()
                        .withKey("sweep-7-" + index))
                .map(outcome -> outcome.index() + ": " + (outcome.isSuccess() ? outcome.result() : outcome.error()));
    }

    Flux<JobResult> session() {
        return quantum.sessions()
                .withSession(
                        CreateSessionRequest.builder("ibm.qpu.aachen", Provider.IBM, SessionMode.BATCH)
                                .build(),
                        session -> quantum.jobs()
                                .runJob(request.toBuilder()
                                        .sessionId(session.id())
                                        .build()));
    }

    Mono<Long> streaming(String id, Path target) {
        Mono<Long> toDisk = quantum.jobs()
                .downloadJobResult(
                        id,
                        target,
                        DownloadOptions.defaults().onProgress(p -> System.out.println(p.bytes() + " bytes")))
                .map(file -> file.bytes());

        Flux<DataBuffer> expert = quantum.jobs().getJobResultStream(id);
        Mono<Long> counted = expert.map(buffer -> {
                    long bytes = buffer.readableByteCount();
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .reduce(0L, Long::sum);

        Flux<ByteBuffer> safe = Downloads.copying(quantum.jobs().getJobResultStream(id));
        return toDisk.then(counted).zipWith(safe.count(), Long::max);
    }

    Mono<JobResult> errors() {
        return quantum.jobs()
                .runJob(request)
                .doOnError(
                        JobFailedException.class,
                        e -> System.err.println(e.job().errorData()))
                .doOnError(HubApiException.class, e -> System.err.println(e.status() + " " + e.apiMessage()))
                .doOnError(HubException.class, e -> System.err.println(e.resourceId() + " " + e.attempts()));
    }

    static Mono<HubQuantumClient> discovered(String url, AccessTokenProvider credential) {
        return Contract.discover(HubQuantumClient.operations(), url, credential).map(paths -> HubQuantumClient.builder()
                .baseUrl(url)
                .credential(credential)
                .paths(paths)
                .build());
    }

    Mono<JsonNode> ownEndpoint() {
        Operation<JsonNode> report = Operations.of("custom.reports")
                .get("getReport", "/reports/{id}")
                .answers(JsonNode.class);
        return quantum.http().call(report, "r-1");
    }

    static void sharedConnections(String token) {
        HubClientResources shared = HubClientResources.builder()
                .maxConnections(128)
                .httpClient(http -> http.proxyWithSystemProperties())
                .build();
        HubQuantumClient one =
                HubQuantumClient.builder().apiKey(token).resources(shared).build();
        one.close();
        shared.close();
    }

    static void localHub(CreateJobRequest request) {
        try (LocalHub hub = LocalHub.start();
                HubQuantumClient quantum = HubQuantumClient.builder()
                        .baseUrl(hub.quantumUrl())
                        .apiKey(hub.token())
                        .build()) {
            JobResult result = quantum.jobs().runJob(request).block();
        }
    }

    record Route(List<Integer> tour, double length) {}

    static Flux<Path> service(String accessKeyId, String secretAccessKey, List<Integer> stops, Path directory) {
        HubServiceClient planner = HubServiceClient.builder()
                .endpoint("https://gateway.hub.kipu-quantum.com/acme/route-planner/1.2.0")
                .accessKey(accessKeyId, secretAccessKey)
                .platformFromEnvironment()
                .build();

        RunRequest request = RunRequest.builder(Map.of("stops", stops, "shots", 400))
                .tag("nightly")
                .grant(DataPoolGrant.of("roads", "dp-7f21", "app-0c55"))
                .build();

        return planner.run(request)
                .flatMapMany(execution -> execution
                        .tailLogs()
                        .doOnNext(System.out::println)
                        .then(execution.result().doOnNext(result -> System.out.println(result.as(Route.class))))
                        .thenMany(execution.downloadAll(directory)))
                .map(file -> file.path());
    }

    static Flux<String> services(HubServiceClient planner, Flux<RunRequest> sweep) {
        return planner.runAll(sweep, BatchOptions.defaults())
                .map(outcome -> outcome.isSuccess()
                        ? outcome.id() + " " + outcome.result().value()
                        : outcome.id() + " " + outcome.error());
    }

    static Mono<Map<String, Object>> platform(String token, Path data, Path source, String applicationId) {
        HubPlatformClient platform =
                HubPlatformClient.builder().apiKey(token).organization("acme").build();

        Mono<SyncReport> synchronised = platform.dataPools()
                .findOrCreateDataPool("roads")
                .flatMap(pool -> platform.dataPools().synchronizeDirectory(pool.id(), data));

        Mono<ServiceDefinitionDto> deployed = platform.managedServices()
                .deployDirectory(
                        CreateManagedServiceRequest.builder("route-planner")
                                .milliCpus(500)
                                .build(),
                        source,
                        DeployOptions.defaults()
                                .withPublication(Publication.PUBLIC)
                                .onLogLine(System.out::println));

        Mono<HubServiceClient> planner = platform.subscriptions()
                .getSubscriptions(applicationId, null)
                .next()
                .flatMap(subscription -> platform.subscriptions().getGatewayAccess(subscription.id()))
                .map(access -> HubServiceClient.builder()
                        .endpoint(access.endpoint())
                        .credential(access.credential())
                        .platformClient(platform)
                        .build());
        return synchronised.zipWith(deployed).zipWith(planner).map(all -> Map.of("all", all));
    }

    /** A class in an interface needs no modifier. */
    interface OfAnApplication {

        @Component
        class Circuits {

            private final HubQuantumClient quantum;
            private final HubServiceClient planner;

            Circuits(HubQuantumClient quantum, @Qualifier("route-planner") HubServiceClient planner) {
                this.quantum = quantum;
                this.planner = planner;
            }

            Mono<Map<String, Long>> counts(CreateJobRequest request) {
                return quantum.jobs().runJob(request).map(result -> result.measurements()
                        .counts());
            }

            Mono<ServiceExecutionHandle> plan(Object order) {
                return planner.run(order);
            }
        }
    }
}
