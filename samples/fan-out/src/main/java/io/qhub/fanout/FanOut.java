package io.qhub.fanout;

import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.ContextResolver;
import io.qhub.core.credentials.DefaultCredentialsProvider;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.journal.Batch;
import io.qhub.journal.EntryState;
import io.qhub.journal.JobJournal;
import io.qhub.journal.JournalDatabase;
import io.qhub.journal.LeaseLostException;
import io.qhub.journal.NewEntry;
import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.SubmitOnceOptions;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.ShotsRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a job for each point of a parameter sweep and writes a line of JSON for each. Killed at any time and started again, it
 * goes on; workers that share a PostgreSQL divide the sweep. Against an embedded local hub, or with {@code --hub} against
 * the real one.
 */
@Command(
        name = "fan-out",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a job for each point of a parameter sweep; can be killed and started again at any time.")
public final class FanOut implements Callable<Integer> {

    private static final String LOCAL_BACKEND = "aws.sim.sv1";
    private static final Duration REFRESH = Duration.ofSeconds(2);

    @Option(
            names = "--hub",
            description = "Use the real Hub, with the token of KQH_PERSONAL_ACCESS_TOKEN or of qhubctl's config file. "
                    + "Default: an embedded local hub, which ends with this process and forgets its jobs.")
    private boolean hub;

    @Option(names = "--base-url", paramLabel = "URL", description = "Another address of the Quantum API, with --hub.")
    private @Nullable String baseUrl;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "The points: a CSV file of numbers whose header names the parameters.")
    private @Nullable Path csv;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Without --csv: a full turn of the parameter theta in N points. Default: 5000.")
    private @Nullable Integer jobs;

    @Option(
            names = "--circuit",
            paramLabel = "FILE",
            description = "A circuit of yours with places like $${theta}: IonQ JSON, or OpenQASM in any other file.")
    private @Nullable Path circuit;

    @Option(
            names = "--backend",
            paramLabel = "ID",
            defaultValue = LOCAL_BACKEND,
            description = "The backend. Default: " + LOCAL_BACKEND + ".")
    private String backend = LOCAL_BACKEND;

    @Option(
            names = "--shots",
            paramLabel = "N",
            defaultValue = "100",
            description = "How often each point runs. Default: 100.")
    private int shots;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "0",
            description = "Run the jobs inside N sessions of each worker. Default: 0, without sessions.")
    private int sessions;

    @Option(
            names = "--session-ttl",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long a session may last; one that has ended is replaced. Default: 3600.")
    private int sessionTtl;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Workers in this process, each with bounds of its own. Default: 1.")
    private int workers;

    @Option(
            names = "--submitting",
            paramLabel = "N",
            defaultValue = "16",
            description = "Submissions in flight of each worker. Default: 16.")
    private int submitting;

    @Option(
            names = "--outstanding",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Jobs submitted and not ended of each worker. Default: 1000.")
    private int outstanding;

    @Option(
            names = "--journal",
            paramLabel = "FILE|URL",
            defaultValue = "qhub-results/fan-out",
            description =
                    "Where the journal is: a file, or r2dbc:postgresql://host/database, which several processes may "
                            + "share; its user and password may come by QHUB_POSTGRES_USER and QHUB_POSTGRES_PASSWORD. "
                            + "Default: qhub-results/fan-out.")
    private String journal = "";

    @Option(
            names = "--sweep",
            paramLabel = "NAME",
            defaultValue = "sweep",
            description = "The sweep's name in the journal. Default: sweep.")
    private String sweep = "";

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long a worker that was killed keeps its points from others. Default: 30.")
    private int lease;

    @Option(
            names = "--settle-time",
            paramLabel = "SECONDS",
            description = "How long to look for a job whose submission got no answer. Default: 60, and 2 locally.")
    private @Nullable Integer settleTime;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "qhub-results/fan-out.jsonl",
            description = "Where the lines go, one for each point. Default: qhub-results/fan-out.jsonl.")
    private Path output = Path.of("qhub-results", "fan-out.jsonl");

    @Option(
            names = "--rate-limit",
            paramLabel = "N",
            description = "Let the embedded hub take N requests a second and no more.")
    private @Nullable Integer rateLimit;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private final AccessTokenProvider credential;
    private final Sinks.Empty<Void> stop = Sinks.empty();

    FanOut(PrintWriter out, PrintWriter err, boolean quiet, AccessTokenProvider credential) {
        this.out = out;
        this.err = err;
        this.quiet = quiet;
        this.credential = credential;
    }

    /** Exits with 0, with 1 if the Hub, the journal or a job failed, with 2 if the input is bad. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, false, new DefaultCredentialsProvider(), args);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(PrintWriter out, PrintWriter err, boolean quiet, AccessTokenProvider credential, String... args) {
        return new CommandLine(new FanOut(out, err, quiet, credential))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((failure, given) -> {
                    err.println(failure.getMessage() + ". Try --help.");
                    return 2;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println(sentence(failure));
                    return failure instanceof BadInputException ? 2 : 1;
                })
                .execute(args);
    }

    // Spring wraps what the driver says, and adds the statement.
    private static String sentence(Throwable failure) {
        if (!(failure instanceof DataAccessException) && !(failure instanceof TransactionException)) {
            return String.valueOf(failure.getMessage());
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = String.valueOf(cause.getMessage());
        return why.contains("already in use") || why.contains("file is locked") || why.contains("Locked by another")
                ? "The journal is in use by another process; to share one, give the URL of a PostgreSQL."
                : "The journal cannot be used: " + why.lines().findFirst().orElse("");
    }

    @Override
    public Integer call() {
        check();
        CircuitTemplate template = circuit == null ? null : CircuitTemplate.read(circuit);
        Points points = csv != null ? Points.csv(csv) : Points.generated(jobs == null ? 5_000 : jobs);
        if (hub) {
            try (HubQuantumClient client = realHub()) {
                return runOn(client, template, points);
            }
        }
        LocalHub.Builder local = LocalHub.builder();
        if (rateLimit != null) {
            local.rateLimit(rateLimit, Duration.ofSeconds(1));
        }
        try (LocalHub embedded = local.start();
                HubQuantumClient client = HubQuantumClient.builder()
                        .baseUrl(embedded.quantumUrl())
                        .apiKey(embedded.token())
                        .build()) {
            out.println("Using an embedded local hub at " + embedded.url());
            return runOn(client, template, points);
        }
    }

    // ---- input

    private void check() {
        if (csv != null && jobs != null) {
            throw new BadInputException("Either --csv or --jobs, not both.");
        }
        between("--jobs", jobs == null ? 1 : jobs, 1, Points.MOST);
        between("--shots", shots, 1, Integer.MAX_VALUE);
        between("--sessions", sessions, 0, 1_000);
        between("--session-ttl", sessionTtl, 1, Integer.MAX_VALUE);
        between("--workers", workers, 1, 64);
        between("--submitting", submitting, 1, 1_000);
        between("--outstanding", outstanding, 2 * submitting + 1, 1_000_000);
        between("--lease", lease, 1, 86_400);
        between("--settle-time", settleTime == null ? 0 : settleTime, 0, 86_400);
        between("--rate-limit", rateLimit == null ? 1 : rateLimit, 1, 1_000_000);
        if (sweep.isBlank() || sweep.length() > 100) {
            throw new BadInputException("--sweep must be 1 to 100 characters.");
        }
        if (baseUrl != null && !hub) {
            throw new BadInputException("--base-url goes with --hub; without it the local hub is used.");
        }
        if (rateLimit != null && hub) {
            throw new BadInputException("--rate-limit is for the embedded hub; the real one has its own.");
        }
        if (isUrl() && !hub) {
            throw new BadInputException(
                    "A --journal that is shared goes with --hub: an embedded hub ends with its process.");
        }
    }

    private static void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadInputException(
                    option + " must be " + (most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most)
                            + ", not " + value + ".");
        }
    }

    private boolean isUrl() {
        return journal.startsWith("r2dbc:");
    }

    private HubQuantumClient realHub() {
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

    private JournalDatabase database() {
        if (isUrl()) {
            try {
                return JournalDatabase.postgres(
                        journal, System.getenv("QHUB_POSTGRES_USER"), System.getenv("QHUB_POSTGRES_PASSWORD"));
            } catch (IllegalArgumentException notOne) {
                throw new BadInputException("--journal: " + notOne.getMessage());
            }
        }
        Path file = Path.of(journal).toAbsolutePath();
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
        } catch (IOException | RuntimeException failure) {
            throw new BadInputException(
                    "The directory of the journal " + journal + " cannot be made: " + failure.getMessage());
        }
        return JournalDatabase.file(file);
    }

    // ---- the sweep

    // The whole work is one reactive chain; only the end of the program waits for it, and a stopped program for its
    // end.
    private int runOn(HubQuantumClient client, @Nullable CircuitTemplate template, Points points) {
        JournalDatabase database = database();
        CountDownLatch over = new CountDownLatch(1);
        Thread stopped = new Thread(() -> {
            stop.tryEmitEmpty();
            try {
                over.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(stopped);
        try {
            return Objects.requireNonNull(Mono.usingWhen(
                            Mono.just(database),
                            opened -> swept(client, opened, template, points),
                            JournalDatabase::close)
                    .block());
        } finally {
            over.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(stopped);
            } catch (IllegalStateException stopping) {
                // The hook is what waits for this.
            }
        }
    }

    private Mono<Integer> swept(
            HubQuantumClient client, JournalDatabase database, @Nullable CircuitTemplate template, Points points) {
        JobJournal book = database.journal();
        return known(client).flatMap(found -> {
            CircuitTemplate used = template == null ? CircuitTemplate.standard(found) : template;
            used.requireTakenBy(found);
            for (String parameter : used.parameters()) {
                if (!points.names().contains(parameter)) {
                    throw new BadInputException(
                            "The circuit has a place for '" + parameter + "', and the points have only "
                                    + points.names().stream().sorted().toList() + ".");
                }
            }
            return points.all()
                    .next()
                    .doOnNext(used::at)
                    .then(book.createSchema())
                    .then(database.isEmbedded() ? book.endAllLeases() : Mono.empty())
                    .then(Mono.defer(() -> book.openBatch(sweep, definition(used, points))))
                    .flatMap(batch -> loaded(book, batch, definition(used, points), points))
                    .flatMap(batch -> written(client, book, database.isEmbedded(), sweepOf(batch, found, used)));
        });
    }

    private Sweep sweepOf(Batch batch, Backend found, CircuitTemplate used) {
        Duration settle = settleTime != null ? Duration.ofSeconds(settleTime) : Duration.ofSeconds(hub ? 60 : 2);
        boolean near = baseUrl != null || !hub;
        return new Sweep(
                batch.name(),
                batch.id(),
                found,
                used,
                shots,
                new BatchOptions(submitting, outstanding),
                SubmitOnceOptions.defaults().withSettleTime(settle),
                near
                        ? PollingPolicy.defaults().withDelays(Duration.ofMillis(200), 1.5, Duration.ofSeconds(5))
                        : PollingPolicy.defaults(),
                near ? Duration.ofMillis(300) : Duration.ofSeconds(2),
                near ? Duration.ofMillis(500) : Duration.ofSeconds(5));
    }

    private Mono<Backend> known(HubQuantumClient client) {
        return client.backends()
                .getBackend(backend)
                .onErrorResume(NotFoundException.class, missing -> client.backends()
                        .getBackends()
                        .mapNotNull(Backend::id)
                        .sort()
                        .collectList()
                        .flatMap(ids -> Mono.error(
                                new BadInputException("There is no backend " + backend + ", only " + ids + "."))))
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

    // What may not change between two starts: the points' jobs would not be comparable, or be looked for elsewhere.
    private String definition(CircuitTemplate used, Points points) {
        ObjectNode definition = JsonMapper.shared().createObjectNode();
        definition.put("hub", !hub ? "embedded" : baseUrl == null ? HubQuantumClient.DEFAULT_BASE_URL : baseUrl);
        definition.put("backend", backend);
        definition.put("shots", shots);
        definition.put("circuit", sha256(used.text()));
        definition.put("points", points.description());
        return definition.toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private Mono<Batch> loaded(JobJournal book, Batch batch, String wanted, Points points) {
        JsonNode before = JsonMapper.shared().readTree(batch.definition());
        JsonNode now = JsonMapper.shared().readTree(wanted);
        List<String> differing = new ArrayList<>();
        for (String name : now.propertyNames()) {
            if (!now.get(name).equals(before.path(name))) {
                differing.add(name + " was " + before.path(name).asString() + " and is "
                        + now.get(name).asString());
            }
        }
        if (!differing.isEmpty()) {
            return Mono.error(
                    new BadInputException("The journal " + (isUrl() ? "" : journal + " ") + "has another sweep '"
                            + batch.name() + "': " + String.join(", ", differing)
                            + ". Give the same, another --sweep, or another --journal."));
        }
        Mono<Void> load = batch.complete()
                ? Mono.empty()
                : book.load(
                        batch,
                        points.all().index((i, point) -> new NewEntry(i, batch.id() + "-" + i, point.toString())));
        // The hub of the run before has ended, with all its jobs.
        Mono<Void> anew = hub
                ? Mono.empty()
                : book.beginAnew(batch.name())
                        .doOnNext(lost -> {
                            if (lost > 0) {
                                out.println("The embedded hub of the last run is gone; its " + lost
                                        + " open jobs begin anew. To resume jobs, run a hub in a process of its own.");
                            }
                        })
                        .then();
        return load.then(anew).thenReturn(batch);
    }

    private Mono<Integer> written(HubQuantumClient client, JobJournal book, boolean alone, Sweep swept) {
        // Opening and closing read and wait: not on a thread of the network's.
        return Mono.usingWhen(
                Mono.fromCallable(() -> JsonLines.open(output, swept.keys())).subscribeOn(Schedulers.boundedElastic()),
                lines -> book.counts(swept.name()).flatMap(counts -> {
                    Progress progress = new Progress(counts.total());
                    progress.set(counts);
                    out.printf(
                            Locale.ROOT,
                            "%,d points, %,d of them ended before; %d shots on %s; results go to %s%n",
                            counts.total(),
                            counts.total() - counts.open(),
                            shots,
                            swept.backend().id(),
                            output);
                    return caughtUp(book, swept, lines)
                            .then(shown(progress, worked(client, book, alone, swept, lines, progress)))
                            .then(Mono.defer(() -> caughtUp(book, swept, lines)))
                            .then(Mono.defer(() -> summed(book, swept, progress)));
                }),
                lines -> Mono.fromRunnable(lines::close).subscribeOn(Schedulers.boundedElastic()));
    }

    /** Writes the lines that the journal has and the file has not: of a killed process, or of another worker. */
    private static Mono<Void> caughtUp(JobJournal book, Sweep swept, JsonLines lines) {
        return book.ended(swept.name())
                .concatMap(entry -> lines.append(entry.number(), Objects.requireNonNull(entry.outcome())), 1)
                .then();
    }

    private Mono<Void> worked(
            HubQuantumClient client, JobJournal book, boolean alone, Sweep swept, JsonLines lines, Progress progress) {
        Mono<Void> work = Flux.range(0, workers)
                .flatMap(
                        i -> book.withLease(Duration.ofSeconds(lease), worker -> {
                                    SessionSlots slots = new SessionSlots(
                                            client,
                                            book,
                                            worker,
                                            swept.name(),
                                            swept.backend(),
                                            sessions,
                                            sessionTtl,
                                            err::println);
                                    return new SweepWorker(client, book, worker, swept, slots, lines, progress)
                                            .run()
                                            .then(Mono.defer(slots::close))
                                            .takeUntilOther(stop.asMono());
                                })
                                // Stopped for longer than the lease: begin again with another.
                                .retryWhen(reactor.util.retry.Retry.indefinitely()
                                        .filter(LeaseLostException.class::isInstance)),
                        workers)
                .then();
        // Figures that cannot be had stay as they are: the work itself tells of a database that is away.
        // An error of its companion would leave it running.
        return alone
                ? work
                : work.takeUntilOther(Mono.delay(REFRESH)
                        .then(book.counts(swept.name()))
                        .doOnNext(progress::set)
                        .onErrorComplete()
                        .repeat()
                        .then());
    }

    private Mono<Void> shown(Progress progress, Mono<Void> work) {
        return quiet
                ? work
                // Its own thread shows it; closing it waits for that thread.
                : Mono.using(
                        () -> Display.show(progress, err),
                        bar -> work.publishOn(Schedulers.boundedElastic()),
                        ProgressBar::close);
    }

    private Mono<Integer> summed(JobJournal book, Sweep swept, Progress progress) {
        return book.counts(swept.name()).map(counts -> {
            double seconds = progress.elapsed().toNanos() / 1e9;
            if (counts.open() > 0) {
                out.printf(Locale.ROOT, "Stopped with %,d points left; start again to go on.%n", counts.open());
                return 1;
            }
            out.printf(
                    Locale.ROOT,
                    "%,d done, %,d failed; %,d of them here in %.1f s (%.0f/s)%n",
                    counts.of(EntryState.DONE),
                    counts.of(EntryState.FAILED),
                    progress.endedHere(),
                    seconds,
                    progress.endedHere() / Math.max(0.001, seconds));
            if (counts.of(EntryState.FAILED) > 0) {
                err.printf(Locale.ROOT, "%,d points failed; their lines say why.%n", counts.of(EntryState.FAILED));
                return 1;
            }
            return 0;
        });
    }
}
