package io.qhub.benchmarks.peers;

import io.qhub.benchmarks.CallsPeer;
import io.qhub.benchmarks.generated.ApiClient;
import io.qhub.benchmarks.generated.api.DefaultApi;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** What openapi-generator makes of the same operations, with its library for WebClient. */
public final class GeneratedPeer implements CallsPeer {

    private DefaultApi api = new DefaultApi();

    @Override
    public String name() {
        return "openapi-generator's client";
    }

    @Override
    public void open(String baseUrl, String token, int inFlight) {
        ConnectionProvider pool = ConnectionProvider.builder("generated")
                .maxConnections(inFlight)
                .pendingAcquireMaxCount(-1)
                .build();
        ApiClient client = new ApiClient(WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)))
                .build());
        client.setBasePath(baseUrl);
        client.setApiKey(token);
        api = new DefaultApi(client);
    }

    @Override
    public Mono<?> getJobStatus(String id) {
        return api.getJobStatus(id, null);
    }
}
