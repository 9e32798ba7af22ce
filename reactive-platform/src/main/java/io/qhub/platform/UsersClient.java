package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.ProviderTokenDto;
import io.qhub.platform.model.QuantumProvider;
import io.qhub.platform.model.SetProviderTokenRequest;
import io.qhub.platform.model.users.AccountDto;
import io.qhub.platform.model.users.InvitationDto;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The user's accounts, invitations and tokens of quantum providers.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class UsersClient {

    static final Operations OPERATIONS = Operations.of("platform.users");

    static final Operation<Page<AccountDto>> GET_ACCOUNTS =
            OPERATIONS.get("getAccounts", "/my/accounts").unscoped().answersListOrPage(AccountDto.class);
    static final Operation<Page<InvitationDto>> GET_INVITATIONS = OPERATIONS
            .get("getInvitations", "/my/invitations")
            .unscoped()
            .designed()
            .answersListOrPage(InvitationDto.class);
    static final Operation<InvitationDto> ACCEPT_INVITATION = OPERATIONS
            .post("acceptInvitation", "/my/invitations/{id}/accept")
            .unscoped()
            .designed()
            .answers(InvitationDto.class);
    static final Operation<InvitationDto> DECLINE_INVITATION = OPERATIONS
            .post("declineInvitation", "/my/invitations/{id}/decline")
            .unscoped()
            .designed()
            .answers(InvitationDto.class);
    static final Operation<Page<ProviderTokenDto>> GET_PROVIDER_TOKENS = OPERATIONS
            .get("getProviderTokens", "/my/provider-tokens")
            .unscoped()
            .designed()
            .answersListOrPage(ProviderTokenDto.class);
    static final Operation<ProviderTokenDto> SET_PROVIDER_TOKEN = OPERATIONS
            .put("setProviderToken", "/my/provider-tokens/{provider}")
            .unscoped()
            .body(SetProviderTokenRequest.class)
            .designed()
            .answers(ProviderTokenDto.class);
    static final Operation<Void> DELETE_PROVIDER_TOKEN = OPERATIONS
            .delete("deleteProviderToken", "/my/provider-tokens/{provider}")
            .unscoped()
            .designed()
            .answersNothing();

    private final HubHttp http;

    UsersClient(HubHttp http) {
        this.http = http;
    }

    /**
     * The accounts that the user can act for: the own one and those of organizations. {@code GET /my/accounts};
     * retried.
     */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "the path is verified, the name is not")
    public Flux<AccountDto> getAccounts() {
        return Listings.all(http, GET_ACCOUNTS);
    }

    /** As {@link #getAccounts()}: the name that every listing has. */
    public Flux<AccountDto> listAccounts() {
        return getAccounts();
    }

    /** The invitations to organizations. {@code GET /my/invitations}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose is documented; the prefix /my is that of the accounts")
    public Flux<InvitationDto> getInvitations() {
        return Listings.all(http, GET_INVITATIONS);
    }

    /** As {@link #getInvitations()}: the name that every listing has. */
    public Flux<InvitationDto> listInvitations() {
        return getInvitations();
    }

    /** Accepts an invitation. {@code POST /my/invitations/{id}/accept}; not retried once the Hub may have seen it. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose is documented; the prefix /my is that of the accounts")
    public Mono<InvitationDto> acceptInvitation(String id) {
        return http.call(ACCEPT_INVITATION, id);
    }

    /** Declines an invitation. {@code POST /my/invitations/{id}/decline}; not retried once the Hub may have seen it. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose is documented; the prefix /my is that of the accounts")
    public Mono<InvitationDto> declineInvitation(String id) {
        return http.call(DECLINE_INVITATION, id);
    }

    /** For which quantum providers the user has stored a token. {@code GET /my/provider-tokens}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose is documented; the prefix /my is that of the accounts")
    public Flux<ProviderTokenDto> getProviderTokens() {
        return Listings.all(http, GET_PROVIDER_TOKENS);
    }

    /** As {@link #getProviderTokens()}: the name that every listing has. */
    public Flux<ProviderTokenDto> listProviderTokens() {
        return getProviderTokens();
    }

    /**
     * Stores the user's token for a quantum provider. {@code PUT /my/provider-tokens/{provider}}; retried.
     *
     * @param provider the quantum provider
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose is documented; the prefix /my is that of the accounts")
    public Mono<ProviderTokenDto> setProviderToken(QuantumProvider provider, SetProviderTokenRequest request) {
        return http.request(SET_PROVIDER_TOKEN, provider)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Deletes the user's token for a quantum provider. {@code DELETE /my/provider-tokens/{provider}}; retried.
     *
     * @param provider the quantum provider
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose is documented; the prefix /my is that of the accounts")
    public Mono<Void> deleteProviderToken(QuantumProvider provider) {
        return http.call(DELETE_PROVIDER_TOKEN, provider);
    }
}
