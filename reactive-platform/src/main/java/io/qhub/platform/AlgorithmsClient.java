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
import io.qhub.platform.model.AlgorithmDto;
import io.qhub.platform.model.CreateAccessPermissionRequest;
import io.qhub.platform.model.PublishContentRequest;
import io.qhub.platform.model.SketchDto;
import io.qhub.platform.model.UpdateAccessPermissionRequest;
import io.qhub.platform.model.algorithms.AlgorithmRelationDto;
import io.qhub.platform.model.algorithms.UpdateAlgorithmRequest;
import io.qhub.platform.model.internal.Values;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The algorithms of the catalogue: their sketches, relations and members.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class AlgorithmsClient {

    static final Operations OPERATIONS = Operations.of("platform.algorithms");

    static final Operation<Page<AlgorithmDto>> GET_ALGORITHMS = OPERATIONS
            .get("getAlgorithms", "/algorithms")
            .query("search", "page", "size", "sort")
            .answersPage(AlgorithmDto.class);
    static final Operation<AlgorithmDto> CREATE_ALGORITHM = OPERATIONS
            .post("createAlgorithm", "/algorithms")
            .body(AlgorithmDto.class)
            .inferred()
            .answers(AlgorithmDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<AlgorithmDto> GET_ALGORITHM =
            OPERATIONS.get("getAlgorithm", "/algorithms/{algorithmId}").answers(AlgorithmDto.class);
    static final Operation<AlgorithmDto> UPDATE_ALGORITHM = OPERATIONS
            .put("updateAlgorithm", "/algorithms/{algorithmId}")
            .body(UpdateAlgorithmRequest.class)
            .inferred()
            .answers(AlgorithmDto.class);
    static final Operation<Void> DELETE_ALGORITHM = OPERATIONS
            .delete("deleteAlgorithm", "/algorithms/{algorithmId}")
            .inferred()
            .answersNothing();
    static final Operation<Page<SketchDto>> GET_SKETCHES = OPERATIONS
            .get("getSketches", "/algorithms/{algorithmId}/sketches")
            .inferred()
            .answersListOrPage(SketchDto.class);
    static final Operation<SketchDto> UPLOAD_SKETCH = OPERATIONS
            .post("uploadSketch", "/algorithms/{algorithmId}/sketches")
            .query("description", "baseURL")
            .parts("file")
            .inferred()
            .answers(SketchDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<SketchDto> GET_SKETCH = OPERATIONS
            .get("getSketch", "/algorithms/{algorithmId}/sketches/{sketchId}")
            .inferred()
            .answers(SketchDto.class);
    static final Operation<SketchDto> UPDATE_SKETCH = OPERATIONS
            .put("updateSketch", "/algorithms/{algorithmId}/sketches/{sketchId}")
            .body(SketchDto.class)
            .inferred()
            .answers(SketchDto.class);
    static final Operation<Void> DELETE_SKETCH = OPERATIONS
            .delete("deleteSketch", "/algorithms/{algorithmId}/sketches/{sketchId}")
            .inferred()
            .answersNothing();
    static final Operation<DataBuffer> GET_SKETCH_IMAGE = OPERATIONS
            .get("getSketchImage", "/algorithms/{algorithmId}/sketches/{sketchId}/image")
            .inferred()
            .streams();
    static final Operation<Page<AlgorithmRelationDto>> GET_ALGORITHM_RELATIONS = OPERATIONS
            .get("getAlgorithmRelations", "/algorithms/{algorithmId}/algorithm-relations")
            .query("search", "page", "size", "sort")
            .inferred()
            .answersPage(AlgorithmRelationDto.class);
    static final Operation<AlgorithmRelationDto> CREATE_ALGORITHM_RELATION = OPERATIONS
            .post("createAlgorithmRelation", "/algorithms/{algorithmId}/algorithm-relations")
            .body(AlgorithmRelationDto.class)
            .inferred()
            .answers(AlgorithmRelationDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<AlgorithmRelationDto> GET_ALGORITHM_RELATION = OPERATIONS
            .get("getAlgorithmRelation", "/algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}")
            .inferred()
            .answers(AlgorithmRelationDto.class);
    static final Operation<AlgorithmRelationDto> UPDATE_ALGORITHM_RELATION = OPERATIONS
            .put("updateAlgorithmRelation", "/algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}")
            .body(AlgorithmRelationDto.class)
            .inferred()
            .answers(AlgorithmRelationDto.class);
    static final Operation<Void> DELETE_ALGORITHM_RELATION = OPERATIONS
            .delete("deleteAlgorithmRelation", "/algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}")
            .inferred()
            .answersNothing();
    static final Operation<Page<AccessPermissionDto>> GET_ALGORITHM_ACCESS_PERMISSIONS = OPERATIONS
            .get("getAlgorithmAccessPermissions", "/algorithms/{algorithmId}/access-permissions")
            .designed()
            .answersListOrPage(AccessPermissionDto.class);
    static final Operation<AccessPermissionDto> CREATE_ALGORITHM_ACCESS_PERMISSION = OPERATIONS
            .post("createAlgorithmAccessPermission", "/algorithms/{algorithmId}/access-permissions")
            .body(CreateAccessPermissionRequest.class)
            .designed()
            .answers(AccessPermissionDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<AccessPermissionDto> UPDATE_ALGORITHM_ACCESS_PERMISSION = OPERATIONS
            .put("updateAlgorithmAccessPermission", "/algorithms/{algorithmId}/access-permissions/{accessPermissionId}")
            .body(UpdateAccessPermissionRequest.class)
            .designed()
            .answers(AccessPermissionDto.class);
    static final Operation<Void> DELETE_ALGORITHM_ACCESS_PERMISSION = OPERATIONS
            .delete(
                    "deleteAlgorithmAccessPermission",
                    "/algorithms/{algorithmId}/access-permissions/{accessPermissionId}")
            .designed()
            .answersNothing();
    static final Operation<AlgorithmDto> PUBLISH_ALGORITHM = OPERATIONS
            .post("publishAlgorithm", "/algorithms/{algorithmId}/publish")
            .body(PublishContentRequest.class)
            .designed()
            .answers(AlgorithmDto.class);

    private final HubHttp http;

    AlgorithmsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the algorithms. {@code GET /algorithms}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "a page; older versions of the Hub have another wrapper")
    public Mono<Page<AlgorithmDto>> getAlgorithms(SearchQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_ALGORITHMS))
                .send();
    }

    /**
     * All algorithms from the asked page on, in order, fetched page by page as they are needed: who takes five makes
     * one request. What is added or deleted meanwhile can shift entries, so that one appears twice or not at all.
     */
    public Flux<AlgorithmDto> listAlgorithms(SearchQuery query) {
        return Paging.list(query.page(), page -> getAlgorithms(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<AlgorithmDto> listAlgorithms() {
        return listAlgorithms(SearchQuery.all());
    }

    /**
     * Creates an algorithm. {@code POST /algorithms}; not retried once the Hub may have seen it. Of the answer only
     * the id is needed.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<AlgorithmDto> createAlgorithm(AlgorithmDto algorithm) {
        return http.request(CREATE_ALGORITHM)
                .body(Objects.requireNonNull(algorithm, "algorithm"))
                .send();
    }

    /** One algorithm. {@code GET /algorithms/{algorithmId}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<AlgorithmDto> getAlgorithm(String algorithmId) {
        return http.call(GET_ALGORITHM, algorithmId);
    }

    /** Changes an algorithm. {@code PUT /algorithms/{algorithmId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<AlgorithmDto> updateAlgorithm(String algorithmId, UpdateAlgorithmRequest request) {
        return http.request(UPDATE_ALGORITHM, algorithmId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes an algorithm. {@code DELETE /algorithms/{algorithmId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<Void> deleteAlgorithm(String algorithmId) {
        return http.call(DELETE_ALGORITHM, algorithmId);
    }

    /** The sketches of an algorithm. {@code GET /algorithms/{algorithmId}/sketches}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Flux<SketchDto> getSketches(String algorithmId) {
        return Listings.all(http, GET_SKETCHES, algorithmId);
    }

    /** As {@link #getSketches(String)}: the name that every listing has. */
    public Flux<SketchDto> listSketches(String algorithmId) {
        return getSketches(algorithmId);
    }

    /**
     * Adds a sketch, an image, to an algorithm. {@code POST /algorithms/{algorithmId}/sketches}; not retried once the
     * Hub may have seen it.
     *
     * <p>The content is streamed with constant memory. A failure of its source cancels the request and is signalled as
     * it is.
     *
     * @param description what it shows
     * @param baseURL the base URL that the address of the image begins with
     * @param file the image; its media type and name are sent along
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<SketchDto> uploadSketch(String algorithmId, String description, String baseURL, Uploads.Source file) {
        return http.request(UPLOAD_SKETCH, algorithmId)
                .query("description", Values.notBlank("description", description))
                .query("baseURL", Values.notBlank("baseURL", baseURL))
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .send();
    }

    /** The same with a file, whose name is sent along. */
    public Mono<SketchDto> uploadSketch(String algorithmId, String description, String baseURL, Path file) {
        return uploadSketch(algorithmId, description, baseURL, Uploads.fromPath(file));
    }

    /**
     * One sketch of an algorithm, without its image. {@code GET /algorithms/{algorithmId}/sketches/{sketchId}};
     * retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<SketchDto> getSketch(String algorithmId, String sketchId) {
        return http.call(GET_SKETCH, algorithmId, sketchId);
    }

    /** Changes what is said about a sketch. {@code PUT /algorithms/{algorithmId}/sketches/{sketchId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<SketchDto> updateSketch(String algorithmId, String sketchId, SketchDto sketch) {
        return http.request(UPDATE_SKETCH, algorithmId, sketchId)
                .body(Objects.requireNonNull(sketch, "sketch"))
                .send();
    }

    /** Deletes a sketch. {@code DELETE /algorithms/{algorithmId}/sketches/{sketchId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<Void> deleteSketch(String algorithmId, String sketchId) {
        return http.call(DELETE_SKETCH, algorithmId, sketchId);
    }

    /**
     * The image of a sketch. {@code GET /algorithms/{algorithmId}/sketches/{sketchId}/image}; retried until the
     * answer's head has arrived, not after.
     *
     * <p>The subscriber owns and releases each buffer; what is dropped before it reaches the subscriber is released by
     * the client. Backpressure reaches the socket.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Flux<DataBuffer> getSketchImage(String algorithmId, String sketchId) {
        return http.stream(GET_SKETCH_IMAGE, algorithmId, sketchId);
    }

    /**
     * The image of a sketch, into a file. {@code GET /algorithms/{algorithmId}/sketches/{sketchId}/image}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadSketchImage(String algorithmId, String sketchId, Path target) {
        return downloadSketchImage(algorithmId, sketchId, target, DownloadOptions.defaults());
    }

    /** The same, with progress and other options. */
    public Mono<DownloadedFile> downloadSketchImage(
            String algorithmId, String sketchId, Path target, DownloadOptions options) {
        return http.request(GET_SKETCH_IMAGE, algorithmId, sketchId).toFile(target, options);
    }

    /**
     * One page of the relations of an algorithm to others. {@code GET /algorithms/{algorithmId}/algorithm-relations};
     * retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<Page<AlgorithmRelationDto>> getAlgorithmRelations(String algorithmId, SearchQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_ALGORITHM_RELATIONS, algorithmId))
                .send();
    }

    /**
     * All relations of an algorithm to others from the asked page on, in order, fetched page by page as they are
     * needed: who takes five makes one request. What is added or deleted meanwhile can shift entries, so that one
     * appears twice or not at all.
     */
    public Flux<AlgorithmRelationDto> listAlgorithmRelations(String algorithmId, SearchQuery query) {
        return Paging.list(query.page(), page -> getAlgorithmRelations(algorithmId, query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<AlgorithmRelationDto> listAlgorithmRelations(String algorithmId) {
        return listAlgorithmRelations(algorithmId, SearchQuery.all());
    }

    /**
     * Relates an algorithm to another. {@code POST /algorithms/{algorithmId}/algorithm-relations}; not retried once
     * the Hub may have seen it. Of the answer only the id is needed.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<AlgorithmRelationDto> createAlgorithmRelation(String algorithmId, AlgorithmRelationDto relation) {
        return http.request(CREATE_ALGORITHM_RELATION, algorithmId)
                .body(Objects.requireNonNull(relation, "relation"))
                .send();
    }

    /**
     * One relation of an algorithm. {@code GET /algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}};
     * retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<AlgorithmRelationDto> getAlgorithmRelation(String algorithmId, String algorithmRelationId) {
        return http.call(GET_ALGORITHM_RELATION, algorithmId, algorithmRelationId);
    }

    /**
     * Changes a relation of an algorithm.
     * {@code PUT /algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}}; retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<AlgorithmRelationDto> updateAlgorithmRelation(
            String algorithmId, String algorithmRelationId, AlgorithmRelationDto relation) {
        return http.request(UPDATE_ALGORITHM_RELATION, algorithmId, algorithmRelationId)
                .body(Objects.requireNonNull(relation, "relation"))
                .send();
    }

    /**
     * Deletes a relation of an algorithm.
     * {@code DELETE /algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}}; retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<Void> deleteAlgorithmRelation(String algorithmId, String algorithmRelationId) {
        return http.call(DELETE_ALGORITHM_RELATION, algorithmId, algorithmRelationId);
    }

    /**
     * The members of an algorithm, with their roles. {@code GET /algorithms/{algorithmId}/access-permissions};
     * retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the path is not")
    public Flux<AccessPermissionDto> getAlgorithmAccessPermissions(String algorithmId) {
        return Listings.all(http, GET_ALGORITHM_ACCESS_PERMISSIONS, algorithmId);
    }

    /** As {@link #getAlgorithmAccessPermissions(String)}: the name that every listing has. */
    public Flux<AccessPermissionDto> listAlgorithmAccessPermissions(String algorithmId) {
        return getAlgorithmAccessPermissions(algorithmId);
    }

    /**
     * Makes a user or an organization a member of an algorithm.
     * {@code POST /algorithms/{algorithmId}/access-permissions}; not retried once the Hub may have seen it. Of the
     * answer only the id is needed.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the path is not")
    public Mono<AccessPermissionDto> createAlgorithmAccessPermission(
            String algorithmId, CreateAccessPermissionRequest request) {
        return http.request(CREATE_ALGORITHM_ACCESS_PERMISSION, algorithmId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Changes the role of a member of an algorithm.
     * {@code PUT /algorithms/{algorithmId}/access-permissions/{accessPermissionId}}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the path is not")
    public Mono<AccessPermissionDto> updateAlgorithmAccessPermission(
            String algorithmId, String accessPermissionId, UpdateAccessPermissionRequest request) {
        return http.request(UPDATE_ALGORITHM_ACCESS_PERMISSION, algorithmId, accessPermissionId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Removes a member from an algorithm.
     * {@code DELETE /algorithms/{algorithmId}/access-permissions/{accessPermissionId}}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the path is not")
    public Mono<Void> deleteAlgorithmAccessPermission(String algorithmId, String accessPermissionId) {
        return http.call(DELETE_ALGORITHM_ACCESS_PERMISSION, algorithmId, accessPermissionId);
    }

    /**
     * Publishes an algorithm in the marketplace. {@code POST /algorithms/{algorithmId}/publish}; not retried once the
     * Hub may have seen it.
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "that it can be published is documented; the path is that of services")
    public Mono<AlgorithmDto> publishAlgorithm(String algorithmId, PublishContentRequest request) {
        return http.request(PUBLISH_ALGORITHM, algorithmId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }
}
