package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.ProviderTokenDto;
import io.qhub.platform.model.QuantumProvider;
import io.qhub.platform.model.SetProviderTokenRequest;
import io.qhub.platform.model.users.AccountDto;
import io.qhub.platform.model.users.InvitationDto;
import java.util.List;
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

    static final Operation GET_ACCOUNTS = Operation.get("platform.users.getAccounts", "/my/accounts")
            .unscoped()
            .returnsArray(AccountDto.class);
    static final Operation GET_INVITATIONS = Operation.get("platform.users.getInvitations", "/my/invitations")
            .unscoped()
            .returnsArray(InvitationDto.class)
            .designed();
    static final Operation ACCEPT_INVITATION = Operation.post(
                    "platform.users.acceptInvitation", "/my/invitations/{id}/accept")
            .unscoped()
            .returns(InvitationDto.class)
            .designed();
    static final Operation DECLINE_INVITATION = Operation.post(
                    "platform.users.declineInvitation", "/my/invitations/{id}/decline")
            .unscoped()
            .returns(InvitationDto.class)
            .designed();
    static final Operation GET_PROVIDER_TOKENS = Operation.get(
                    "platform.users.getProviderTokens", "/my/provider-tokens")
            .unscoped()
            .returnsArray(ProviderTokenDto.class)
            .designed();
    static final Operation SET_PROVIDER_TOKEN = Operation.put(
                    "platform.users.setProviderToken", "/my/provider-tokens/{provider}")
            .unscoped()
            .body(SetProviderTokenRequest.class)
            .returns(ProviderTokenDto.class)
            .designed();
    static final Operation DELETE_PROVIDER_TOKEN = Operation.delete(
                    "platform.users.deleteProviderToken", "/my/provider-tokens/{provider}")
            .unscoped()
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_ACCOUNTS,
            GET_INVITATIONS,
            ACCEPT_INVITATION,
            DECLINE_INVITATION,
            GET_PROVIDER_TOKENS,
            SET_PROVIDER_TOKEN,
            DELETE_PROVIDER_TOKEN);

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
        return Listings.all(http, GET_ACCOUNTS, AccountDto.class);
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
        return Listings.all(http, GET_INVITATIONS, InvitationDto.class);
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
        return http.call(ACCEPT_INVITATION, id).to(InvitationDto.class);
    }

    /** Declines an invitation. {@code POST /my/invitations/{id}/decline}; not retried once the Hub may have seen it. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose is documented; the prefix /my is that of the accounts")
    public Mono<InvitationDto> declineInvitation(String id) {
        return http.call(DECLINE_INVITATION, id).to(InvitationDto.class);
    }

    /** For which quantum providers the user has stored a token. {@code GET /my/provider-tokens}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "the purpose is documented; the prefix /my is that of the accounts")
    public Flux<ProviderTokenDto> getProviderTokens() {
        return Listings.all(http, GET_PROVIDER_TOKENS, ProviderTokenDto.class);
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
        return http.call(SET_PROVIDER_TOKEN, provider)
                .body(Objects.requireNonNull(request, "request"))
                .to(ProviderTokenDto.class);
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
        return http.call(DELETE_PROVIDER_TOKEN, provider).toNothing();
    }
}
