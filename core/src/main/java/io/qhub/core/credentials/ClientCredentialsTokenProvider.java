package io.qhub.core.credentials;

import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.qhub.core.error.Attempt;
import io.qhub.core.error.CallTrace;
import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.internal.error.ApiErrors;
import io.qhub.core.internal.token.KeyedTokenCache;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.endpoint.DefaultOAuth2TokenRequestHeadersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4): {@code POST} to the token endpoint with an access key
 * id and its secret as HTTP Basic, kept and refreshed as {@link CachingTokenProvider} describes.
 *
 * <p>Needs {@code org.springframework.security:spring-security-oauth2-client} on the class path. It has connections,
 * timeouts and retries of its own, so that a busy API neither delays nor exhausts it. A request that was not sent, timed
 * out or was answered with 408 or 5xx is made again; an answer that names a time to wait is left to the caller.
 *
 * <p>Signals
 *
 * <ul>
 *   <li>{@link CredentialUnavailableException} where the endpoint refuses the access key (401, or 400 with an OAuth
 *       error);
 *   <li>{@link HubApiException} for every other answer that is not a success;
 *   <li>{@link HubDecodingException} for a success without a token;
 *   <li>{@link HubTransportException} where no answer arrived.
 * </ul>
 *
 * The secret and the tokens stand in none of them, and in no log.
 */
public final class ClientCredentialsTokenProvider implements AccessTokenProvider, AutoCloseable {

    /** The token endpoint of the Hub's service gateway. */
    public static final URI DEFAULT_TOKEN_URI = URI.create("https://gateway.hub.kipu-quantum.com/token");

    private static final String SECURITY_CLASS =
            "org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient";

    private final CachingTokenProvider cached;
    private final URI tokenUri;
    private final @Nullable ConnectionProvider ownPool;

    private ClientCredentialsTokenProvider(Builder builder) {
        Duration oneTry = builder.connectTimeout.plus(builder.responseTimeout.multipliedBy(2));
        Duration limit = oneTry.plus(Endpoint.MAX_BACKOFF).multipliedBy(builder.maxRetries + 1L);
        this.tokenUri = builder.tokenUri;
        HttpClient httpClient = builder.httpClient;
        if (httpClient == null) {
            this.ownPool = Endpoint.pool();
            httpClient = HttpClient.create(ownPool);
        } else {
            this.ownPool = null;
        }
        this.cached = new CachingTokenProvider(
                new Endpoint(builder, httpClient).fetch(),
                KeyedTokenCache.Lifetime.refreshedEarly(),
                limit,
                Schedulers.parallel());
    }

    /**
     * @param accessKeyId the access key's id
     * @param secretAccessKey the access key's secret
     * @throws IllegalArgumentException if one of them is empty
     */
    public static Builder builder(String accessKeyId, String secretAccessKey) {
        return new Builder(accessKeyId, secretAccessKey);
    }

    /** The token at hand, else one from the token endpoint. */
    @Override
    public Mono<AccessToken> token() {
        return cached.token();
    }

    @Override
    public void invalidate(AccessToken seen) {
        cached.invalidate(seen);
    }

    /** Closes the connections to the token endpoint, unless they belong to a client that was passed in. */
    @Override
    public void close() {
        if (ownPool != null) {
            ownPool.dispose();
        }
    }

    /** Shows neither the access key nor the token. */
    @Override
    public String toString() {
        return "ClientCredentialsTokenProvider[tokenUri=" + plain(tokenUri) + "]";
    }

    /** Without user info and query, where secrets may stand. */
    private static String plain(URI uri) {
        return UriComponentsBuilder.fromUri(uri)
                .userInfo(null)
                .replaceQuery(null)
                .fragment(null)
                .build()
                .toUriString();
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {

        private final String accessKeyId;
        private final String secretAccessKey;
        private URI tokenUri = DEFAULT_TOKEN_URI;
        private List<String> scopes = List.of();
        private @Nullable HttpClient httpClient;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration responseTimeout = Duration.ofSeconds(10);
        private int maxRetries = 2;
        private Duration retryDelay = Duration.ofMillis(500);

        private Builder(String accessKeyId, String secretAccessKey) {
            this.accessKeyId = notEmpty(accessKeyId, "accessKeyId");
            this.secretAccessKey = notEmpty(secretAccessKey, "secretAccessKey");
            if (accessKeyId.indexOf(':') >= 0) {
                throw new IllegalArgumentException("accessKeyId: HTTP Basic allows no colon in it");
            }
        }

        /** Where tokens are had, an absolute http or https URI; {@link #DEFAULT_TOKEN_URI} unless set. */
        public Builder tokenUri(URI tokenUri) {
            Objects.requireNonNull(tokenUri, "tokenUri");
            String scheme = tokenUri.getScheme();
            if (tokenUri.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
                throw new IllegalArgumentException(
                        "tokenUri: " + plain(tokenUri) + " is not an absolute http or https URI");
            }
            this.tokenUri = tokenUri;
            return this;
        }

        /** The scopes to ask for; none unless set, which leaves the choice to the server. */
        public Builder scopes(List<String> scopes) {
            this.scopes = List.copyOf(scopes);
            return this;
        }

        /**
         * The Reactor Netty client whose pool, proxy, TLS and resolver are used; a small pool of its own unless set.
         * Redirects, retries and timeouts are set anew. Never closed from here.
         */
        public Builder httpClient(HttpClient httpClient) {
            this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
            return this;
        }

        /** How long connecting may take; 10 s unless set. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = positive(connectTimeout, "connectTimeout");
            return this;
        }

        /** How long the answer may take once the request was sent; 10 s unless set. */
        public Builder responseTimeout(Duration responseTimeout) {
            this.responseTimeout = positive(responseTimeout, "responseTimeout");
            return this;
        }

        /** How often a failed request is made again, 0 to 10; 2 unless set. */
        public Builder maxRetries(int maxRetries) {
            if (maxRetries < 0 || maxRetries > 10) {
                throw new IllegalArgumentException("maxRetries: " + maxRetries + " is not between 0 and 10");
            }
            this.maxRetries = maxRetries;
            return this;
        }

        Builder retryDelay(Duration retryDelay) {
            this.retryDelay = retryDelay;
            return this;
        }

        /**
         * The provider. Nothing is sent until the first token is asked for.
         *
         * @throws IllegalStateException if Spring Security's OAuth 2.0 client is not on the class path
         */
        public ClientCredentialsTokenProvider build() {
            if (!ClassUtils.isPresent(SECURITY_CLASS, ClientCredentialsTokenProvider.class.getClassLoader())) {
                throw new IllegalStateException("Client credentials need"
                        + " org.springframework.security:spring-security-oauth2-client on the class path");
            }
            return new ClientCredentialsTokenProvider(this);
        }

        /** Shows neither the access key nor its secret. */
        @Override
        public String toString() {
            return "ClientCredentialsTokenProvider.Builder[tokenUri=" + plain(tokenUri) + "]";
        }

        private static String notEmpty(String value, String name) {
            if (Objects.requireNonNull(value, name).isBlank()) {
                throw new IllegalArgumentException(name + ": must not be empty");
            }
            return value;
        }

        private static Duration positive(Duration value, String name) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(name + ": " + value + " is not between 1 ms and 1 h");
            }
            return value;
        }
    }

    /** The token endpoint: one request per subscription, and what its answers mean. */
    private static final class Endpoint {

        static final Duration MAX_BACKOFF = Duration.ofSeconds(8);

        private static final String OPERATION = "oauth2.token";
        private static final int MAX_TOKEN_BYTES = 256 * 1024;
        private static final int MAX_ERROR_BYTES = 64 * 1024;
        private static final long MAX_LIFE_SECONDS = Duration.ofDays(3650).toSeconds();
        // Tells "invalid_client" from the "Bad Request" of servers whose own error bodies have a member of that name.
        private static final Pattern OAUTH_ERROR = Pattern.compile("[a-z0-9_.:/-]{1,100}", Pattern.CASE_INSENSITIVE);
        private static final JsonMapper MAPPER = JsonMapper.builder().build();

        private final String where;
        private final String secret;
        private final String basic;
        private final Duration connectTimeout;
        private final Duration responseTimeout;
        private final Retry retry;
        private final Mono<OAuth2AccessTokenResponse> exchange;

        Endpoint(Builder builder, HttpClient httpClient) {
            this.where = "POST " + plain(builder.tokenUri);
            this.secret = builder.secretAccessKey;
            this.basic = Base64.getEncoder()
                    .encodeToString(
                            (builder.accessKeyId + ":" + builder.secretAccessKey).getBytes(StandardCharsets.UTF_8));
            this.connectTimeout = builder.connectTimeout;
            this.responseTimeout = builder.responseTimeout;
            this.retry = Retry.backoff(builder.maxRetries, builder.retryDelay)
                    .maxBackoff(MAX_BACKOFF)
                    .jitter(0.25)
                    .filter(Endpoint::worthAnotherTry)
                    .onRetryExhaustedThrow((spec, signal) -> signal.failure());
            this.exchange = exchange(builder, httpClient);
        }

        static ConnectionProvider pool() {
            return ConnectionProvider.builder("qhub-token")
                    .maxConnections(8)
                    .pendingAcquireMaxCount(-1)
                    .maxIdleTime(Duration.ofSeconds(20))
                    .evictInBackground(Duration.ofSeconds(20))
                    .build();
        }

        Mono<AccessToken> fetch() {
            return Mono.defer(() -> {
                CallTrace trace = new CallTrace(OPERATION);
                return attempt(trace).retryWhen(retry);
            });
        }

        private Mono<AccessToken> attempt(CallTrace trace) {
            return Mono.defer(() -> {
                Instant start = Instant.now();
                return exchange.map(response -> {
                            OAuth2AccessToken token = response.getAccessToken();
                            return new AccessToken(token.getTokenValue(), token.getExpiresAt());
                        })
                        .onErrorMap(failure -> {
                            Integer status = failure instanceof Refused refused ? refused.status : null;
                            String words = failure.getClass().getSimpleName();
                            trace.add(new Attempt(
                                    trace.attempts().size() + 1,
                                    start,
                                    Duration.between(start, Instant.now()),
                                    status,
                                    words));
                            return translate(failure, trace);
                        });
            });
        }

        private Mono<OAuth2AccessTokenResponse> exchange(Builder builder, HttpClient httpClient) {
            // Redirects are not followed: the access key is meant for this origin only.
            HttpClient http = httpClient
                    .protocol(HttpProtocol.HTTP11)
                    .followRedirect(false)
                    .disableRetry(true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                    .responseTimeout(responseTimeout);
            WebClient webClient = WebClient.builder()
                    .clientConnector(new ReactorClientHttpConnector(http))
                    .filter((request, next) -> next.exchange(request).flatMap(this::onlySuccess))
                    .build();

            // Sent as they are, not form-encoded first: that is what the gateway's own SDKs do.
            DefaultOAuth2TokenRequestHeadersConverter<OAuth2ClientCredentialsGrantRequest> headers =
                    new DefaultOAuth2TokenRequestHeadersConverter<>();
            headers.setEncodeClientCredentials(false);

            WebClientReactiveClientCredentialsTokenResponseClient client =
                    new WebClientReactiveClientCredentialsTokenResponseClient();
            client.setWebClient(webClient);
            client.setHeadersConverter(headers);
            client.setBodyExtractor((message, context) -> read(message.getBody()));

            return client.getTokenResponse(
                    new OAuth2ClientCredentialsGrantRequest(ClientRegistration.withRegistrationId("qhub")
                            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                            .clientId(builder.accessKeyId)
                            .clientSecret(builder.secretAccessKey)
                            .scope(builder.scopes)
                            .tokenUri(builder.tokenUri.toString())
                            .build()));
        }

        // Read by hand, because Spring's extractor insists on a content type and on token_type, and its codecs log what
        // they read.
        private static Mono<OAuth2AccessTokenResponse> read(Flux<DataBuffer> body) {
            return DataBufferUtils.join(body, MAX_TOKEN_BYTES)
                    .map(Endpoint::bytes)
                    .map(Endpoint::parse)
                    .switchIfEmpty(Mono.error(NoToken::new));
        }

        private static OAuth2AccessTokenResponse parse(byte[] body) {
            JsonNode json;
            try {
                json = MAPPER.readTree(body);
            } catch (JacksonException notJson) {
                throw new NoToken();
            }
            String value = json.path("access_token").asString("");
            if (value.isBlank()) {
                throw new NoToken();
            }
            // Without expires_in Spring's answer is an end that has all but come; the cache has a floor for that.
            return OAuth2AccessTokenResponse.withToken(value)
                    .tokenType(OAuth2AccessToken.TokenType.BEARER)
                    .expiresIn(Math.min(json.path("expires_in").asLong(0), MAX_LIFE_SECONDS))
                    .build();
        }

        private Mono<ClientResponse> onlySuccess(ClientResponse response) {
            if (response.statusCode().is2xxSuccessful()) {
                return Mono.just(response);
            }
            Flux<DataBuffer> body = response.bodyToFlux(DataBuffer.class);
            return DataBufferUtils.join(DataBufferUtils.takeUntilByteCount(body, MAX_ERROR_BYTES))
                    .map(buffer -> new String(bytes(buffer), StandardCharsets.UTF_8))
                    .onErrorReturn("")
                    .defaultIfEmpty("")
                    .flatMap(text -> Mono.error(new Refused(
                            response.statusCode().value(), response.headers().asHttpHeaders(), text)));
        }

        private static byte[] bytes(DataBuffer buffer) {
            try {
                byte[] bytes = new byte[buffer.readableByteCount()];
                buffer.read(bytes);
                return bytes;
            } finally {
                DataBufferUtils.release(buffer);
            }
        }

        // Only 408, 5xx and failures without an answer. A token that was issued and not received does no harm.
        private static boolean worthAnotherTry(Throwable failure) {
            if (failure instanceof HubApiException answered) {
                return answered.isTransient() && answered.status() != 429 && answered.retryAfter() == null;
            }
            return failure instanceof HubTransportException;
        }

        private HubException translate(Throwable failure, CallTrace trace) {
            if (failure instanceof Refused refused) {
                return refused(refused, trace);
            }
            if (failure instanceof NoToken
                    || failure instanceof IllegalArgumentException
                    || failure instanceof DataBufferLimitException) {
                return new HubDecodingException(
                        where + " answered with a success that holds no usable access_token. Check the token URI",
                        null,
                        trace,
                        200,
                        "",
                        null);
            }
            // Spring's exception carries the request's headers, so only its cause goes on.
            Throwable cause = failure instanceof WebClientRequestException request ? request.getCause() : failure;
            if (cause instanceof ConnectTimeoutException) {
                return new HubTimeoutException(HubTimeoutException.Phase.CONNECT, connectTimeout, trace, false);
            }
            if (cause instanceof TimeoutException) {
                return new HubTimeoutException(HubTimeoutException.Phase.POOL, null, trace, false);
            }
            if (cause instanceof ReadTimeoutException) {
                return new HubTimeoutException(HubTimeoutException.Phase.HEADERS, responseTimeout, trace, true);
            }
            boolean neverSent = cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLHandshakeException;
            String words = cause == null ? "the connection failed" : String.valueOf(cause.getMessage());
            return new HubTransportException(where + " got no answer: " + words, cause, trace, !neverSent);
        }

        private HubException refused(Refused refused, CallTrace trace) {
            // A server that echoes the request must not put the secret into an exception.
            String body = refused.body.replace(basic, "***").replace(secret, "***");
            HubApiException.Answered answered =
                    HubApiException.Answered.of(refused.status, refused.headers, body, Instant.now());
            String error =
                    answered.json() == null ? "" : answered.json().path("error").asString("");
            boolean oauth = OAUTH_ERROR.matcher(error).matches();
            if (refused.status == 401 || (refused.status == 400 && oauth)) {
                String words = answered.message();
                return new CredentialUnavailableException(
                        where + " refused the access key: " + refused.status + (oauth ? " " + error : "")
                                + (words == null || words.equals(error) ? "" : " (" + words + ")")
                                + ". Check the access key id and its secret, that the key is not revoked, and that it"
                                + " belongs to this Hub",
                        null,
                        trace);
            }
            return ApiErrors.of(trace, answered, "The token was asked for with " + where);
        }
    }

    /** An answer that is not a success, on its way to being translated. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final transient HttpHeaders headers;
        private final transient String body;

        Refused(int status, HttpHeaders headers, String body) {
            super(null, null, false, false);
            this.status = status;
            this.headers = headers;
            this.body = body;
        }
    }

    /** A success that holds no token. */
    private static final class NoToken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoToken() {
            super(null, null, false, false);
        }
    }
}
