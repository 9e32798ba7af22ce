package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.datapoolshares.CreateDataPoolShareRequest;
import io.qhub.platform.model.datapoolshares.DataPoolShareDto;
import io.qhub.platform.model.datapoolshares.UpdateDataPoolShareRequest;
import java.util.List;
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

    static final Operation GET_DATA_POOL_SHARES = Operation.get(
                    "platform.dataPoolShares.getDataPoolShares", "/data-pool-shares")
            .query("datapoolId")
            .returnsArray(DataPoolShareDto.class)
            .designed();
    static final Operation CREATE_DATA_POOL_SHARE = Operation.post(
                    "platform.dataPoolShares.createDataPoolShare", "/data-pool-shares")
            .body(CreateDataPoolShareRequest.class)
            .returns(DataPoolShareDto.class)
            .designed();
    static final Operation GET_DATA_POOL_SHARE = Operation.get(
                    "platform.dataPoolShares.getDataPoolShare", "/data-pool-shares/{id}")
            .returns(DataPoolShareDto.class)
            .designed();
    static final Operation UPDATE_DATA_POOL_SHARE = Operation.put(
                    "platform.dataPoolShares.updateDataPoolShare", "/data-pool-shares/{id}")
            .body(UpdateDataPoolShareRequest.class)
            .returns(DataPoolShareDto.class)
            .designed();
    static final Operation DELETE_DATA_POOL_SHARE = Operation.delete(
                    "platform.dataPoolShares.deleteDataPoolShare", "/data-pool-shares/{id}")
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_DATA_POOL_SHARES,
            CREATE_DATA_POOL_SHARE,
            GET_DATA_POOL_SHARE,
            UPDATE_DATA_POOL_SHARE,
            DELETE_DATA_POOL_SHARE);

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
        return Listings.all(
                http, GET_DATA_POOL_SHARES, DataPoolShareDto.class, call -> call.query("datapoolId", datapoolId));
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
        return http.call(CREATE_DATA_POOL_SHARE)
                .body(Objects.requireNonNull(request, "request"))
                .to(DataPoolShareDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** One share of a data pool. {@code GET /data-pool-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /datapools/{id}/shares is possible")
    public Mono<DataPoolShareDto> getDataPoolShare(String id) {
        return http.call(GET_DATA_POOL_SHARE, id).to(DataPoolShareDto.class);
    }

    /** Changes the role that a share gives. {@code PUT /data-pool-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /datapools/{id}/shares is possible")
    public Mono<DataPoolShareDto> updateDataPoolShare(String id, UpdateDataPoolShareRequest request) {
        return http.call(UPDATE_DATA_POOL_SHARE, id)
                .body(Objects.requireNonNull(request, "request"))
                .to(DataPoolShareDto.class);
    }

    /** Ends a share of a data pool. {@code DELETE /data-pool-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /datapools/{id}/shares is possible")
    public Mono<Void> deleteDataPoolShare(String id) {
        return http.call(DELETE_DATA_POOL_SHARE, id).toNothing();
    }
}
