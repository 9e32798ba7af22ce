package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.AccessTokenDto;
import io.qhub.platform.model.AuthorizeResponse;
import io.qhub.platform.model.CreateAccessTokenRequest;
import io.qhub.platform.model.authentication.AccessKeyDto;
import io.qhub.platform.model.authentication.CreateAccessKeyRequest;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who the caller is, and the credentials of applications and users.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it, unless its method says otherwise; a lost answer is {@link
 * io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class AuthenticationClient {

    static final Operation AUTHORIZE = Operation.post("platform.authentication.authorize", "/authorize")
            .asIdempotent()
            .unscoped()
            .returns(AuthorizeResponse.class);
    static final Operation GET_APPLICATION_ACCESS_TOKEN = Operation.post(
                    "platform.authentication.getApplicationAccessToken", "/v2/applications/{id}/access-token")
            .asIdempotent()
            .returns(AccessTokenDto.class)
            .inferred();
    static final Operation GET_ACCESS_KEYS = Operation.get(
                    "platform.authentication.getAccessKeys", "/v2/applications/{id}/access-keys")
            .returnsArray(AccessKeyDto.class)
            .designed();
    static final Operation CREATE_ACCESS_KEY = Operation.post(
                    "platform.authentication.createAccessKey", "/v2/applications/{id}/access-keys")
            .body(CreateAccessKeyRequest.class)
            .returns(AccessKeyDto.class)
            .designed();
    static final Operation DELETE_ACCESS_KEY = Operation.delete(
                    "platform.authentication.deleteAccessKey", "/v2/applications/{id}/access-keys/{accessKeyId}")
            .designed();
    static final Operation GET_API_TOKENS = Operation.get("platform.authentication.getApiTokens", "/access-tokens")
            .unscoped()
            .returnsArray(AccessTokenDto.class)
            .designed();
    static final Operation CREATE_API_TOKEN = Operation.post("platform.authentication.createApiToken", "/access-tokens")
            .unscoped()
            .body(CreateAccessTokenRequest.class)
            .returns(AccessTokenDto.class)
            .designed();
    static final Operation DELETE_API_TOKEN = Operation.delete(
                    "platform.authentication.deleteApiToken", "/access-tokens/{id}")
            .unscoped()
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            AUTHORIZE,
            GET_APPLICATION_ACCESS_TOKEN,
            GET_ACCESS_KEYS,
            CREATE_ACCESS_KEY,
            DELETE_ACCESS_KEY,
            GET_API_TOKENS,
            CREATE_API_TOKEN,
            DELETE_API_TOKEN);

    private final HubHttp http;

    AuthenticationClient(HubHttp http) {
        this.http = http;
    }

    /** Who the caller is: the principal of the token that the call is made with. {@code POST /authorize}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "a union since 2025; the older form of the answer is read too")
    public Mono<AuthorizeResponse> authorize() {
        return http.call(AUTHORIZE).to(AuthorizeResponse.class);
    }

    /**
     * Issues a token with which an application calls the gateway; the same endpoint as {@link
     * ApplicationsClient#getAccessToken}. {@code POST /v2/applications/{id}/access-token}; retried.
     *
     * <p>Issuing a token twice harms nothing, so this POST is retried like a GET.
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high for the path, medium for its being listed here")
    public Mono<AccessTokenDto> getApplicationAccessToken(String id) {
        return http.call(GET_APPLICATION_ACCESS_TOKEN, id)
                .to(AccessTokenDto.class, answer -> answer.token() == null && answer.value() == null ? "token" : null);
    }

    /**
     * The access keys of an application, without their secrets. {@code GET /v2/applications/{id}/access-keys};
     * retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Flux<AccessKeyDto> getAccessKeys(String id) {
        return Listings.all(http, GET_ACCESS_KEYS, AccessKeyDto.class, id);
    }

    /** As {@link #getAccessKeys(String)}: the name that every listing has. */
    public Flux<AccessKeyDto> listAccessKeys(String id) {
        return getAccessKeys(id);
    }

    /**
     * Creates an access key of an application. Its secret is in this answer and in none later.
     * {@code POST /v2/applications/{id}/access-keys}; not retried once the Hub may have seen it. Of the answer only
     * the key's id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Mono<AccessKeyDto> createAccessKey(String id, CreateAccessKeyRequest request) {
        return http.call(CREATE_ACCESS_KEY, id)
                .body(Objects.requireNonNull(request, "request"))
                .to(AccessKeyDto.class, answer -> answer.accessKeyId() == null ? "accessKeyId" : null);
    }

    /**
     * Deletes an access key of an application. {@code DELETE /v2/applications/{id}/access-keys/{accessKeyId}};
     * retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Mono<Void> deleteAccessKey(String id, String accessKeyId) {
        return http.call(DELETE_ACCESS_KEY, id, accessKeyId).toNothing();
    }

    /** The API tokens of the caller, without their values. {@code GET /access-tokens}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Flux<AccessTokenDto> getApiTokens() {
        return Listings.all(http, GET_API_TOKENS, AccessTokenDto.class);
    }

    /** As {@link #getApiTokens()}: the name that every listing has. */
    public Flux<AccessTokenDto> listApiTokens() {
        return getApiTokens();
    }

    /**
     * Creates an API token. Its value is in this answer and in none later. {@code POST /access-tokens}; not retried
     * once the Hub may have seen it. Of the answer only the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Mono<AccessTokenDto> createApiToken(CreateAccessTokenRequest request) {
        return http.call(CREATE_API_TOKEN)
                .body(Objects.requireNonNull(request, "request"))
                .to(AccessTokenDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** Deletes an API token. {@code DELETE /access-tokens/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Mono<Void> deleteApiToken(String id) {
        return http.call(DELETE_API_TOKEN, id).toNothing();
    }
}
