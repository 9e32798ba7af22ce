package io.qhub.benchmarks;

import io.qhub.quantum.model.JobStatusResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The JDK's own client, as one would use it in a reactive program. */
final class JdkPeer implements CallsPeer {

    static final String NAME = "JDK HttpClient";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectReader reader = JsonMapper.builder().build().readerFor(JobStatusResponse.class);
    private String baseUrl = "";
    private String token = "";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void open(String url, String credential, int inFlight) {
        baseUrl = url;
        token = credential;
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("X-Auth-Token", token)
                .build();
    }

    @Override
    public Mono<?> getJobStatus(String id) {
        return Mono.fromFuture(() -> client.sendAsync(request("/jobs/" + id + "/status"), BodyHandlers.ofByteArray()))
                .map(answer -> reader.<JobStatusResponse>readValue(answer.body()));
    }

    /** Bytes consumed as they come. */
    Mono<Long> consume(String path) {
        return Mono.fromFuture(() -> {
            LongAdder bytes = new LongAdder();
            return client.sendAsync(
                            request(path),
                            BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(some -> bytes.add(some.length))))
                    .thenApply(answer -> bytes.sum());
        });
    }

    /** Bytes written to a file. */
    Mono<Void> toDisk(String path, Path file) {
        return Mono.fromFuture(() -> client.sendAsync(request(path), BodyHandlers.ofFile(file)))
                .then();
    }
}
