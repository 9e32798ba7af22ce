package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.ProviderTokenDto;
import io.qhub.platform.model.QuantumProvider;
import io.qhub.platform.model.SetProviderTokenRequest;
import io.qhub.platform.model.organizations.AddOrganizationMemberRequest;
import io.qhub.platform.model.organizations.CreateOrganizationRequest;
import io.qhub.platform.model.organizations.OrganizationDto;
import io.qhub.platform.model.organizations.OrganizationMemberDto;
import io.qhub.platform.model.organizations.UpdateOrganizationMemberRequest;
import io.qhub.platform.model.organizations.UpdateOrganizationRequest;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Organizations, their members and their tokens of quantum providers.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class OrganizationsClient {

    static final Operation GET_ORGANIZATIONS = Operation.get(
                    "platform.organizations.getOrganizations", "/organizations")
            .unscoped()
            .returnsArray(OrganizationDto.class)
            .inferred();
    static final Operation CREATE_ORGANIZATION = Operation.post(
                    "platform.organizations.createOrganization", "/organizations")
            .unscoped()
            .body(CreateOrganizationRequest.class)
            .returns(OrganizationDto.class)
            .designed();
    static final Operation GET_ORGANIZATION = Operation.get(
                    "platform.organizations.getOrganization", "/organizations/{id}")
            .unscoped()
            .returns(OrganizationDto.class)
            .designed();
    static final Operation UPDATE_ORGANIZATION = Operation.put(
                    "platform.organizations.updateOrganization", "/organizations/{id}")
            .unscoped()
            .body(UpdateOrganizationRequest.class)
            .returns(OrganizationDto.class)
            .designed();
    static final Operation DELETE_ORGANIZATION = Operation.delete(
                    "platform.organizations.deleteOrganization", "/organizations/{id}")
            .unscoped()
            .designed();
    static final Operation GET_ORGANIZATION_MEMBERS = Operation.get(
                    "platform.organizations.getOrganizationMembers", "/organizations/{id}/members")
            .unscoped()
            .returnsArray(OrganizationMemberDto.class)
            .designed();
    static final Operation ADD_ORGANIZATION_MEMBER = Operation.post(
                    "platform.organizations.addOrganizationMember", "/organizations/{id}/members")
            .unscoped()
            .body(AddOrganizationMemberRequest.class)
            .returns(OrganizationMemberDto.class)
            .designed();
    static final Operation UPDATE_ORGANIZATION_MEMBER = Operation.put(
                    "platform.organizations.updateOrganizationMember", "/organizations/{id}/members/{memberId}")
            .unscoped()
            .body(UpdateOrganizationMemberRequest.class)
            .returns(OrganizationMemberDto.class)
            .designed();
    static final Operation DELETE_ORGANIZATION_MEMBER = Operation.delete(
                    "platform.organizations.deleteOrganizationMember", "/organizations/{id}/members/{memberId}")
            .unscoped()
            .designed();
    static final Operation GET_ORGANIZATION_PROVIDER_TOKENS = Operation.get(
                    "platform.organizations.getOrganizationProviderTokens", "/organizations/{id}/provider-tokens")
            .unscoped()
            .returnsArray(ProviderTokenDto.class)
            .designed();
    static final Operation SET_ORGANIZATION_PROVIDER_TOKEN = Operation.put(
                    "platform.organizations.setOrganizationProviderToken",
                    "/organizations/{id}/provider-tokens/{provider}")
            .unscoped()
            .body(SetProviderTokenRequest.class)
            .returns(ProviderTokenDto.class)
            .designed();
    static final Operation DELETE_ORGANIZATION_PROVIDER_TOKEN = Operation.delete(
                    "platform.organizations.deleteOrganizationProviderToken",
                    "/organizations/{id}/provider-tokens/{provider}")
            .unscoped()
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_ORGANIZATIONS,
            CREATE_ORGANIZATION,
            GET_ORGANIZATION,
            UPDATE_ORGANIZATION,
            DELETE_ORGANIZATION,
            GET_ORGANIZATION_MEMBERS,
            ADD_ORGANIZATION_MEMBER,
            UPDATE_ORGANIZATION_MEMBER,
            DELETE_ORGANIZATION_MEMBER,
            GET_ORGANIZATION_PROVIDER_TOKENS,
            SET_ORGANIZATION_PROVIDER_TOKEN,
            DELETE_ORGANIZATION_PROVIDER_TOKEN);

    private final HubHttp http;

    OrganizationsClient(HubHttp http) {
        this.http = http;
    }

    /** The organizations that the caller belongs to. {@code GET /organizations}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: name and array are known, the path is not")
    public Flux<OrganizationDto> getOrganizations() {
        return Listings.all(http, GET_ORGANIZATIONS, OrganizationDto.class);
    }

    /** As {@link #getOrganizations()}: the name that every listing has. */
    public Flux<OrganizationDto> listOrganizations() {
        return getOrganizations();
    }

    /**
     * Creates an organization. {@code POST /organizations}; not retried once the Hub may have seen it. Of the answer
     * only the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<OrganizationDto> createOrganization(CreateOrganizationRequest request) {
        return http.call(CREATE_ORGANIZATION)
                .body(Objects.requireNonNull(request, "request"))
                .to(OrganizationDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** One organization. {@code GET /organizations/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<OrganizationDto> getOrganization(String id) {
        return http.call(GET_ORGANIZATION, id).to(OrganizationDto.class);
    }

    /** Changes an organization. {@code PUT /organizations/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<OrganizationDto> updateOrganization(String id, UpdateOrganizationRequest request) {
        return http.call(UPDATE_ORGANIZATION, id)
                .body(Objects.requireNonNull(request, "request"))
                .to(OrganizationDto.class);
    }

    /** Deletes an organization. {@code DELETE /organizations/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteOrganization(String id) {
        return http.call(DELETE_ORGANIZATION, id).toNothing();
    }

    /** The members of an organization. {@code GET /organizations/{id}/members}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Flux<OrganizationMemberDto> getOrganizationMembers(String id) {
        return Listings.all(http, GET_ORGANIZATION_MEMBERS, OrganizationMemberDto.class, id);
    }

    /** As {@link #getOrganizationMembers(String)}: the name that every listing has. */
    public Flux<OrganizationMemberDto> listOrganizationMembers(String id) {
        return getOrganizationMembers(id);
    }

    /**
     * Invites a member to an organization. {@code POST /organizations/{id}/members}; not retried once the Hub may have
     * seen it. Of the answer only the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<OrganizationMemberDto> addOrganizationMember(String id, AddOrganizationMemberRequest request) {
        return http.call(ADD_ORGANIZATION_MEMBER, id)
                .body(Objects.requireNonNull(request, "request"))
                .to(OrganizationMemberDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** Changes the role of a member. {@code PUT /organizations/{id}/members/{memberId}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<OrganizationMemberDto> updateOrganizationMember(
            String id, String memberId, UpdateOrganizationMemberRequest request) {
        return http.call(UPDATE_ORGANIZATION_MEMBER, id, memberId)
                .body(Objects.requireNonNull(request, "request"))
                .to(OrganizationMemberDto.class);
    }

    /** Removes a member from an organization. {@code DELETE /organizations/{id}/members/{memberId}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteOrganizationMember(String id, String memberId) {
        return http.call(DELETE_ORGANIZATION_MEMBER, id, memberId).toNothing();
    }

    /**
     * For which quantum providers the organization has stored a token.
     * {@code GET /organizations/{id}/provider-tokens}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Flux<ProviderTokenDto> getOrganizationProviderTokens(String id) {
        return Listings.all(http, GET_ORGANIZATION_PROVIDER_TOKENS, ProviderTokenDto.class, id);
    }

    /** As {@link #getOrganizationProviderTokens(String)}: the name that every listing has. */
    public Flux<ProviderTokenDto> listOrganizationProviderTokens(String id) {
        return getOrganizationProviderTokens(id);
    }

    /**
     * Stores the organization's token for a quantum provider.
     * {@code PUT /organizations/{id}/provider-tokens/{provider}}; retried.
     *
     * @param provider the quantum provider
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<ProviderTokenDto> setOrganizationProviderToken(
            String id, QuantumProvider provider, SetProviderTokenRequest request) {
        return http.call(SET_ORGANIZATION_PROVIDER_TOKEN, id, provider)
                .body(Objects.requireNonNull(request, "request"))
                .to(ProviderTokenDto.class);
    }

    /**
     * Deletes the organization's token for a quantum provider.
     * {@code DELETE /organizations/{id}/provider-tokens/{provider}}; retried.
     *
     * @param provider the quantum provider
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteOrganizationProviderToken(String id, QuantumProvider provider) {
        return http.call(DELETE_ORGANIZATION_PROVIDER_TOKEN, id, provider).toNothing();
    }
}
