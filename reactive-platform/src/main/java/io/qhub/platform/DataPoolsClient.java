package io.qhub.platform;

import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.datapools.CreateDataPoolRequest;
import io.qhub.platform.model.datapools.DataPoolDto;
import io.qhub.platform.model.datapools.DataPoolFileDto;
import io.qhub.platform.model.datapools.UpdateDataPoolRequest;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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

    static final Operation GET_DATA_POOLS =
            Operation.get("platform.dataPools.getDataPools", "/datapools").returnsArray(DataPoolDto.class);
    static final Operation CREATE_DATA_POOL = Operation.post("platform.dataPools.createDataPool", "/datapools")
            .body(CreateDataPoolRequest.class)
            .returns(DataPoolDto.class);
    static final Operation GET_DATA_POOL =
            Operation.get("platform.dataPools.getDataPool", "/datapools/{id}").returns(DataPoolDto.class);
    static final Operation UPDATE_DATA_POOL = Operation.put("platform.dataPools.updateDataPool", "/datapools/{id}")
            .body(UpdateDataPoolRequest.class)
            .returns(DataPoolDto.class);
    static final Operation DELETE_DATA_POOL = Operation.delete("platform.dataPools.deleteDataPool", "/datapools/{id}");
    static final Operation GET_DATA_POOL_FILES = Operation.get(
                    "platform.dataPools.getDataPoolFiles", "/datapools/{id}/files")
            .returnsArray(DataPoolFileDto.class);
    static final Operation ADD_DATA_POOL_FILE = Operation.post(
                    "platform.dataPools.addDataPoolFile", "/datapools/{id}/files")
            .query("filename")
            .parts("file")
            .returns(DataPoolFileDto.class);
    static final Operation GET_DATA_POOL_FILE = Operation.get(
                    "platform.dataPools.getDataPoolFile", "/datapools/{id}/files/{fileId}")
            .returnsBytes();
    static final Operation DELETE_DATA_POOL_FILE =
            Operation.delete("platform.dataPools.deleteDataPoolFile", "/datapools/{id}/files/{fileId}");

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_DATA_POOLS,
            CREATE_DATA_POOL,
            GET_DATA_POOL,
            UPDATE_DATA_POOL,
            DELETE_DATA_POOL,
            GET_DATA_POOL_FILES,
            ADD_DATA_POOL_FILE,
            GET_DATA_POOL_FILE,
            DELETE_DATA_POOL_FILE);

    private final HubHttp http;

    DataPoolsClient(HubHttp http) {
        this.http = http;
    }

    /** The data pools. {@code GET /datapools}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "the path was /data-pools, with pages, until 2024")
    public Flux<DataPoolDto> getDataPools() {
        return Listings.all(http, GET_DATA_POOLS, DataPoolDto.class);
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
        return http.call(CREATE_DATA_POOL)
                .body(Objects.requireNonNull(request, "request"))
                .to(DataPoolDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** One data pool, without its files. {@code GET /datapools/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<DataPoolDto> getDataPool(String id) {
        return http.call(GET_DATA_POOL, id).to(DataPoolDto.class);
    }

    /** Changes name or description of a data pool. {@code PUT /datapools/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<DataPoolDto> updateDataPool(String id, UpdateDataPoolRequest request) {
        return http.call(UPDATE_DATA_POOL, id)
                .body(Objects.requireNonNull(request, "request"))
                .to(DataPoolDto.class);
    }

    /** Deletes a data pool with its files. {@code DELETE /datapools/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteDataPool(String id) {
        return http.call(DELETE_DATA_POOL, id).toNothing();
    }

    /** The files of a data pool. {@code GET /datapools/{id}/files}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<DataPoolFileDto> getDataPoolFiles(String id) {
        return Listings.all(http, GET_DATA_POOL_FILES, DataPoolFileDto.class, id);
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
        return http.call(ADD_DATA_POOL_FILE, id)
                .query("filename", Objects.requireNonNull(file, "file").fileName())
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .to(DataPoolFileDto.class, answer -> answer.id() == null ? "id" : null);
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
        return http.call(GET_DATA_POOL_FILE, id, fileId).toStream();
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
        return http.call(GET_DATA_POOL_FILE, id, fileId).toFile(target, options);
    }

    /** Deletes a file of a data pool. {@code DELETE /datapools/{id}/files/{fileId}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteDataPoolFile(String id, String fileId) {
        return http.call(DELETE_DATA_POOL_FILE, id, fileId).toNothing();
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
