package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
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
import java.util.List;
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

    static final Operation GET_ALGORITHMS = Operation.get("platform.algorithms.getAlgorithms", "/algorithms")
            .query("search", "page", "size", "sort")
            .returnsPage(AlgorithmDto.class);
    static final Operation CREATE_ALGORITHM = Operation.post("platform.algorithms.createAlgorithm", "/algorithms")
            .body(AlgorithmDto.class)
            .returns(AlgorithmDto.class)
            .inferred();
    static final Operation GET_ALGORITHM = Operation.get(
                    "platform.algorithms.getAlgorithm", "/algorithms/{algorithmId}")
            .returns(AlgorithmDto.class);
    static final Operation UPDATE_ALGORITHM = Operation.put(
                    "platform.algorithms.updateAlgorithm", "/algorithms/{algorithmId}")
            .body(UpdateAlgorithmRequest.class)
            .returns(AlgorithmDto.class)
            .inferred();
    static final Operation DELETE_ALGORITHM = Operation.delete(
                    "platform.algorithms.deleteAlgorithm", "/algorithms/{algorithmId}")
            .inferred();
    static final Operation GET_SKETCHES = Operation.get(
                    "platform.algorithms.getSketches", "/algorithms/{algorithmId}/sketches")
            .returnsArray(SketchDto.class)
            .inferred();
    static final Operation UPLOAD_SKETCH = Operation.post(
                    "platform.algorithms.uploadSketch", "/algorithms/{algorithmId}/sketches")
            .query("description", "baseURL")
            .parts("file")
            .returns(SketchDto.class)
            .inferred();
    static final Operation GET_SKETCH = Operation.get(
                    "platform.algorithms.getSketch", "/algorithms/{algorithmId}/sketches/{sketchId}")
            .returns(SketchDto.class)
            .inferred();
    static final Operation UPDATE_SKETCH = Operation.put(
                    "platform.algorithms.updateSketch", "/algorithms/{algorithmId}/sketches/{sketchId}")
            .body(SketchDto.class)
            .returns(SketchDto.class)
            .inferred();
    static final Operation DELETE_SKETCH = Operation.delete(
                    "platform.algorithms.deleteSketch", "/algorithms/{algorithmId}/sketches/{sketchId}")
            .inferred();
    static final Operation GET_SKETCH_IMAGE = Operation.get(
                    "platform.algorithms.getSketchImage", "/algorithms/{algorithmId}/sketches/{sketchId}/image")
            .returnsBytes()
            .inferred();
    static final Operation GET_ALGORITHM_RELATIONS = Operation.get(
                    "platform.algorithms.getAlgorithmRelations", "/algorithms/{algorithmId}/algorithm-relations")
            .query("search", "page", "size", "sort")
            .returnsPage(AlgorithmRelationDto.class)
            .inferred();
    static final Operation CREATE_ALGORITHM_RELATION = Operation.post(
                    "platform.algorithms.createAlgorithmRelation", "/algorithms/{algorithmId}/algorithm-relations")
            .body(AlgorithmRelationDto.class)
            .returns(AlgorithmRelationDto.class)
            .inferred();
    static final Operation GET_ALGORITHM_RELATION = Operation.get(
                    "platform.algorithms.getAlgorithmRelation",
                    "/algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}")
            .returns(AlgorithmRelationDto.class)
            .inferred();
    static final Operation UPDATE_ALGORITHM_RELATION = Operation.put(
                    "platform.algorithms.updateAlgorithmRelation",
                    "/algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}")
            .body(AlgorithmRelationDto.class)
            .returns(AlgorithmRelationDto.class)
            .inferred();
    static final Operation DELETE_ALGORITHM_RELATION = Operation.delete(
                    "platform.algorithms.deleteAlgorithmRelation",
                    "/algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}")
            .inferred();
    static final Operation GET_ALGORITHM_ACCESS_PERMISSIONS = Operation.get(
                    "platform.algorithms.getAlgorithmAccessPermissions", "/algorithms/{algorithmId}/access-permissions")
            .returnsArray(AccessPermissionDto.class)
            .designed();
    static final Operation CREATE_ALGORITHM_ACCESS_PERMISSION = Operation.post(
                    "platform.algorithms.createAlgorithmAccessPermission",
                    "/algorithms/{algorithmId}/access-permissions")
            .body(CreateAccessPermissionRequest.class)
            .returns(AccessPermissionDto.class)
            .designed();
    static final Operation UPDATE_ALGORITHM_ACCESS_PERMISSION = Operation.put(
                    "platform.algorithms.updateAlgorithmAccessPermission",
                    "/algorithms/{algorithmId}/access-permissions/{accessPermissionId}")
            .body(UpdateAccessPermissionRequest.class)
            .returns(AccessPermissionDto.class)
            .designed();
    static final Operation DELETE_ALGORITHM_ACCESS_PERMISSION = Operation.delete(
                    "platform.algorithms.deleteAlgorithmAccessPermission",
                    "/algorithms/{algorithmId}/access-permissions/{accessPermissionId}")
            .designed();
    static final Operation PUBLISH_ALGORITHM = Operation.post(
                    "platform.algorithms.publishAlgorithm", "/algorithms/{algorithmId}/publish")
            .body(PublishContentRequest.class)
            .returns(AlgorithmDto.class)
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_ALGORITHMS,
            CREATE_ALGORITHM,
            GET_ALGORITHM,
            UPDATE_ALGORITHM,
            DELETE_ALGORITHM,
            GET_SKETCHES,
            UPLOAD_SKETCH,
            GET_SKETCH,
            UPDATE_SKETCH,
            DELETE_SKETCH,
            GET_SKETCH_IMAGE,
            GET_ALGORITHM_RELATIONS,
            CREATE_ALGORITHM_RELATION,
            GET_ALGORITHM_RELATION,
            UPDATE_ALGORITHM_RELATION,
            DELETE_ALGORITHM_RELATION,
            GET_ALGORITHM_ACCESS_PERMISSIONS,
            CREATE_ALGORITHM_ACCESS_PERMISSION,
            UPDATE_ALGORITHM_ACCESS_PERMISSION,
            DELETE_ALGORITHM_ACCESS_PERMISSION,
            PUBLISH_ALGORITHM);

    private final HubHttp http;

    AlgorithmsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the algorithms. {@code GET /algorithms}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "a page; older versions of the Hub have another wrapper")
    public Mono<Page<AlgorithmDto>> getAlgorithms(SearchQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.call(GET_ALGORITHMS))
                .toPage(AlgorithmDto.class);
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
        return http.call(CREATE_ALGORITHM)
                .body(Objects.requireNonNull(algorithm, "algorithm"))
                .to(AlgorithmDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** One algorithm. {@code GET /algorithms/{algorithmId}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<AlgorithmDto> getAlgorithm(String algorithmId) {
        return http.call(GET_ALGORITHM, algorithmId).to(AlgorithmDto.class);
    }

    /** Changes an algorithm. {@code PUT /algorithms/{algorithmId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<AlgorithmDto> updateAlgorithm(String algorithmId, UpdateAlgorithmRequest request) {
        return http.call(UPDATE_ALGORITHM, algorithmId)
                .body(Objects.requireNonNull(request, "request"))
                .to(AlgorithmDto.class);
    }

    /** Deletes an algorithm. {@code DELETE /algorithms/{algorithmId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<Void> deleteAlgorithm(String algorithmId) {
        return http.call(DELETE_ALGORITHM, algorithmId).toNothing();
    }

    /** The sketches of an algorithm. {@code GET /algorithms/{algorithmId}/sketches}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Flux<SketchDto> getSketches(String algorithmId) {
        return Listings.all(http, GET_SKETCHES, SketchDto.class, algorithmId);
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
        return http.call(UPLOAD_SKETCH, algorithmId)
                .query("description", Values.notBlank("description", description))
                .query("baseURL", Values.notBlank("baseURL", baseURL))
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .to(SketchDto.class, answer -> answer.id() == null ? "id" : null);
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
        return http.call(GET_SKETCH, algorithmId, sketchId).to(SketchDto.class);
    }

    /** Changes what is said about a sketch. {@code PUT /algorithms/{algorithmId}/sketches/{sketchId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<SketchDto> updateSketch(String algorithmId, String sketchId, SketchDto sketch) {
        return http.call(UPDATE_SKETCH, algorithmId, sketchId)
                .body(Objects.requireNonNull(sketch, "sketch"))
                .to(SketchDto.class);
    }

    /** Deletes a sketch. {@code DELETE /algorithms/{algorithmId}/sketches/{sketchId}}; retried. */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "high: the name is known, the path is that of the open-source ancestor of the catalogue")
    public Mono<Void> deleteSketch(String algorithmId, String sketchId) {
        return http.call(DELETE_SKETCH, algorithmId, sketchId).toNothing();
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
        return http.call(GET_SKETCH_IMAGE, algorithmId, sketchId).toStream();
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
        return http.call(GET_SKETCH_IMAGE, algorithmId, sketchId).toFile(target, options);
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
                .on(http.call(GET_ALGORITHM_RELATIONS, algorithmId))
                .toPage(AlgorithmRelationDto.class);
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
        return http.call(CREATE_ALGORITHM_RELATION, algorithmId)
                .body(Objects.requireNonNull(relation, "relation"))
                .to(AlgorithmRelationDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /**
     * One relation of an algorithm. {@code GET /algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}};
     * retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<AlgorithmRelationDto> getAlgorithmRelation(String algorithmId, String algorithmRelationId) {
        return http.call(GET_ALGORITHM_RELATION, algorithmId, algorithmRelationId)
                .to(AlgorithmRelationDto.class);
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
        return http.call(UPDATE_ALGORITHM_RELATION, algorithmId, algorithmRelationId)
                .body(Objects.requireNonNull(relation, "relation"))
                .to(AlgorithmRelationDto.class);
    }

    /**
     * Deletes a relation of an algorithm.
     * {@code DELETE /algorithms/{algorithmId}/algorithm-relations/{algorithmRelationId}}; retried.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the path is that of the open-source ancestor of the catalogue")
    public Mono<Void> deleteAlgorithmRelation(String algorithmId, String algorithmRelationId) {
        return http.call(DELETE_ALGORITHM_RELATION, algorithmId, algorithmRelationId)
                .toNothing();
    }

    /**
     * The members of an algorithm, with their roles. {@code GET /algorithms/{algorithmId}/access-permissions};
     * retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the path is not")
    public Flux<AccessPermissionDto> getAlgorithmAccessPermissions(String algorithmId) {
        return Listings.all(http, GET_ALGORITHM_ACCESS_PERMISSIONS, AccessPermissionDto.class, algorithmId);
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
        return http.call(CREATE_ALGORITHM_ACCESS_PERMISSION, algorithmId)
                .body(Objects.requireNonNull(request, "request"))
                .to(AccessPermissionDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /**
     * Changes the role of a member of an algorithm.
     * {@code PUT /algorithms/{algorithmId}/access-permissions/{accessPermissionId}}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the path is not")
    public Mono<AccessPermissionDto> updateAlgorithmAccessPermission(
            String algorithmId, String accessPermissionId, UpdateAccessPermissionRequest request) {
        return http.call(UPDATE_ALGORITHM_ACCESS_PERMISSION, algorithmId, accessPermissionId)
                .body(Objects.requireNonNull(request, "request"))
                .to(AccessPermissionDto.class);
    }

    /**
     * Removes a member from an algorithm.
     * {@code DELETE /algorithms/{algorithmId}/access-permissions/{accessPermissionId}}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the path is not")
    public Mono<Void> deleteAlgorithmAccessPermission(String algorithmId, String accessPermissionId) {
        return http.call(DELETE_ALGORITHM_ACCESS_PERMISSION, algorithmId, accessPermissionId)
                .toNothing();
    }

    /**
     * Publishes an algorithm in the marketplace. {@code POST /algorithms/{algorithmId}/publish}; not retried once the
     * Hub may have seen it.
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "that it can be published is documented; the path is that of services")
    public Mono<AlgorithmDto> publishAlgorithm(String algorithmId, PublishContentRequest request) {
        return http.call(PUBLISH_ALGORITHM, algorithmId)
                .body(Objects.requireNonNull(request, "request"))
                .to(AlgorithmDto.class);
    }
}
