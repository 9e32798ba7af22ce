package io.qhub.platform;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.RequestOptions;
import io.qhub.core.http.AuthScheme;
import io.qhub.core.http.HubApi;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The reactive client of the user service: the current user and the directory of users. Immutable and thread-safe. It
 * acts for the user and never for an organization.
 *
 * <p>Every operation returns a cold publisher: nothing happens before it is subscribed to, each subscription is a new
 * call, and cancelling it cancels the HTTP exchange. Failures are {@link io.qhub.core.error.HubException}s. What the
 * client retries, and what never, is told in {@link io.qhub.core.http.HubCall} and the README.
 *
 * <p>How sure it is that the Hub serves an operation where this client looks for it stands at each method ({@link
 * io.qhub.core.http.EndpointEvidence}). A path that is not verified can be set without a new release: {@link
 * HubClientBuilder#path}.
 */
public final class HubUserClient implements AutoCloseable {

    /** Where the user service is unless the builder says otherwise; designed, not verified. */
    public static final String DEFAULT_BASE_URL = "https://api.hub.kipu-quantum.com/user-service";

    private static final HubApi API = new HubApi("User service", AuthScheme.X_AUTH_TOKEN, false);

    private final HubHttp http;
    private final UserSettingsClient userSettings;
    private final UserSettingsPersonalAccessTokensClient userSettingsPersonalAccessTokens;
    private final UserDirectoryClient users;
    private final UserRegistrationStatusClient userRegistrationStatus;
    private final UserAuthenticationClient authentication;

    private HubUserClient(HubHttp http) {
        this.http = http;
        this.userSettings = new UserSettingsClient(http);
        this.userSettingsPersonalAccessTokens = new UserSettingsPersonalAccessTokensClient(http);
        this.users = new UserDirectoryClient(http);
        this.userRegistrationStatus = new UserRegistrationStatusClient(http);
        this.authentication = new UserAuthenticationClient(http);
    }

    /** Begins a client. A credential is needed, all else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** All operations, namespace by namespace, in the order of their documentation. */
    public static List<Operation<?>> operations() {
        return Stream.of(
                        UserSettingsClient.OPERATIONS.all(),
                        UserSettingsPersonalAccessTokensClient.OPERATIONS.all(),
                        UserDirectoryClient.OPERATIONS.all(),
                        UserRegistrationStatusClient.OPERATIONS.all(),
                        UserAuthenticationClient.OPERATIONS.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The current user: name, e-mail address, profile image. */
    public UserSettingsClient userSettings() {
        return userSettings;
    }

    /** The personal access tokens of the current user. */
    public UserSettingsPersonalAccessTokensClient userSettingsPersonalAccessTokens() {
        return userSettingsPersonalAccessTokens;
    }

    /** The directory of users. Its endpoints need no authenticated principal. */
    public UserDirectoryClient users() {
        return users;
    }

    /** Whether an e-mail address is registered. Its endpoint needs no authenticated principal. */
    public UserRegistrationStatusClient userRegistrationStatus() {
        return userRegistrationStatus;
    }

    /** Who the caller is. */
    public UserAuthenticationClient authentication() {
        return authentication;
    }

    /** The transport, for endpoints without a method of their own. */
    public HubHttp http() {
        return http;
    }

    /** A view with some options changed, on the same connections, token and rate limits. */
    public HubUserClient withOptions(UnaryOperator<RequestOptions.Builder> change) {
        return new HubUserClient(http.withOptions(Objects.requireNonNull(change, "change")));
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
        public HubUserClient build() {
            return new HubUserClient(HubHttp.create(
                    API, options(DEFAULT_BASE_URL, "Please provide 'apiKey' when initializing the client")));
        }
    }
}
