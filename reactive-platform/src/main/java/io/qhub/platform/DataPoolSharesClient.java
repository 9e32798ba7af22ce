package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.datapoolshares.CreateDataPoolShareRequest;
import io.qhub.platform.model.datapoolshares.DataPoolShareDto;
import io.qhub.platform.model.datapoolshares.UpdateDataPoolShareRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * With whom data pools are shared.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class DataPoolSharesClient {

    static final Operations OPERATIONS = Operations.of("platform.dataPoolShares");

    static final Operation<Page<DataPoolShareDto>> GET_DATA_POOL_SHARES = OPERATIONS
            .get("getDataPoolShares", "/data-pool-shares")
            .query("datapoolId")
            .designed()
            .answersListOrPage(DataPoolShareDto.class);
    static final Operation<DataPoolShareDto> CREATE_DATA_POOL_SHARE = OPERATIONS
            .post("createDataPoolShare", "/data-pool-shares")
            .body(CreateDataPoolShareRequest.class)
            .designed()
            .answers(DataPoolShareDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<DataPoolShareDto> GET_DATA_POOL_SHARE = OPERATIONS
            .get("getDataPoolShare", "/data-pool-shares/{id}")
            .designed()
            .answers(DataPoolShareDto.class);
    static final Operation<DataPoolShareDto> UPDATE_DATA_POOL_SHARE = OPERATIONS
            .put("updateDataPoolShare", "/data-pool-shares/{id}")
            .body(UpdateDataPoolShareRequest.class)
            .designed()
            .answers(DataPoolShareDto.class);
    static final Operation<Void> DELETE_DATA_POOL_SHARE = OPERATIONS
            .delete("deleteDataPoolShare", "/data-pool-shares/{id}")
            .designed()
            .answersNothing();

    private final HubHttp http;

    DataPoolSharesClient(HubHttp http) {
        this.http = http;
    }

    /**
     * The shares of data pools. {@code GET /data-pool-shares}; retried.
     *
     * @param datapoolId only those of this data pool; null leaves it out
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /datapools/{id}/shares is possible")
    public Flux<DataPoolShareDto> getDataPoolShares(@Nullable String datapoolId) {
        return Listings.all(http, GET_DATA_POOL_SHARES, call -> call.query("datapoolId", datapoolId));
    }

    /** All of them. */
    public Flux<DataPoolShareDto> getDataPoolShares() {
        return getDataPoolShares(null);
    }

    /** As {@link #getDataPoolShares(String)}: the name that every listing has. */
    public Flux<DataPoolShareDto> listDataPoolShares(@Nullable String datapoolId) {
        return getDataPoolShares(datapoolId);
    }

    /** All of them. */
    public Flux<DataPoolShareDto> listDataPoolShares() {
        return getDataPoolShares(null);
    }

    /**
     * Shares a data pool. {@code POST /data-pool-shares}; not retried once the Hub may have seen it. Of the answer
     * only the id is needed.
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /datapools/{id}/shares is possible")
    public Mono<DataPoolShareDto> createDataPoolShare(CreateDataPoolShareRequest request) {
        return http.request(CREATE_DATA_POOL_SHARE)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One share of a data pool. {@code GET /data-pool-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /datapools/{id}/shares is possible")
    public Mono<DataPoolShareDto> getDataPoolShare(String id) {
        return http.call(GET_DATA_POOL_SHARE, id);
    }

    /** Changes the role that a share gives. {@code PUT /data-pool-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /datapools/{id}/shares is possible")
    public Mono<DataPoolShareDto> updateDataPoolShare(String id, UpdateDataPoolShareRequest request) {
        return http.request(UPDATE_DATA_POOL_SHARE, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Ends a share of a data pool. {@code DELETE /data-pool-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /datapools/{id}/shares is possible")
    public Mono<Void> deleteDataPoolShare(String id) {
        return http.call(DELETE_DATA_POOL_SHARE, id);
    }
}
