package io.qhub.objectstorage;

import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.ContextResolver;
import io.qhub.core.credentials.DefaultCredentialsProvider;
import io.qhub.core.error.HubException;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.Uploads;
import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.quantum.model.JobInputParams;
import io.qhub.quantum.model.SdkProvider;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Runs a job and streams its result into S3-compatible storage. From an embedded local hub into an S3 server in this
 * process, or from the real Hub with {@code --hub}, or into a real bucket with {@code --bucket}.
 */
@Command(
        name = "object-storage",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a job and streams its result into S3-compatible storage, with constant memory.")
public final class ObjectStorage implements Callable<Integer> {

    private static final String IONQ = "azure.ionq.simulator";
    private static final String LOCAL_BUCKET = "qhub-results";

    @Option(
            names = "--hub",
            description = "Use the real Hub, with the token of KQH_PERSONAL_ACCESS_TOKEN or of qhubctl's config file. "
                    + "Default: an embedded local hub.")
    private boolean hub;

    @Option(names = "--base-url", paramLabel = "URL", description = "Another address of the Quantum API, with --hub.")
    private @Nullable String baseUrl;

    @Option(
            names = "--job",
            paramLabel = "ID",
            description = "Store the result of this job, with --hub. Default: submit a Bell pair.")
    private @Nullable String job;

    @Option(
            names = "--backend",
            paramLabel = "ID",
            defaultValue = IONQ,
            description = "The backend, one that takes IonQ circuits. Default: " + IONQ + ".")
    private String backend = IONQ;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "By how much the local hub pads the result, such as 1GiB. Default: 64MiB.")
    private @Nullable Long size;

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            description = "A real bucket, with the credentials of the AWS SDK's default chain. "
                    + "Default: an S3 server in this process.")
    private @Nullable String bucket;

    @Option(names = "--endpoint", paramLabel = "URL", description = "The store, with --bucket. Default: Amazon S3.")
    private @Nullable URI endpoint;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description = "The region of the bucket. Default: that of the AWS SDK's default chain.")
    private @Nullable String region;

    @Option(
            names = "--path-style",
            description = "Put the bucket into the path instead of the host name, as most other stores want it.")
    private boolean pathStyle;

    @Option(
            names = "--checksums",
            paramLabel = "MODE",
            description = "When requests get checksums: when-supported (default for Amazon S3) or when-required "
                    + "(default for other stores).")
    private @Nullable String checksums;

    @Option(names = "--key", paramLabel = "KEY", description = "The object's key. Default: results/<job>.json.")
    private @Nullable String key;

    @Option(
            names = "--part-size",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            defaultValue = "8MiB",
            description = "Of the first parts. Default: 8MiB.")
    private long partSize;

    @Option(
            names = "--parts-in-flight",
            paramLabel = "N",
            defaultValue = "4",
            description = "Parts in memory at once. Default: 4.")
    private int partsInFlight;

    private final PrintWriter out;

    ObjectStorage(PrintWriter out) {
        this.out = out;
    }

    /** Exits with 0, with 1 if the Hub, the job or the store failed, with 2 if the input is bad. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, args);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new ObjectStorage(out))
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
        check();
        if (bucket == null) {
            try (LocalS3 local = LocalS3.start(LOCAL_BUCKET)) {
                out.println("Using an S3 server in this process at " + local.endpoint());
                store(local.settings(mode(RequestChecksumCalculation.WHEN_SUPPORTED)), LOCAL_BUCKET);
            }
        } else {
            store(realStore(bucket), bucket);
        }
        return 0;
    }

    private void check() {
        if (baseUrl != null && !hub) {
            throw new BadInputException("--base-url goes with --hub; without it the local hub is used.");
        }
        if (job != null && !hub) {
            throw new BadInputException("--job goes with --hub; the local hub begins without jobs.");
        }
        if (size != null && hub) {
            throw new BadInputException(
                    "--size is for the local hub; results of the real one are as long as they are.");
        }
        if (bucket == null && (endpoint != null || region != null || pathStyle)) {
            throw new BadInputException("--endpoint, --region and --path-style go with --bucket.");
        }
        if (endpoint != null
                && (endpoint.getHost() == null || !List.of("http", "https").contains(endpoint.getScheme()))) {
            throw new BadInputException("--endpoint must be an http or https URL, not " + endpoint + ".");
        }
        mode(RequestChecksumCalculation.WHEN_SUPPORTED);
        if (key != null) {
            try {
                ObjectStore.checkKey(key);
            } catch (IllegalArgumentException refused) {
                throw new BadInputException("--" + refused.getMessage() + ".");
            }
        }
    }

    private RequestChecksumCalculation mode(RequestChecksumCalculation otherwise) {
        if (checksums == null) {
            return otherwise;
        }
        return switch (checksums) {
            case "when-supported" -> RequestChecksumCalculation.WHEN_SUPPORTED;
            case "when-required" -> RequestChecksumCalculation.WHEN_REQUIRED;
            default ->
                throw new BadInputException(
                        "--checksums must be when-supported or when-required, not " + checksums + ".");
        };
    }

    private S3Clients.Settings realStore(String name) {
        AwsCredentialsProvider chain = software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider.builder()
                .build();
        try {
            chain.resolveCredentials();
        } catch (SdkClientException none) {
            throw new BadInputException("No credentials for the bucket " + name + ": the AWS SDK looked at its system "
                    + "properties, environment variables, profile files, container and instance.");
        }
        return new S3Clients.Settings(
                endpoint,
                region == null ? null : Region.of(region),
                chain,
                pathStyle,
                mode(
                        endpoint == null
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED));
    }

    private void store(S3Clients.Settings settings, String name) {
        try (S3AsyncClient client = client(settings, name)) {
            ObjectStore store = objectStore(client, name, settings.checksums());
            if (hub) {
                try (HubQuantumClient quantum = realHub()) {
                    runOn(quantum, store);
                }
            } else {
                try (LocalHub local = LocalHub.start();
                        HubQuantumClient quantum = HubQuantumClient.builder()
                                .baseUrl(local.quantumUrl())
                                .apiKey(local.token())
                                .polling(PollingPolicy.defaults()
                                        .withDelays(Duration.ofMillis(100), 1.5, Duration.ofSeconds(2)))
                                .build()) {
                    out.println("Using an embedded local hub at " + local.url());
                    runOn(quantum, store);
                }
            }
        }
    }

    private static S3AsyncClient client(S3Clients.Settings settings, String name) {
        try {
            return S3Clients.create(settings);
        } catch (SdkClientException noRegion) {
            throw new BadInputException(
                    "The bucket " + name + " cannot be reached: " + noRegion.getMessage() + " Give one with --region.");
        }
    }

    private ObjectStore objectStore(S3AsyncClient client, String name, RequestChecksumCalculation mode) {
        try {
            int bytes = (int) Math.min(partSize, Integer.MAX_VALUE);
            return ObjectStore.builder(client, name)
                    .partSize(bytes)
                    .maxPartSize(Math.max(bytes, 512 * PartSizes.MIB))
                    .partsInFlight(partsInFlight)
                    .checksums(mode)
                    .build();
        } catch (IllegalArgumentException refused) {
            throw new BadInputException(refused.getMessage() + ".");
        }
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

    // The whole work is one reactive chain; only the end of the program waits for it.
    private void runOn(HubQuantumClient quantum, ObjectStore store) {
        // A job may cost money: it is not run for a bucket that is not there.
        store.checkBucket()
                .then(Mono.defer(() -> jobId(quantum)))
                .flatMap(id -> quantum.jobs()
                        .awaitJob(id)
                        .then(Mono.defer(() -> store.upload(
                                key == null ? "results/" + id + ".json" : key,
                                Uploads.fromSupplier(() -> quantum.jobs().getJobResultStream(id))
                                        .withMediaType(MediaType.APPLICATION_JSON)))))
                .flatMap(stored -> store.verify(stored).thenReturn(stored))
                .doOnNext(this::show)
                .block();
    }

    private Mono<String> jobId(HubQuantumClient quantum) {
        if (job != null) {
            return Mono.just(job);
        }
        CreateJobRequest.Builder bell = CreateJobRequest.builder(
                        backend, 500, IonqCircuit.builder(2).h(0).cnot(0, 1).build())
                .name("Bell pair")
                .sdkProvider(SdkProvider.CLIENT)
                .tag("object-storage");
        if (!hub) {
            bell.inputParams(JobInputParams.raw(JsonNodeFactory.instance
                    .objectNode()
                    .put("result_padding_bytes", size == null ? 64L * PartSizes.MIB : size)));
        }
        return quantum.jobs()
                .createJob(bell.build())
                .map(created -> String.valueOf(created.id()))
                // Terminals block, event loops must not: what is shown is shown from a thread that may.
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(id -> out.println("Submitted as " + id));
    }

    private void show(StoredObject object) {
        out.println("  object:   " + object.bucket() + "/" + object.key());
        out.println("  size:     " + ByteSize.shown(object.bytes())
                + (object.parts() == 0 ? ", one request" : ", " + object.parts() + " parts"));
        out.println("  SHA-256:  " + object.sha256());
        out.println("  recorded: "
                + (object.checksumKey() == null
                        ? "in the object's metadata as " + ObjectStore.SHA256
                        : "in " + object.bucket() + "/" + object.checksumKey()));
        out.println("  verified: read back, length and SHA-256 are equal");
    }
}
