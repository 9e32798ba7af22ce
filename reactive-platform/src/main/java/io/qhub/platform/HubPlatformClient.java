package io.qhub.platform;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.RequestOptions;
import io.qhub.core.http.AuthScheme;
import io.qhub.core.http.HubApi;
import io.qhub.core.http.HubHttp;
import java.util.Objects;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * The reactive client of the Platform API. Immutable and thread-safe; make one and share it, because each keeps its own
 * connections unless it is given shared ones.
 *
 * <p>Every operation returns a cold publisher: nothing happens before it is subscribed to, each subscription is a new
 * call, and cancelling it cancels the HTTP exchange. Failures are {@link io.qhub.core.error.HubException}s. What the
 * client retries, and what never, is told in {@link io.qhub.core.http.HubCall} and the README.
 */
public final class HubPlatformClient implements AutoCloseable {

    /** Where the Platform API is unless the builder says otherwise. */
    public static final String DEFAULT_BASE_URL = "https://api.hub.kipu-quantum.com/qc-catalog";

    private static final HubApi API = new HubApi("Platform API", AuthScheme.X_AUTH_TOKEN, true);

    private final HubHttp http;

    private HubPlatformClient(HubHttp http) {
        this.http = http;
    }

    /** Begins a client. A credential is needed, all else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** The transport, for endpoints without a method of their own. */
    public HubHttp http() {
        return http;
    }

    /** A view with some options changed, on the same connections, token and rate limits. */
    public HubPlatformClient withOptions(UnaryOperator<RequestOptions.Builder> change) {
        return new HubPlatformClient(http.withOptions(Objects.requireNonNull(change, "change")));
    }

    /** A view that acts for this organization. */
    public HubPlatformClient withOrganization(String id) {
        return withOptions(o -> o.organization(id));
    }

    /** A view that acts for the personal account. */
    public HubPlatformClient withoutOrganization() {
        return withOptions(RequestOptions.Builder::withoutOrganization);
    }

    /** Closes the client's own connections and returns at once; shared ones stay open. */
    @Override
    public void close() {
        http.close();
    }

    /** Closes the client's own connections and completes when they are closed. Cold. */
    public Mono<Void> closeLater() {
        return http.closeLater();
    }

    /** Collects what the client is to be; see {@link HubClientBuilder}. */
    public static final class Builder extends HubClientBuilder<Builder> {

        private Builder() {}

        /**
         * The client.
         *
         * @throws IllegalStateException if no credential was given
         */
        public HubPlatformClient build() {
            return new HubPlatformClient(HubHttp.create(
                    API, options(DEFAULT_BASE_URL, "Please provide 'apiKey' when initializing the client")));
        }
    }
}
