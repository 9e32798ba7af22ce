package io.qhub.quickstart;

import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.ContextResolver;
import io.qhub.core.credentials.DefaultCredentialsProvider;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.MeasurementHints;
import io.qhub.quantum.Measurements;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import io.qhub.quantum.model.SdkProvider;
import io.qhub.quantum.model.ShotsRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Submits circuits, shows each change of state, streams the result files to disk and prints the counts. Against an
 * embedded local hub, or with {@code --hub} against the real one. With {@code --service} runs a managed service instead.
 */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a Bell pair and a 5-qubit GHZ circuit, or a circuit of yours, on a quantum backend.")
public final class Quickstart implements Callable<Integer> {

    private static final String IONQ = "azure.ionq.simulator";
    private static final String BRAKET = "aws.sim.sv1";

    @Option(
            names = "--hub",
            description = "Use the real Hub, with the token of KQH_PERSONAL_ACCESS_TOKEN or of qhubctl's config file. "
                    + "Default: an embedded local hub.")
    private boolean hub;

    @Option(names = "--base-url", paramLabel = "URL", description = "Another address of the Quantum API, with --hub.")
    private @Nullable String baseUrl;

    @Option(
            names = "--backend",
            paramLabel = "ID",
            description = "The backend, such as " + IONQ + " or " + BRAKET + ".")
    private @Nullable String backend;

    @Option(
            names = "--shots",
            paramLabel = "N",
            defaultValue = "500",
            description = "How often to run it. Default: 500.")
    private int shots;

    @Option(
            names = "--circuit",
            paramLabel = "FILE",
            description = "A circuit of yours: IonQ JSON, or OpenQASM in any other file.")
    private @Nullable Path circuit;

    @Option(
            names = "--service",
            description =
                    "Instead of circuits, run a managed service: the optimiser of an embedded local hub, by access "
                            + "key, with its log as it grows and its result files.")
    private boolean service;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            defaultValue = "qhub-results",
            description = "Where result files go. Default: qhub-results.")
    private Path output = Path.of("qhub-results");

    private final PrintWriter out;
    private final boolean quiet;

    Quickstart(PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    /** Exits with 0, with 1 if the Hub or a job failed, with 2 if the input is bad. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, false, args);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(PrintWriter out, PrintWriter err, boolean quiet, String... args) {
        return new CommandLine(new Quickstart(out, quiet))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((failure, given) -> {
                    err.println(failure.getMessage() + ". Try --help.");
                    return 2;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println(failure.getMessage());
                    return failure instanceof BadInputException ? 2 : 1;
                })
                .execute(args);
    }

    @Override
    public Integer call() {
        Circuit own = circuit == null ? null : Circuit.read(circuit);
        if (shots < 1) {
            throw new BadInputException("--shots must be at least 1, not " + shots + ".");
        }
        if (baseUrl != null && !hub) {
            throw new BadInputException("--base-url goes with --hub; without it the local hub is used.");
        }
        if (service && (hub || own != null || backend != null)) {
            throw new BadInputException(
                    "--service runs on an embedded local hub, without circuits: of the others only --output goes with it.");
        }
        prepareOutput();
        if (service) {
            try (LocalHub local =
                    LocalHub.builder().runTime(Duration.ofSeconds(2)).start()) {
                out.println("Using an embedded local hub at " + local.url());
                new OptimiserRun(out, output).runOn(local);
            }
        } else if (hub) {
            try (HubQuantumClient client = realHub()) {
                runOn(client, own);
            }
        } else {
            try (LocalHub local = LocalHub.builder()
                            .queueTime(Duration.ofMillis(1200))
                            .runTime(Duration.ofMillis(1200))
                            .start();
                    HubQuantumClient client = HubQuantumClient.builder()
                            .baseUrl(local.quantumUrl())
                            .apiKey(local.token())
                            .polling(PollingPolicy.defaults()
                                    .withDelays(Duration.ofMillis(250), 1.5, Duration.ofSeconds(2)))
                            .build()) {
                out.println("Using an embedded local hub at " + local.url());
                runOn(client, own);
            }
        }
        return 0;
    }

    private HubQuantumClient realHub() {
        AccessTokenProvider credential = new DefaultCredentialsProvider();
        try {
            credential.token().block();
        } catch (HubException none) {
            throw new BadInputException("No token for the Hub: " + none.getMessage());
        }
        HubQuantumClient.Builder builder = HubQuantumClient.builder().credential(credential);
        Optional<String> organization = new ContextResolver().organization().block();
        if (organization != null) {
            organization.ifPresent(builder::organization);
        }
        if (baseUrl != null) {
            try {
                builder.baseUrl(baseUrl);
            } catch (IllegalArgumentException notAUrl) {
                throw new BadInputException(String.valueOf(notAUrl.getMessage()));
            }
        }
        return builder.build();
    }

    private void prepareOutput() {
        try {
            Files.createDirectories(output);
        } catch (IOException failure) {
            throw new BadInputException("The directory " + output + " cannot be made: " + failure.getMessage());
        }
    }

    // The whole work is one reactive chain; only the end of the program waits for it.
    private void runOn(HubQuantumClient client, @Nullable Circuit own) {
        planned(client, own)
                .concatMap(plan -> submitWatchAndFetch(client, plan), 1)
                .blockLast();
    }

    private record Plan(Circuit circuit, Backend backend) {}

    private Flux<Plan> planned(HubQuantumClient client, @Nullable Circuit own) {
        if (own != null) {
            return known(client, backend != null ? backend : defaultFor(own))
                    .map(found -> {
                        own.requireTakenBy(found);
                        return new Plan(own, found);
                    })
                    .flux();
        }
        if (backend != null) {
            return known(client, backend).flatMapIterable(found -> Circuit.bothFor(found).stream()
                    .map(each -> new Plan(each, found))
                    .toList());
        }
        return Flux.concat(
                known(client, IONQ).map(found -> new Plan(Circuit.bellInIonqJson(), found)),
                known(client, BRAKET).map(found -> new Plan(Circuit.ghzInOpenQasm(), found)));
    }

    private static String defaultFor(Circuit own) {
        return own.format().equals(Circuit.bellInIonqJson().format()) ? IONQ : BRAKET;
    }

    private Mono<Backend> known(HubQuantumClient client, String id) {
        return client.backends()
                .getBackend(id)
                .onErrorResume(NotFoundException.class, missing -> client.backends()
                        .getBackends()
                        .mapNotNull(Backend::id)
                        .sort()
                        .collectList()
                        .flatMap(ids ->
                                Mono.error(new BadInputException("There is no backend " + id + ", only " + ids + "."))))
                .doOnNext(this::checkShots);
    }

    private void checkShots(Backend found) {
        ShotsRange range =
                found.configuration() == null ? null : found.configuration().shotsRange();
        if (range != null
                && (range.min() != null && shots < range.min() || range.max() != null && shots > range.max())) {
            throw new BadInputException("The backend " + found.id() + " takes " + range.min() + " to " + range.max()
                    + " shots, not " + shots + ".");
        }
    }

    private Mono<Void> submitWatchAndFetch(HubQuantumClient client, Plan plan) {
        CreateJobRequest request = CreateJobRequest.builder(
                        String.valueOf(plan.backend().id()),
                        shots,
                        plan.circuit().input())
                .name(plan.circuit().name())
                .inputFormat(plan.circuit().format())
                .sdkProvider(SdkProvider.CLIENT)
                .tag("quickstart")
                .build();
        return Mono.defer(() -> {
            out.println();
            out.println(plan.circuit().name() + ", " + shots + " shots on "
                    + plan.backend().id());
            // Terminals block, event loops must not: what is shown is shown from a thread that may.
            return client.jobs()
                    .createJob(request)
                    .publishOn(Schedulers.boundedElastic())
                    .flatMap(job -> {
                        String id = String.valueOf(job.id());
                        out.println("  submitted as " + id);
                        return watched(client, id)
                                // It has ended, so there is nothing to await; but how it failed awaitJob tells best.
                                .flatMap(end -> end.isSuccessful()
                                        ? client.jobs().getJob(id)
                                        : client.jobs().awaitJob(id))
                                .flatMap(ended -> fetched(client, ended, plan));
                    });
        });
    }

    private Mono<JobStatus> watched(HubQuantumClient client, String id) {
        return Mono.using(() -> bar("  waiting", 3, ""), bar -> client.jobs()
                .watchJob(id)
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(status -> show(bar, status))
                .last());
    }

    private void show(ProgressBar bar, JobStatus status) {
        out.println("  " + status.value());
        bar.setExtraMessage(status.value());
        bar.stepTo(status.isTerminal() ? 3 : JobStatus.RUNNING.equals(status) ? 2 : 1);
    }

    private Mono<Void> fetched(HubQuantumClient client, Job job, Plan plan) {
        String id = String.valueOf(job.id());
        Path file = output.resolve(id + ".json");
        return Mono.using(() -> bar("  fetching", -1, "B"), bar -> client.jobs()
                        .downloadJobResult(id, file, DownloadOptions.defaults().onProgress(progress -> {
                            bar.maxHint(progress.total() == null ? -1 : progress.total());
                            bar.stepTo(progress.bytes());
                        })))
                .flatMap(downloaded -> Mono.fromCallable(() -> Files.readAllBytes(file))
                        .subscribeOn(Schedulers.boundedElastic())
                        .doOnNext(bytes -> {
                            out.println("  result: " + file + " (" + downloaded.bytes() + " bytes)");
                            out.println(Histogram.of(counts(bytes, job, plan)));
                        }))
                .then();
    }

    private static Map<String, Long> counts(byte[] result, Job job, Plan plan) {
        return Measurements.of(
                        JsonMapper.shared().readTree(result), plan.circuit().hints(MeasurementHints.of(job)))
                .counts();
    }

    private ProgressBar bar(String task, long max, String unit) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max)
                .setUnit(unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish();
        return (quiet ? builder.setConsumer(new NoProgress()) : builder).build();
    }

    private static final class NoProgress implements me.tongfei.progressbar.ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return 80;
        }

        @Override
        public void accept(String rendered) {}

        @Override
        public void close() {}
    }
}
