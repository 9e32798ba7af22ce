package io.qhub.core;

import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.observation.HubObservationConvention;
import io.qhub.core.polling.PollingPolicy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Scheduler;

/**
 * What the builders of all clients have in common. Not thread-safe. A builder reads no environment variable and no file
 * by itself; pass a {@link io.qhub.core.credentials.DefaultCredentialsProvider} for that.
 *
 * @param <B> the builder itself
 */
public abstract class HubClientBuilder<B extends HubClientBuilder<B>> {

    private static final int MEBIBYTE = 1024 * 1024;

    private @Nullable URI baseUrl;
    private @Nullable AccessTokenProvider credential;
    private RequestOptions requests = RequestOptions.of(o -> o.responseTimeout(Duration.ofSeconds(60))
            .stallTimeout(Duration.ofSeconds(60))
            .maxRetries(2)
            .rateLimitPatience(Duration.ofMinutes(5))
            .maxRetryAfter(Duration.ofSeconds(60)));
    private PollingPolicy polling = PollingPolicy.defaults();
    private int maxInMemorySize = 16 * MEBIBYTE;
    private final Map<String, String> paths = new LinkedHashMap<>();
    private final List<ExchangeFilterFunction> perCall = new ArrayList<>();
    private final List<ExchangeFilterFunction> perAttempt = new ArrayList<>();
    private WebClient.@Nullable Builder webClient;
    private @Nullable HubClientResources resources;
    private final List<UnaryOperator<HubClientResources.Builder>> ownResources = new ArrayList<>();
    private @Nullable Scheduler scheduler;
    private Clock clock = Clock.systemUTC();
    private @Nullable DoubleSupplier random;
    private ObservationRegistry observations = ObservationRegistry.NOOP;
    private @Nullable HubObservationConvention convention;

    protected HubClientBuilder() {}

    @SuppressWarnings("unchecked")
    private B self() {
        return (B) this;
    }

    /** Where the API is; with or without a trailing slash. Must be {@code http} or {@code https}. */
    public B baseUrl(String url) {
        this.baseUrl = base(url);
        return self();
    }

    /** A token to send with each call. */
    public B apiKey(String token) {
        return credential(new StaticCredential(token));
    }

    /** Where tokens come from. */
    public B credential(AccessTokenProvider provider) {
        this.credential = Objects.requireNonNull(provider, "credential");
        return self();
    }

    /** Acts for this organization unless a view or the Reactor Context says otherwise. Default: personal account. */
    public B organization(String id) {
        return requestOptions(o -> o.organization(id));
    }

    /** Timeouts, retries and headers of every call unless a view or the Reactor Context says otherwise. */
    public B requestOptions(UnaryOperator<RequestOptions.Builder> change) {
        this.requests = requests.with(change);
        return self();
    }

    /** How often a failed call is repeated; default 2. See {@link RequestOptions.Builder#maxRetries(int)}. */
    public B maxRetries(int retries) {
        return requestOptions(o -> o.maxRetries(retries));
    }

    /** How long one call may wait because the Hub limits the rate; default 5 min. */
    public B rateLimitPatience(Duration patience) {
        return requestOptions(o -> o.rateLimitPatience(patience));
    }

    /** From the sent request to the answer's head; default 60 s. */
    public B responseTimeout(Duration timeout) {
        return requestOptions(o -> o.responseTimeout(timeout));
    }

    /** How long a body may stand still while somebody waits for it; default 60 s. */
    public B stallTimeout(Duration timeout) {
        return requestOptions(o -> o.stallTimeout(timeout));
    }

    /** A limit for each whole call; by default there is none. */
    public B callTimeout(Duration timeout) {
        return requestOptions(o -> o.callTimeout(timeout));
    }

    /** How jobs and executions are awaited; default {@link PollingPolicy#defaults()}. */
    public B polling(PollingPolicy policy) {
        this.polling = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /** The largest JSON answer that is read into memory, in bytes; default 16 MiB. Streams have no limit. */
    public B maxInMemorySize(int bytes) {
        if (bytes < 1024) {
            throw new IllegalArgumentException("maxInMemorySize: " + bytes + " is not at least 1024 bytes");
        }
        this.maxInMemorySize = bytes;
        return self();
    }

    /**
     * Replaces the path of one operation, for a Hub that has moved it.
     *
     * @param operation its name, such as {@code quantum.sessions.closeSession}
     * @param template the path below the base URL, with as many variables as the built-in one, in the same order
     * @throws IllegalArgumentException if the template is none that {@link PathOverrides} takes
     */
    public B path(String operation, String template) {
        Objects.requireNonNull(operation, "operation");
        paths.put(operation, PathOverrides.template(template));
        return self();
    }

    /** Replaces the paths of several operations. */
    public B paths(Map<String, String> overrides) {
        overrides.forEach(this::path);
        return self();
    }

    /** Replaces the paths of several operations, as they were discovered or configured. */
    public B paths(PathOverrides overrides) {
        return paths(overrides.asMap());
    }

    /** A filter of the caller's that runs once per call, outside retries and without seeing the token. */
    public B perCall(ExchangeFilterFunction filter) {
        perCall.add(Objects.requireNonNull(filter, "filter"));
        return self();
    }

    /** A filter of the caller's that runs at each try and sees the request with its token, and the real answer. */
    public B perAttempt(ExchangeFilterFunction filter) {
        perAttempt.add(Objects.requireNonNull(filter, "filter"));
        return self();
    }

    /**
     * The host's builder, from which filters and observation are taken. It is cloned and never changed; its connector,
     * codecs, base URL and credential headers are not used.
     */
    public B webClientBuilder(WebClient.Builder host) {
        this.webClient = Objects.requireNonNull(host, "host");
        return self();
    }

    /**
     * Where each call is reported: {@code qhub.call}, {@code qhub.poll}, {@code qhub.download} and {@code qhub.upload},
     * as {@link HubObservationConvention} tells, from the subscription to the end of the last try. Retries and waits for
     * the rate limit are its events {@code retry} and {@code wait}. The parent is the observation in the Reactor Context;
     * the requests that a {@link #webClientBuilder} observes are children. By default nothing is reported.
     */
    public B observationRegistry(ObservationRegistry registry) {
        this.observations = Objects.requireNonNull(registry, "registry");
        return self();
    }

    /** The key values of reported calls; by default those that the convention tells. */
    public B observationConvention(HubObservationConvention keyValues) {
        this.convention = Objects.requireNonNull(keyValues, "keyValues");
        return self();
    }

    /** Connections shared with other clients, closed by whoever made them. */
    public B resources(HubClientResources shared) {
        this.resources = Objects.requireNonNull(shared, "shared");
        return self();
    }

    /** Changes the client's own connections: pool sizes, connect and pool timeouts, proxy, TLS. */
    public B connections(UnaryOperator<HubClientResources.Builder> change) {
        ownResources.add(Objects.requireNonNull(change, "change"));
        return self();
    }

    /** Times retries, waits and polls; for tests in virtual time. */
    public B scheduler(Scheduler timer) {
        this.scheduler = Objects.requireNonNull(timer, "timer");
        return self();
    }

    /** Tells the time for dates in headers; for tests. */
    public B clock(Clock time) {
        this.clock = Objects.requireNonNull(time, "time");
        return self();
    }

    /** Yields the numbers in [0, 1) for jitter; for tests. */
    public B random(DoubleSupplier source) {
        this.random = Objects.requireNonNull(source, "source");
        return self();
    }

    /** The credential that was set, or null. */
    protected @Nullable AccessTokenProvider credential() {
        return credential;
    }

    /** The base URL that was set, or null. */
    protected @Nullable URI baseUrl() {
        return baseUrl;
    }

    /**
     * Everything that was set.
     *
     * @param defaultBaseUrl used where none was set; null where one must be
     * @param missingCredential what to say where no credential was set
     */
    protected HubClientOptions options(@Nullable String defaultBaseUrl, String missingCredential) {
        AccessTokenProvider given = credential;
        if (given == null) {
            throw new IllegalStateException(missingCredential);
        }
        return options(defaultBaseUrl, connections -> given);
    }

    /**
     * Everything that was set, with a credential that needs connections of the client.
     *
     * @param defaultBaseUrl used where none was set; null where one must be
     * @param tokens makes the credential; called last, when nothing else can fail any more
     */
    protected HubClientOptions options(
            @Nullable String defaultBaseUrl, Function<HubClientResources, AccessTokenProvider> tokens) {
        URI url = baseUrl != null ? baseUrl : defaultBaseUrl == null ? null : base(defaultBaseUrl);
        if (url == null) {
            throw new IllegalStateException("Please provide 'baseUrl' when initializing the client");
        }
        if (resources != null && !ownResources.isEmpty()) {
            throw new IllegalStateException(
                    "resources and connections exclude each other: set the latter on the former");
        }
        boolean owns = resources == null;
        HubClientResources connections = resources;
        if (connections == null) {
            HubClientResources.Builder own = HubClientResources.builder();
            for (UnaryOperator<HubClientResources.Builder> change : ownResources) {
                own = change.apply(own);
            }
            connections = own.build();
        }
        return new HubClientOptions(
                url,
                tokens.apply(connections),
                requests,
                polling,
                maxInMemorySize,
                paths,
                perCall,
                perAttempt,
                webClient,
                connections,
                owns,
                scheduler,
                clock,
                random,
                observations,
                convention);
    }

    private static URI base(String url) {
        Objects.requireNonNull(url, "baseUrl");
        URI uri;
        try {
            uri = URI.create(url.strip().replaceAll("/+$", ""));
        } catch (IllegalArgumentException notAUrl) {
            throw new IllegalArgumentException("baseUrl: '" + url + "' is not a URL", notAUrl);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("baseUrl: '" + url + "' is not an http or https URL");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("baseUrl: holds user info, a query or a fragment; give the plain URL");
        }
        return uri;
    }
}
