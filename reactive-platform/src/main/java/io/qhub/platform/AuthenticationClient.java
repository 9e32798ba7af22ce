package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.AccessTokenDto;
import io.qhub.platform.model.AuthorizeResponse;
import io.qhub.platform.model.CreateAccessTokenRequest;
import io.qhub.platform.model.authentication.AccessKeyDto;
import io.qhub.platform.model.authentication.CreateAccessKeyRequest;
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

    static final Operations OPERATIONS = Operations.of("platform.authentication");

    static final Operation<AuthorizeResponse> AUTHORIZE =
            OPERATIONS.post("authorize", "/authorize").idempotent().unscoped().answers(AuthorizeResponse.class);
    static final Operation<AccessTokenDto> GET_APPLICATION_ACCESS_TOKEN = OPERATIONS
            .post("getApplicationAccessToken", "/v2/applications/{id}/access-token")
            .idempotent()
            .inferred()
            .answers(AccessTokenDto.class, answer -> answer.token() == null && answer.value() == null ? "token" : null);
    static final Operation<Page<AccessKeyDto>> GET_ACCESS_KEYS = OPERATIONS
            .get("getAccessKeys", "/v2/applications/{id}/access-keys")
            .designed()
            .answersListOrPage(AccessKeyDto.class);
    static final Operation<AccessKeyDto> CREATE_ACCESS_KEY = OPERATIONS
            .post("createAccessKey", "/v2/applications/{id}/access-keys")
            .body(CreateAccessKeyRequest.class)
            .designed()
            .answers(AccessKeyDto.class, answer -> answer.accessKeyId() == null ? "accessKeyId" : null);
    static final Operation<Void> DELETE_ACCESS_KEY = OPERATIONS
            .delete("deleteAccessKey", "/v2/applications/{id}/access-keys/{accessKeyId}")
            .designed()
            .answersNothing();
    static final Operation<Page<AccessTokenDto>> GET_API_TOKENS = OPERATIONS
            .get("getApiTokens", "/access-tokens")
            .unscoped()
            .designed()
            .answersListOrPage(AccessTokenDto.class);
    static final Operation<AccessTokenDto> CREATE_API_TOKEN = OPERATIONS
            .post("createApiToken", "/access-tokens")
            .unscoped()
            .body(CreateAccessTokenRequest.class)
            .designed()
            .answers(AccessTokenDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<Void> DELETE_API_TOKEN = OPERATIONS
            .delete("deleteApiToken", "/access-tokens/{id}")
            .unscoped()
            .designed()
            .answersNothing();

    private final HubHttp http;

    AuthenticationClient(HubHttp http) {
        this.http = http;
    }

    /** Who the caller is: the principal of the token that the call is made with. {@code POST /authorize}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "a union since 2025; the older form of the answer is read too")
    public Mono<AuthorizeResponse> authorize() {
        return http.call(AUTHORIZE);
    }

    /**
     * Issues a token with which an application calls the gateway; the same endpoint as {@link
     * ApplicationsClient#getAccessToken}. {@code POST /v2/applications/{id}/access-token}; retried.
     *
     * <p>Issuing a token twice harms nothing, so this POST is retried like a GET.
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high for the path, medium for its being listed here")
    public Mono<AccessTokenDto> getApplicationAccessToken(String id) {
        return http.call(GET_APPLICATION_ACCESS_TOKEN, id);
    }

    /**
     * The access keys of an application, without their secrets. {@code GET /v2/applications/{id}/access-keys};
     * retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Flux<AccessKeyDto> getAccessKeys(String id) {
        return Listings.all(http, GET_ACCESS_KEYS, id);
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
        return http.request(CREATE_ACCESS_KEY, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Deletes an access key of an application. {@code DELETE /v2/applications/{id}/access-keys/{accessKeyId}};
     * retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Mono<Void> deleteAccessKey(String id, String accessKeyId) {
        return http.call(DELETE_ACCESS_KEY, id, accessKeyId);
    }

    /** The API tokens of the caller, without their values. {@code GET /access-tokens}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Flux<AccessTokenDto> getApiTokens() {
        return Listings.all(http, GET_API_TOKENS);
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
        return http.request(CREATE_API_TOKEN)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes an API token. {@code DELETE /access-tokens/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "tokens and keys are documented, their management is not")
    public Mono<Void> deleteApiToken(String id) {
        return http.call(DELETE_API_TOKEN, id);
    }
}
