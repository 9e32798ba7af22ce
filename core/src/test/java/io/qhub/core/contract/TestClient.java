package io.qhub.core.contract;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.PathOverrides;
import io.qhub.core.http.AuthScheme;
import io.qhub.core.http.HubApi;
import io.qhub.core.http.HubHttp;
import reactor.core.publisher.Mono;

/** A client with one method. */
final class TestClient implements AutoCloseable {

    private static final class Builder extends HubClientBuilder<Builder> {

        HubHttp build() {
            return HubHttp.create(
                    new HubApi("Test API", AuthScheme.X_AUTH_TOKEN, true), options(null, "no credential"));
        }
    }

    private final HubHttp http;

    TestClient(String baseUrl, PathOverrides paths) {
        this.http =
                new Builder().baseUrl(baseUrl).apiKey("token-1").paths(paths).build();
    }

    HubHttp http() {
        return http;
    }

    Mono<Documents.Job> getJob(String id) {
        return http.call(Documents.GET_JOB, id);
    }

    @Override
    public void close() {
        http.close();
    }
}
