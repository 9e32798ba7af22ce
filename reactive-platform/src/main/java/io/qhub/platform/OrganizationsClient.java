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
import io.qhub.platform.model.organizations.AddOrganizationMemberRequest;
import io.qhub.platform.model.organizations.CreateOrganizationRequest;
import io.qhub.platform.model.organizations.OrganizationDto;
import io.qhub.platform.model.organizations.OrganizationMemberDto;
import io.qhub.platform.model.organizations.UpdateOrganizationMemberRequest;
import io.qhub.platform.model.organizations.UpdateOrganizationRequest;
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

    static final Operations OPERATIONS = Operations.of("platform.organizations");

    static final Operation<Page<OrganizationDto>> GET_ORGANIZATIONS = OPERATIONS
            .get("getOrganizations", "/organizations")
            .unscoped()
            .inferred()
            .answersListOrPage(OrganizationDto.class);
    static final Operation<OrganizationDto> CREATE_ORGANIZATION = OPERATIONS
            .post("createOrganization", "/organizations")
            .unscoped()
            .body(CreateOrganizationRequest.class)
            .designed()
            .answers(OrganizationDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<OrganizationDto> GET_ORGANIZATION = OPERATIONS
            .get("getOrganization", "/organizations/{id}")
            .unscoped()
            .designed()
            .answers(OrganizationDto.class);
    static final Operation<OrganizationDto> UPDATE_ORGANIZATION = OPERATIONS
            .put("updateOrganization", "/organizations/{id}")
            .unscoped()
            .body(UpdateOrganizationRequest.class)
            .designed()
            .answers(OrganizationDto.class);
    static final Operation<Void> DELETE_ORGANIZATION = OPERATIONS
            .delete("deleteOrganization", "/organizations/{id}")
            .unscoped()
            .designed()
            .answersNothing();
    static final Operation<Page<OrganizationMemberDto>> GET_ORGANIZATION_MEMBERS = OPERATIONS
            .get("getOrganizationMembers", "/organizations/{id}/members")
            .unscoped()
            .designed()
            .answersListOrPage(OrganizationMemberDto.class);
    static final Operation<OrganizationMemberDto> ADD_ORGANIZATION_MEMBER = OPERATIONS
            .post("addOrganizationMember", "/organizations/{id}/members")
            .unscoped()
            .body(AddOrganizationMemberRequest.class)
            .designed()
            .answers(OrganizationMemberDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<OrganizationMemberDto> UPDATE_ORGANIZATION_MEMBER = OPERATIONS
            .put("updateOrganizationMember", "/organizations/{id}/members/{memberId}")
            .unscoped()
            .body(UpdateOrganizationMemberRequest.class)
            .designed()
            .answers(OrganizationMemberDto.class);
    static final Operation<Void> DELETE_ORGANIZATION_MEMBER = OPERATIONS
            .delete("deleteOrganizationMember", "/organizations/{id}/members/{memberId}")
            .unscoped()
            .designed()
            .answersNothing();
    static final Operation<Page<ProviderTokenDto>> GET_ORGANIZATION_PROVIDER_TOKENS = OPERATIONS
            .get("getOrganizationProviderTokens", "/organizations/{id}/provider-tokens")
            .unscoped()
            .designed()
            .answersListOrPage(ProviderTokenDto.class);
    static final Operation<ProviderTokenDto> SET_ORGANIZATION_PROVIDER_TOKEN = OPERATIONS
            .put("setOrganizationProviderToken", "/organizations/{id}/provider-tokens/{provider}")
            .unscoped()
            .body(SetProviderTokenRequest.class)
            .designed()
            .answers(ProviderTokenDto.class);
    static final Operation<Void> DELETE_ORGANIZATION_PROVIDER_TOKEN = OPERATIONS
            .delete("deleteOrganizationProviderToken", "/organizations/{id}/provider-tokens/{provider}")
            .unscoped()
            .designed()
            .answersNothing();

    private final HubHttp http;

    OrganizationsClient(HubHttp http) {
        this.http = http;
    }

    /** The organizations that the caller belongs to. {@code GET /organizations}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: name and array are known, the path is not")
    public Flux<OrganizationDto> getOrganizations() {
        return Listings.all(http, GET_ORGANIZATIONS);
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
        return http.request(CREATE_ORGANIZATION)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One organization. {@code GET /organizations/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<OrganizationDto> getOrganization(String id) {
        return http.call(GET_ORGANIZATION, id);
    }

    /** Changes an organization. {@code PUT /organizations/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<OrganizationDto> updateOrganization(String id, UpdateOrganizationRequest request) {
        return http.request(UPDATE_ORGANIZATION, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes an organization. {@code DELETE /organizations/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteOrganization(String id) {
        return http.call(DELETE_ORGANIZATION, id);
    }

    /** The members of an organization. {@code GET /organizations/{id}/members}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Flux<OrganizationMemberDto> getOrganizationMembers(String id) {
        return Listings.all(http, GET_ORGANIZATION_MEMBERS, id);
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
        return http.request(ADD_ORGANIZATION_MEMBER, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Changes the role of a member. {@code PUT /organizations/{id}/members/{memberId}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<OrganizationMemberDto> updateOrganizationMember(
            String id, String memberId, UpdateOrganizationMemberRequest request) {
        return http.request(UPDATE_ORGANIZATION_MEMBER, id, memberId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Removes a member from an organization. {@code DELETE /organizations/{id}/members/{memberId}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteOrganizationMember(String id, String memberId) {
        return http.call(DELETE_ORGANIZATION_MEMBER, id, memberId);
    }

    /**
     * For which quantum providers the organization has stored a token.
     * {@code GET /organizations/{id}/provider-tokens}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Flux<ProviderTokenDto> getOrganizationProviderTokens(String id) {
        return Listings.all(http, GET_ORGANIZATION_PROVIDER_TOKENS, id);
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
        return http.request(SET_ORGANIZATION_PROVIDER_TOKEN, id, provider)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Deletes the organization's token for a quantum provider.
     * {@code DELETE /organizations/{id}/provider-tokens/{provider}}; retried.
     *
     * @param provider the quantum provider
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteOrganizationProviderToken(String id, QuantumProvider provider) {
        return http.call(DELETE_ORGANIZATION_PROVIDER_TOKEN, id, provider);
    }
}
