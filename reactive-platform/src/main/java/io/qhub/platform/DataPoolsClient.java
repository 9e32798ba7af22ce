package io.qhub.platform;

import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.datapools.CreateDataPoolRequest;
import io.qhub.platform.model.datapools.DataPoolDto;
import io.qhub.platform.model.datapools.DataPoolFileDto;
import io.qhub.platform.model.datapools.UpdateDataPoolRequest;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Data pools: named stores of files. One file has at most 500 MB.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class DataPoolsClient {

    static final Operations OPERATIONS = Operations.of("platform.dataPools");

    static final Operation<Page<DataPoolDto>> GET_DATA_POOLS =
            OPERATIONS.get("getDataPools", "/datapools").answersListOrPage(DataPoolDto.class);
    static final Operation<DataPoolDto> CREATE_DATA_POOL = OPERATIONS
            .post("createDataPool", "/datapools")
            .body(CreateDataPoolRequest.class)
            .answers(DataPoolDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<DataPoolDto> GET_DATA_POOL =
            OPERATIONS.get("getDataPool", "/datapools/{id}").answers(DataPoolDto.class);
    static final Operation<DataPoolDto> UPDATE_DATA_POOL = OPERATIONS
            .put("updateDataPool", "/datapools/{id}")
            .body(UpdateDataPoolRequest.class)
            .answers(DataPoolDto.class);
    static final Operation<Void> DELETE_DATA_POOL =
            OPERATIONS.delete("deleteDataPool", "/datapools/{id}").answersNothing();
    static final Operation<Page<DataPoolFileDto>> GET_DATA_POOL_FILES =
            OPERATIONS.get("getDataPoolFiles", "/datapools/{id}/files").answersListOrPage(DataPoolFileDto.class);
    static final Operation<DataPoolFileDto> ADD_DATA_POOL_FILE = OPERATIONS
            .post("addDataPoolFile", "/datapools/{id}/files")
            .query("filename")
            .parts("file")
            .answers(DataPoolFileDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<DataBuffer> GET_DATA_POOL_FILE =
            OPERATIONS.get("getDataPoolFile", "/datapools/{id}/files/{fileId}").streams();
    static final Operation<Void> DELETE_DATA_POOL_FILE = OPERATIONS
            .delete("deleteDataPoolFile", "/datapools/{id}/files/{fileId}")
            .answersNothing();

    private final HubHttp http;

    DataPoolsClient(HubHttp http) {
        this.http = http;
    }

    /** The data pools. {@code GET /datapools}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "the path was /data-pools, with pages, until 2024")
    public Flux<DataPoolDto> getDataPools() {
        return Listings.all(http, GET_DATA_POOLS);
    }

    /** As {@link #getDataPools()}: the name that every listing has. */
    public Flux<DataPoolDto> listDataPools() {
        return getDataPools();
    }

    /**
     * Creates a data pool. {@code POST /datapools}; not retried once the Hub may have seen it. Of the answer only the
     * id is needed.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<DataPoolDto> createDataPool(CreateDataPoolRequest request) {
        return http.request(CREATE_DATA_POOL)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One data pool, without its files. {@code GET /datapools/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<DataPoolDto> getDataPool(String id) {
        return http.call(GET_DATA_POOL, id);
    }

    /** Changes name or description of a data pool. {@code PUT /datapools/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<DataPoolDto> updateDataPool(String id, UpdateDataPoolRequest request) {
        return http.request(UPDATE_DATA_POOL, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes a data pool with its files. {@code DELETE /datapools/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteDataPool(String id) {
        return http.call(DELETE_DATA_POOL, id);
    }

    /** The files of a data pool. {@code GET /datapools/{id}/files}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<DataPoolFileDto> getDataPoolFiles(String id) {
        return Listings.all(http, GET_DATA_POOL_FILES, id);
    }

    /** As {@link #getDataPoolFiles(String)}: the name that every listing has. */
    public Flux<DataPoolFileDto> listDataPoolFiles(String id) {
        return getDataPoolFiles(id);
    }

    /**
     * Adds a file, of at most 500 MB, to a data pool. {@code POST /datapools/{id}/files}; not retried once the Hub may
     * have seen it.
     *
     * <p>The content is streamed with constant memory. A failure of its source cancels the request and is signalled as
     * it is. A file above 500 MB is {@link io.qhub.core.error.ContentTooLargeException}.
     *
     * @param file the content; its name becomes the file's
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<DataPoolFileDto> addDataPoolFile(String id, Uploads.Source file) {
        return http.request(ADD_DATA_POOL_FILE, id)
                .query("filename", Objects.requireNonNull(file, "file").fileName())
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .send();
    }

    /** The same with a file, whose name is sent along. */
    public Mono<DataPoolFileDto> addDataPoolFile(String id, Path file) {
        return addDataPoolFile(id, Uploads.fromPath(file));
    }

    /**
     * The content of a file of a data pool. {@code GET /datapools/{id}/files/{fileId}}; retried until the answer's
     * head has arrived, not after.
     *
     * <p>The subscriber owns and releases each buffer; what is dropped before it reaches the subscriber is released by
     * the client. Backpressure reaches the socket.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<DataBuffer> getDataPoolFile(String id, String fileId) {
        return http.stream(GET_DATA_POOL_FILE, id, fileId);
    }

    /**
     * The content of a file of a data pool, into a file. {@code GET /datapools/{id}/files/{fileId}}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadDataPoolFile(String id, String fileId, Path target) {
        return downloadDataPoolFile(id, fileId, target, DownloadOptions.defaults());
    }

    /** The same, with progress and other options. */
    public Mono<DownloadedFile> downloadDataPoolFile(String id, String fileId, Path target, DownloadOptions options) {
        return http.request(GET_DATA_POOL_FILE, id, fileId).toFile(target, options);
    }

    /** Deletes a file of a data pool. {@code DELETE /datapools/{id}/files/{fileId}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteDataPoolFile(String id, String fileId) {
        return http.call(DELETE_DATA_POOL_FILE, id, fileId);
    }

    // ---- Conveniences ----

    /** The data pool of this name; one is created where there is none. */
    public Mono<DataPoolDto> findOrCreateDataPool(String name) {
        return findOrCreateDataPool(CreateDataPoolRequest.builder(name).build());
    }

    /**
     * The data pool of this name, in the organization that the call acts for; one is created where there is none.
     * {@code GET /datapools}, {@code POST /datapools}
     *
     * <p>The Hub lets several pools have one name: the oldest is taken, so that all who ask agree. Two who ask at the same
     * time can create one each. Where the answer to the creation is lost, the pool is looked for again before the error
     * is signalled.
     *
     * @param request what to create it from, if there is none
     */
    public Mono<DataPoolDto> findOrCreateDataPool(CreateDataPoolRequest request) {
        Mono<DataPoolDto> found = getDataPools()
                .filter(pool -> request.name().equals(pool.name()) && pool.id() != null)
                .collectList()
                .flatMap(pools -> Mono.justOrEmpty(pools.stream()
                        .min(Comparator.comparing(
                                        DataPoolDto::createdAt, Comparator.nullsLast(Comparator.naturalOrder()))
                                .thenComparing(pool -> String.valueOf(pool.id())))));
        return found.switchIfEmpty(Mono.defer(() -> createDataPool(request)
                .onErrorResume(
                        SubmissionOutcomeUnknownException.class, unknown -> found.switchIfEmpty(Mono.error(unknown)))));
    }

    /** Synchronises a directory into a data pool, with the defaults. */
    public Mono<SyncReport> synchronizeDirectory(String id, Path directory) {
        return synchronizeDirectory(id, directory, SyncOptions.defaults());
    }

    /**
     * Brings the files of a directory, those in directories below included, into a data pool.
     *
     * <p>A file is sent if the pool does not have it, or if its size or its content differs from what the manifest says was
     * sent. The manifest is kept beside the directory and written as each file is done: a run that was interrupted is
     * simply run again, and sends at most the files again that were under way. A file that has changed is added first, and
     * its old version is deleted then. Files that only the pool has stay, unless the options say otherwise. Files in
     * directories below have their path, with {@code /}, for a name. Symbolic links are passed over, and nothing outside
     * the directory is ever read. The first failure ends it; what was sent is noted. Two runs at a time into one pool
     * disturb each other.
     *
     * @return signals {@link IllegalArgumentException} if there is no such directory, and
     *     {@link java.io.UncheckedIOException} if files or manifest cannot be read or written
     */
    public Mono<SyncReport> synchronizeDirectory(String id, Path directory, SyncOptions options) {
        return new DirectorySync(this, id, directory, options).run();
    }
}
