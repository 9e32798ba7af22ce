package io.qhub.localhub.faults;

import io.qhub.core.HubClientResources;
import io.qhub.core.http.WireServer.Exchange;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.Uploads;
import io.qhub.quantum.JobQuery;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobInput;
import io.qhub.service.HubServiceClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/** What is asked for. */
enum Kind {
    GET("buffered GET", "quantum.jobs.getJob", "GET /quantum/jobs/j-1", HubClientResources::calls),
    CREATE("POST that costs money", "quantum.jobs.createJob", "POST /quantum/jobs", HubClientResources::calls),
    STREAM(
            "stream",
            "quantum.jobs.getJobResultStream",
            "GET /quantum/jobs/j-1/result-stream",
            HubClientResources::streams),
    DOWNLOAD(
            "download to a file",
            "quantum.jobs.getJobResultStream",
            "GET /quantum/jobs/j-1/result-stream",
            HubClientResources::streams),
    UPLOAD(
            "upload",
            "platform.dataPools.addDataPoolFile",
            "POST /platform/datapools/p-1/files",
            HubClientResources::streams),
    POLL("poll", "quantum.jobs.getJobStatus", "GET /quantum/jobs/j-1/status", HubClientResources::calls),
    PAGES("page walk", "quantum.jobs.searchJobs", "GET /quantum/jobs", HubClientResources::calls),
    TOKEN("token fetch", "service.executions.startExecution", "POST /token", HubClientResources::tokens);

    private static final CreateJobRequest JOB = CreateJobRequest.builder(
                    "backend", 10, JobInput.ionq(2).h(0).cnot(0, 1).build())
            .build();
    private static final byte[] MORE_THAN_SOCKETS_HOLD = new byte[16 << 20];

    final String label;
    /** What the error names. */
    final String operation;
    /** Where its connections are. */
    final Function<HubClientResources, HttpClient> pool;

    private final String request;

    Kind(String label, String operation, String request, Function<HubClientResources, HttpClient> pool) {
        this.label = label;
        this.operation = operation;
        this.request = request;
        this.pool = pool;
    }

    /** Calls with a new client, and tells what came. */
    Mono<String> call(Rig rig) {
        return switch (this) {
            case GET -> rig.quantum().jobs().getJob("j-1").map(Kind::id);
            case CREATE -> rig.quantum().jobs().createJob(JOB).map(Kind::id);
            case STREAM ->
                DataBufferUtils.join(rig.quantum().jobs().getJobResultStream("j-1"))
                        .map(all -> {
                            byte[] bytes = new byte[all.readableByteCount()];
                            all.read(bytes);
                            DataBufferUtils.release(all);
                            return told(bytes);
                        })
                        .defaultIfEmpty(told(new byte[0]));
            case DOWNLOAD ->
                rig.quantum()
                        .jobs()
                        .downloadJobResult(
                                "j-1",
                                rig.directory.resolve("result"),
                                DownloadOptions.defaults().maxAttempts(2))
                        .publishOn(Schedulers.boundedElastic())
                        .map(file -> told(taken(file.path())));
            case UPLOAD -> {
                byte[] content = rig.fault == Fault.STALLED_REQUEST ? MORE_THAN_SOCKETS_HOLD : Reply.CONTENT;
                yield rig.platform()
                        .dataPools()
                        .addDataPoolFile("p-1", Uploads.fromBytes(content).withFileName("data"))
                        .map(file -> String.valueOf(file.id()));
            }
            case POLL ->
                rig.quantum()
                        .jobs()
                        .awaitJob("j-1", PollingPolicy.defaults().withOutageTolerance(Duration.ofSeconds(1)))
                        .map(Kind::id);
            case PAGES ->
                rig.quantum()
                        .jobs()
                        .listJobs(JobQuery.all())
                        .take(10)
                        .map(Kind::id)
                        .collectList()
                        .map(ids -> String.join(" ", ids));
            case TOKEN -> {
                HubServiceClient service = rig.service();
                // Two calls, for the token is to be kept.
                yield service.run(Map.of("n", 1))
                        .flatMap(started ->
                                service.getServiceExecutions().next().map(found -> started.id() + " " + found.id()));
            }
        };
    }

    /** What comes where nothing is wrong. */
    String right() {
        return switch (this) {
            case GET, CREATE, POLL -> "j-1";
            case STREAM, DOWNLOAD -> told(Reply.CONTENT);
            case UPLOAD -> "f-1";
            case PAGES -> "j-0 j-1 j-2 j-3 j-4 j-5";
            case TOKEN -> "e-1 e-1";
        };
    }

    /** How many requests that takes. */
    int requests() {
        return this == PAGES ? 3 : 1;
    }

    /** Whether this is the request that the fault is meant for. */
    boolean isMeant(Exchange exchange) {
        return request.equals(named(exchange));
    }

    /** Whether this is a request that must not be done twice. */
    boolean submits(Exchange exchange) {
        return switch (this) {
            case CREATE, UPLOAD -> isMeant(exchange);
            case TOKEN -> named(exchange).equals("POST /service/");
            default -> false;
        };
    }

    private static String named(Exchange exchange) {
        return exchange.method + " " + exchange.target.replaceAll("\\?.*", "");
    }

    private static String id(Job job) {
        return String.valueOf(job.id());
    }

    static String told(byte[] bytes) {
        return bytes.length + " bytes, hash " + Arrays.hashCode(bytes);
    }

    private static byte[] taken(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
