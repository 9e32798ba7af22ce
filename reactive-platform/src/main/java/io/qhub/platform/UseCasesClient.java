package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.AccessPermissionDto;
import io.qhub.platform.model.CreateAccessPermissionRequest;
import io.qhub.platform.model.PublishContentRequest;
import io.qhub.platform.model.SketchDto;
import io.qhub.platform.model.UpdateAccessPermissionRequest;
import io.qhub.platform.model.UseCaseDto;
import io.qhub.platform.model.usecases.CreateUseCaseRequest;
import io.qhub.platform.model.usecases.UpdateUseCaseRequest;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The use cases of the catalogue, their sketches and their members.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class UseCasesClient {

    static final Operations OPERATIONS = Operations.of("platform.useCases");

    static final Operation<Page<UseCaseDto>> GET_USE_CASES = OPERATIONS
            .get("getUseCases", "/use-cases")
            .query("title", "page", "size", "sort")
            .answersPage(UseCaseDto.class);
    static final Operation<UseCaseDto> GET_USE_CASE =
            OPERATIONS.get("getUseCase", "/use-cases/{id}").answers(UseCaseDto.class);
    static final Operation<UseCaseDto> CREATE_USE_CASE = OPERATIONS
            .post("createUseCase", "/use-cases")
            .body(CreateUseCaseRequest.class)
            .inferred()
            .answers(UseCaseDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<UseCaseDto> UPDATE_USE_CASE = OPERATIONS
            .put("updateUseCase", "/use-cases/{id}")
            .body(UpdateUseCaseRequest.class)
            .inferred()
            .answers(UseCaseDto.class);
    static final Operation<Void> DELETE_USE_CASE =
            OPERATIONS.delete("deleteUseCase", "/use-cases/{id}").inferred().answersNothing();
    static final Operation<Page<SketchDto>> GET_USE_CASE_SKETCHES = OPERATIONS
            .get("getUseCaseSketches", "/use-cases/{id}/sketches")
            .inferred()
            .answersListOrPage(SketchDto.class);
    static final Operation<SketchDto> UPLOAD_USE_CASE_SKETCH = OPERATIONS
            .post("uploadUseCaseSketch", "/use-cases/{id}/sketches")
            .query("description", "baseURL")
            .parts("file")
            .inferred()
            .answers(SketchDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<DataBuffer> GET_USE_CASE_SKETCH_IMAGE = OPERATIONS
            .get("getUseCaseSketchImage", "/use-cases/{id}/sketches/{sketchId}/image")
            .inferred()
            .streams();
    static final Operation<Void> DELETE_USE_CASE_SKETCH = OPERATIONS
            .delete("deleteUseCaseSketch", "/use-cases/{id}/sketches/{sketchId}")
            .inferred()
            .answersNothing();
    static final Operation<UseCaseDto> PUBLISH_USE_CASE = OPERATIONS
            .post("publishUseCase", "/use-cases/{id}/publish")
            .body(PublishContentRequest.class)
            .designed()
            .answers(UseCaseDto.class);
    static final Operation<Page<AccessPermissionDto>> GET_USE_CASE_ACCESS_PERMISSIONS = OPERATIONS
            .get("getUseCaseAccessPermissions", "/use-cases/{id}/access-permissions")
            .designed()
            .answersListOrPage(AccessPermissionDto.class);
    static final Operation<AccessPermissionDto> CREATE_USE_CASE_ACCESS_PERMISSION = OPERATIONS
            .post("createUseCaseAccessPermission", "/use-cases/{id}/access-permissions")
            .body(CreateAccessPermissionRequest.class)
            .designed()
            .answers(AccessPermissionDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<AccessPermissionDto> UPDATE_USE_CASE_ACCESS_PERMISSION = OPERATIONS
            .put("updateUseCaseAccessPermission", "/use-cases/{id}/access-permissions/{accessPermissionId}")
            .body(UpdateAccessPermissionRequest.class)
            .designed()
            .answers(AccessPermissionDto.class);
    static final Operation<Void> DELETE_USE_CASE_ACCESS_PERMISSION = OPERATIONS
            .delete("deleteUseCaseAccessPermission", "/use-cases/{id}/access-permissions/{accessPermissionId}")
            .designed()
            .answersNothing();

    private final HubHttp http;

    UseCasesClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the use cases. {@code GET /use-cases}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "the path is verified, the name is not")
    public Mono<Page<UseCaseDto>> getUseCases(UseCaseQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_USE_CASES))
                .send();
    }

    /**
     * All use cases from the asked page on, in order, fetched page by page as they are needed: who takes five makes
     * one request. What is added or deleted meanwhile can shift entries, so that one appears twice or not at all.
     */
    public Flux<UseCaseDto> listUseCases(UseCaseQuery query) {
        return Paging.list(query.page(), page -> getUseCases(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<UseCaseDto> listUseCases() {
        return listUseCases(UseCaseQuery.all());
    }

    /** One use case. {@code GET /use-cases/{id}}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "the path is verified, the name is not")
    public Mono<UseCaseDto> getUseCase(String id) {
        return http.call(GET_USE_CASE, id);
    }

    /**
     * Creates a use case. {@code POST /use-cases}; not retried once the Hub may have seen it. Of the answer only the
     * id is needed.
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "medium: use cases are handled as algorithms are")
    public Mono<UseCaseDto> createUseCase(CreateUseCaseRequest request) {
        return http.request(CREATE_USE_CASE)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Changes a use case. {@code PUT /use-cases/{id}}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "medium: use cases are handled as algorithms are")
    public Mono<UseCaseDto> updateUseCase(String id, UpdateUseCaseRequest request) {
        return http.request(UPDATE_USE_CASE, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes a use case. {@code DELETE /use-cases/{id}}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "medium: use cases are handled as algorithms are")
    public Mono<Void> deleteUseCase(String id) {
        return http.call(DELETE_USE_CASE, id);
    }

    /** The sketches of a use case. {@code GET /use-cases/{id}/sketches}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "medium: use cases are handled as algorithms are")
    public Flux<SketchDto> getUseCaseSketches(String id) {
        return Listings.all(http, GET_USE_CASE_SKETCHES, id);
    }

    /** As {@link #getUseCaseSketches(String)}: the name that every listing has. */
    public Flux<SketchDto> listUseCaseSketches(String id) {
        return getUseCaseSketches(id);
    }

    /**
     * Adds a sketch, an image, to a use case. {@code POST /use-cases/{id}/sketches}; not retried once the Hub may have
     * seen it.
     *
     * <p>The content is streamed with constant memory. A failure of its source cancels the request and is signalled as
     * it is.
     *
     * @param description what it shows; null leaves it out
     * @param baseURL the base URL that the address of the image begins with; null leaves it out
     * @param file the image; its media type and name are sent along
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "medium: use cases are handled as algorithms are")
    public Mono<SketchDto> uploadUseCaseSketch(
            String id, @Nullable String description, @Nullable String baseURL, Uploads.Source file) {
        return http.request(UPLOAD_USE_CASE_SKETCH, id)
                .query("description", description)
                .query("baseURL", baseURL)
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .send();
    }

    /** The same with a file, whose name is sent along. */
    public Mono<SketchDto> uploadUseCaseSketch(
            String id, @Nullable String description, @Nullable String baseURL, Path file) {
        return uploadUseCaseSketch(id, description, baseURL, Uploads.fromPath(file));
    }

    /** The same with a file and nothing else. */
    public Mono<SketchDto> uploadUseCaseSketch(String id, Path file) {
        return uploadUseCaseSketch(id, null, null, file);
    }

    /**
     * The image of a sketch of a use case. {@code GET /use-cases/{id}/sketches/{sketchId}/image}; retried until the
     * answer's head has arrived, not after.
     *
     * <p>The subscriber owns and releases each buffer; what is dropped before it reaches the subscriber is released by
     * the client. Backpressure reaches the socket.
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "medium: use cases are handled as algorithms are")
    public Flux<DataBuffer> getUseCaseSketchImage(String id, String sketchId) {
        return http.stream(GET_USE_CASE_SKETCH_IMAGE, id, sketchId);
    }

    /**
     * The image of a sketch of a use case, into a file. {@code GET /use-cases/{id}/sketches/{sketchId}/image}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadUseCaseSketchImage(String id, String sketchId, Path target) {
        return downloadUseCaseSketchImage(id, sketchId, target, DownloadOptions.defaults());
    }

    /** The same, with progress and other options. */
    public Mono<DownloadedFile> downloadUseCaseSketchImage(
            String id, String sketchId, Path target, DownloadOptions options) {
        return http.request(GET_USE_CASE_SKETCH_IMAGE, id, sketchId).toFile(target, options);
    }

    /** Deletes a sketch of a use case. {@code DELETE /use-cases/{id}/sketches/{sketchId}}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "medium: use cases are handled as algorithms are")
    public Mono<Void> deleteUseCaseSketch(String id, String sketchId) {
        return http.call(DELETE_USE_CASE_SKETCH, id, sketchId);
    }

    /**
     * Publishes a use case in the marketplace. {@code POST /use-cases/{id}/publish}; not retried once the Hub may have
     * seen it.
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "that it can be published is documented; the path is that of services")
    public Mono<UseCaseDto> publishUseCase(String id, PublishContentRequest request) {
        return http.request(PUBLISH_USE_CASE, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** The members of a use case, with their roles. {@code GET /use-cases/{id}/access-permissions}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "members are documented, the path is not")
    public Flux<AccessPermissionDto> getUseCaseAccessPermissions(String id) {
        return Listings.all(http, GET_USE_CASE_ACCESS_PERMISSIONS, id);
    }

    /** As {@link #getUseCaseAccessPermissions(String)}: the name that every listing has. */
    public Flux<AccessPermissionDto> listUseCaseAccessPermissions(String id) {
        return getUseCaseAccessPermissions(id);
    }

    /**
     * Makes a user or an organization a member of a use case. {@code POST /use-cases/{id}/access-permissions}; not
     * retried once the Hub may have seen it. Of the answer only the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "members are documented, the path is not")
    public Mono<AccessPermissionDto> createUseCaseAccessPermission(String id, CreateAccessPermissionRequest request) {
        return http.request(CREATE_USE_CASE_ACCESS_PERMISSION, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Changes the role of a member of a use case. {@code PUT /use-cases/{id}/access-permissions/{accessPermissionId}};
     * retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "members are documented, the path is not")
    public Mono<AccessPermissionDto> updateUseCaseAccessPermission(
            String id, String accessPermissionId, UpdateAccessPermissionRequest request) {
        return http.request(UPDATE_USE_CASE_ACCESS_PERMISSION, id, accessPermissionId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Removes a member from a use case. {@code DELETE /use-cases/{id}/access-permissions/{accessPermissionId}};
     * retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "members are documented, the path is not")
    public Mono<Void> deleteUseCaseAccessPermission(String id, String accessPermissionId) {
        return http.call(DELETE_USE_CASE_ACCESS_PERMISSION, id, accessPermissionId);
    }
}
