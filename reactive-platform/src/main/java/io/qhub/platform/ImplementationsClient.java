package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.platform.model.AccessPermissionDto;
import io.qhub.platform.model.CreateAccessPermissionRequest;
import io.qhub.platform.model.ImplementationDto;
import io.qhub.platform.model.UpdateAccessPermissionRequest;
import io.qhub.platform.model.implementations.CreateImplementationRequest;
import io.qhub.platform.model.implementations.ImplementationFileDto;
import io.qhub.platform.model.implementations.UpdateImplementationRequest;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Implementations of algorithms, and their members.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class ImplementationsClient {

    static final Operations OPERATIONS = Operations.of("platform.implementations");

    static final Operation<Page<ImplementationDto>> GET_IMPLEMENTATIONS = OPERATIONS
            .get("getImplementations", "/implementations")
            .query("search", "page", "size", "sort")
            .answersPage(ImplementationDto.class);
    static final Operation<ImplementationDto> CREATE_IMPLEMENTATION = OPERATIONS
            .post("createImplementation", "/implementations")
            .body(CreateImplementationRequest.class)
            .designed()
            .answers(ImplementationDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<ImplementationDto> GET_IMPLEMENTATION = OPERATIONS
            .get("getImplementation", "/implementations/{implementationId}")
            .inferred()
            .answers(ImplementationDto.class);
    static final Operation<ImplementationDto> UPDATE_IMPLEMENTATION = OPERATIONS
            .put("updateImplementation", "/implementations/{implementationId}")
            .body(UpdateImplementationRequest.class)
            .designed()
            .answers(ImplementationDto.class);
    static final Operation<Void> DELETE_IMPLEMENTATION = OPERATIONS
            .delete("deleteImplementation", "/implementations/{implementationId}")
            .designed()
            .answersNothing();
    static final Operation<Page<ImplementationDto>> GET_IMPLEMENTATIONS_OF_ALGORITHM = OPERATIONS
            .get("getImplementationsOfAlgorithm", "/algorithms/{algorithmId}/implementations")
            .query("search", "page", "size", "sort")
            .inferred()
            .answersPage(ImplementationDto.class);
    static final Operation<ImplementationDto> CREATE_IMPLEMENTATION_OF_ALGORITHM = OPERATIONS
            .post("createImplementationOfAlgorithm", "/algorithms/{algorithmId}/implementations")
            .body(ImplementationDto.class)
            .inferred()
            .answers(ImplementationDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<ImplementationDto> GET_IMPLEMENTATION_OF_ALGORITHM = OPERATIONS
            .get("getImplementationOfAlgorithm", "/algorithms/{algorithmId}/implementations/{implementationId}")
            .inferred()
            .answers(ImplementationDto.class);
    static final Operation<ImplementationDto> UPDATE_IMPLEMENTATION_OF_ALGORITHM = OPERATIONS
            .put("updateImplementationOfAlgorithm", "/algorithms/{algorithmId}/implementations/{implementationId}")
            .body(ImplementationDto.class)
            .inferred()
            .answers(ImplementationDto.class);
    static final Operation<Void> DELETE_IMPLEMENTATION_OF_ALGORITHM = OPERATIONS
            .delete("deleteImplementationOfAlgorithm", "/algorithms/{algorithmId}/implementations/{implementationId}")
            .inferred()
            .answersNothing();
    static final Operation<Page<ImplementationFileDto>> GET_IMPLEMENTATION_FILES = OPERATIONS
            .get("getImplementationFiles", "/algorithms/{algorithmId}/implementations/{implementationId}/files")
            .answersPage(ImplementationFileDto.class);
    static final Operation<Page<AccessPermissionDto>> GET_IMPLEMENTATION_ACCESS_PERMISSIONS = OPERATIONS
            .get("getImplementationAccessPermissions", "/implementations/{implementationId}/access-permissions")
            .designed()
            .answersListOrPage(AccessPermissionDto.class);
    static final Operation<AccessPermissionDto> CREATE_IMPLEMENTATION_ACCESS_PERMISSION = OPERATIONS
            .post("createImplementationAccessPermission", "/implementations/{implementationId}/access-permissions")
            .body(CreateAccessPermissionRequest.class)
            .designed()
            .answers(AccessPermissionDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<AccessPermissionDto> UPDATE_IMPLEMENTATION_ACCESS_PERMISSION = OPERATIONS
            .put(
                    "updateImplementationAccessPermission",
                    "/implementations/{implementationId}/access-permissions/{accessPermissionId}")
            .body(UpdateAccessPermissionRequest.class)
            .designed()
            .answers(AccessPermissionDto.class);
    static final Operation<Void> DELETE_IMPLEMENTATION_ACCESS_PERMISSION = OPERATIONS
            .delete(
                    "deleteImplementationAccessPermission",
                    "/implementations/{implementationId}/access-permissions/{accessPermissionId}")
            .designed()
            .answersNothing();

    private final HubHttp http;

    ImplementationsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the implementations. {@code GET /implementations}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "a page; older versions of the Hub have another wrapper")
    public Mono<Page<ImplementationDto>> getImplementations(SearchQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_IMPLEMENTATIONS))
                .send();
    }

    /**
     * All implementations from the asked page on, in order, fetched page by page as they are needed: who takes five
     * makes one request. What is added or deleted meanwhile can shift entries, so that one appears twice or not at
     * all.
     */
    public Flux<ImplementationDto> listImplementations(SearchQuery query) {
        return Paging.list(query.page(), page -> getImplementations(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<ImplementationDto> listImplementations() {
        return listImplementations(SearchQuery.all());
    }

    /**
     * Creates an implementation. {@code POST /implementations}; not retried once the Hub may have seen it. Of the
     * answer only the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the collection is known, the operation is not")
    public Mono<ImplementationDto> createImplementation(CreateImplementationRequest request) {
        return http.request(CREATE_IMPLEMENTATION)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One implementation. {@code GET /implementations/{implementationId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<ImplementationDto> getImplementation(String implementationId) {
        return http.call(GET_IMPLEMENTATION, implementationId);
    }

    /** Changes an implementation. {@code PUT /implementations/{implementationId}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the collection is known, the operation is not")
    public Mono<ImplementationDto> updateImplementation(String implementationId, UpdateImplementationRequest request) {
        return http.request(UPDATE_IMPLEMENTATION, implementationId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes an implementation. {@code DELETE /implementations/{implementationId}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the collection is known, the operation is not")
    public Mono<Void> deleteImplementation(String implementationId) {
        return http.call(DELETE_IMPLEMENTATION, implementationId);
    }

    /**
     * One page of the implementations of an algorithm. {@code GET /algorithms/{algorithmId}/implementations}; retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the path is that of the open-source ancestor, files below it are verified")
    public Mono<Page<ImplementationDto>> getImplementationsOfAlgorithm(String algorithmId, SearchQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_IMPLEMENTATIONS_OF_ALGORITHM, algorithmId))
                .send();
    }

    /**
     * All implementations of an algorithm from the asked page on, in order, fetched page by page as they are needed:
     * who takes five makes one request. What is added or deleted meanwhile can shift entries, so that one appears
     * twice or not at all.
     */
    public Flux<ImplementationDto> listImplementationsOfAlgorithm(String algorithmId, SearchQuery query) {
        return Paging.list(query.page(), page -> getImplementationsOfAlgorithm(algorithmId, query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<ImplementationDto> listImplementationsOfAlgorithm(String algorithmId) {
        return listImplementationsOfAlgorithm(algorithmId, SearchQuery.all());
    }

    /**
     * Creates an implementation of an algorithm. {@code POST /algorithms/{algorithmId}/implementations}; not retried
     * once the Hub may have seen it. Of the answer only the id is needed.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<ImplementationDto> createImplementationOfAlgorithm(
            String algorithmId, ImplementationDto implementation) {
        return http.request(CREATE_IMPLEMENTATION_OF_ALGORITHM, algorithmId)
                .body(Objects.requireNonNull(implementation, "implementation"))
                .send();
    }

    /**
     * One implementation of an algorithm. {@code GET /algorithms/{algorithmId}/implementations/{implementationId}};
     * retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the path is that of the open-source ancestor, files below it are verified")
    public Mono<ImplementationDto> getImplementationOfAlgorithm(String algorithmId, String implementationId) {
        return http.call(GET_IMPLEMENTATION_OF_ALGORITHM, algorithmId, implementationId);
    }

    /**
     * Changes an implementation of an algorithm.
     * {@code PUT /algorithms/{algorithmId}/implementations/{implementationId}}; retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<ImplementationDto> updateImplementationOfAlgorithm(
            String algorithmId, String implementationId, ImplementationDto implementation) {
        return http.request(UPDATE_IMPLEMENTATION_OF_ALGORITHM, algorithmId, implementationId)
                .body(Objects.requireNonNull(implementation, "implementation"))
                .send();
    }

    /**
     * Deletes an implementation of an algorithm.
     * {@code DELETE /algorithms/{algorithmId}/implementations/{implementationId}}; retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<Void> deleteImplementationOfAlgorithm(String algorithmId, String implementationId) {
        return http.call(DELETE_IMPLEMENTATION_OF_ALGORITHM, algorithmId, implementationId);
    }

    /**
     * The files of an implementation. {@code GET /algorithms/{algorithmId}/implementations/{implementationId}/files};
     * retried.
     */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "the path is verified, the name is not")
    public Mono<Page<ImplementationFileDto>> getImplementationFiles(String algorithmId, String implementationId) {
        return http.call(GET_IMPLEMENTATION_FILES, algorithmId, implementationId);
    }

    /** All files of an implementation, page by page where the Hub answers with pages. */
    public Flux<ImplementationFileDto> listImplementationFiles(String algorithmId, String implementationId) {
        return Listings.all(http, GET_IMPLEMENTATION_FILES, algorithmId, implementationId);
    }

    /**
     * The members of an implementation, with their roles.
     * {@code GET /implementations/{implementationId}/access-permissions}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the path is not")
    public Flux<AccessPermissionDto> getImplementationAccessPermissions(String implementationId) {
        return Listings.all(http, GET_IMPLEMENTATION_ACCESS_PERMISSIONS, implementationId);
    }

    /** As {@link #getImplementationAccessPermissions(String)}: the name that every listing has. */
    public Flux<AccessPermissionDto> listImplementationAccessPermissions(String implementationId) {
        return getImplementationAccessPermissions(implementationId);
    }

    /**
     * Makes a user or an organization a member of an implementation.
     * {@code POST /implementations/{implementationId}/access-permissions}; not retried once the Hub may have seen it.
     * Of the answer only the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the collection is known, the operation is not")
    public Mono<AccessPermissionDto> createImplementationAccessPermission(
            String implementationId, CreateAccessPermissionRequest request) {
        return http.request(CREATE_IMPLEMENTATION_ACCESS_PERMISSION, implementationId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Changes the role of a member of an implementation.
     * {@code PUT /implementations/{implementationId}/access-permissions/{accessPermissionId}}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the collection is known, the operation is not")
    public Mono<AccessPermissionDto> updateImplementationAccessPermission(
            String implementationId, String accessPermissionId, UpdateAccessPermissionRequest request) {
        return http.request(UPDATE_IMPLEMENTATION_ACCESS_PERMISSION, implementationId, accessPermissionId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Removes a member from an implementation.
     * {@code DELETE /implementations/{implementationId}/access-permissions/{accessPermissionId}}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the collection is known, the operation is not")
    public Mono<Void> deleteImplementationAccessPermission(String implementationId, String accessPermissionId) {
        return http.call(DELETE_IMPLEMENTATION_ACCESS_PERMISSION, implementationId, accessPermissionId);
    }
}
