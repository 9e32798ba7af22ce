package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.platform.model.AccessTokenDto;
import io.qhub.platform.model.CreateAccessTokenRequest;
import io.qhub.platform.model.user.PersonalAccessTokensDto;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * The personal access tokens of the current user.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class UserSettingsPersonalAccessTokensClient {

    static final Operations OPERATIONS = Operations.of("user.userSettingsPersonalAccessTokens");

    static final Operation<PersonalAccessTokensDto> GET_PERSONAL_ACCESS_TOKENS = OPERATIONS
            .get("getPersonalAccessTokens", "/user-settings/personal-access-tokens")
            .unscoped()
            .inferred()
            .answers(PersonalAccessTokensDto.class);
    static final Operation<AccessTokenDto> CREATE_PERSONAL_ACCESS_TOKEN = OPERATIONS
            .post("createPersonalAccessToken", "/user-settings/personal-access-tokens")
            .unscoped()
            .body(CreateAccessTokenRequest.class)
            .designed()
            .answers(AccessTokenDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<Void> DELETE_PERSONAL_ACCESS_TOKEN = OPERATIONS
            .delete("deletePersonalAccessToken", "/user-settings/personal-access-tokens/{id}")
            .unscoped()
            .designed()
            .answersNothing();

    private final HubHttp http;

    UserSettingsPersonalAccessTokensClient(HubHttp http) {
        this.http = http;
    }

    /**
     * The personal access tokens of the current user, without their values.
     * {@code GET /user-settings/personal-access-tokens}; retried.
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high for the names, the path is designed")
    public Mono<PersonalAccessTokensDto> getPersonalAccessTokens() {
        return http.call(GET_PERSONAL_ACCESS_TOKENS);
    }

    /**
     * Creates a personal access token. Its value is in this answer and in none later.
     * {@code POST /user-settings/personal-access-tokens}; not retried once the Hub may have seen it. Of the answer
     * only the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<AccessTokenDto> createPersonalAccessToken(CreateAccessTokenRequest request) {
        return http.request(CREATE_PERSONAL_ACCESS_TOKEN)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes a personal access token. {@code DELETE /user-settings/personal-access-tokens/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<Void> deletePersonalAccessToken(String id) {
        return http.call(DELETE_PERSONAL_ACCESS_TOKEN, id);
    }
}
