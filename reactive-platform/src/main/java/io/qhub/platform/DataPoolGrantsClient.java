package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.datapoolgrants.CreateDataPoolGrantRequest;
import io.qhub.platform.model.datapoolgrants.DataPoolGrantDto;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Grants: signed tokens with which an application accesses a data pool for a while.
 *
 * <p>All calls are retried.
 */
public final class DataPoolGrantsClient {

    static final Operations OPERATIONS = Operations.of("platform.dataPoolGrants");

    static final Operation<DataPoolGrantDto> CREATE_DATA_POOL_GRANT = OPERATIONS
            .post("createDataPoolGrant", "/data-pool-grants")
            .idempotent()
            .body(CreateDataPoolGrantRequest.class)
            .inferred()
            .answers(DataPoolGrantDto.class, answer -> answer.grant() == null ? "grant" : null);
    static final Operation<Page<DataPoolGrantDto>> GET_DATA_POOL_GRANTS = OPERATIONS
            .get("getDataPoolGrants", "/data-pool-grants")
            .query("datapoolId", "applicationId")
            .inferred()
            .answersListOrPage(DataPoolGrantDto.class);
    static final Operation<DataPoolGrantDto> GET_DATA_POOL_GRANT = OPERATIONS
            .get("getDataPoolGrant", "/data-pool-grants/{id}")
            .inferred()
            .answers(DataPoolGrantDto.class);
    static final Operation<Void> DELETE_DATA_POOL_GRANT = OPERATIONS
            .delete("deleteDataPoolGrant", "/data-pool-grants/{id}")
            .designed()
            .answersNothing();

    private final HubHttp http;

    DataPoolGrantsClient(HubHttp http) {
        this.http = http;
    }

    /**
     * Issues a grant: a signed, expiring token with which an application accesses a data pool.
     * {@code POST /data-pool-grants}; retried.
     *
     * <p>Issuing a grant twice harms nothing, so this POST is retried like a GET.
     */
    @EndpointEvidence(
            value = Evidence.INFERRED,
            note = "medium: the collection is documented; verb and members are not")
    public Mono<DataPoolGrantDto> createDataPoolGrant(CreateDataPoolGrantRequest request) {
        return http.request(CREATE_DATA_POOL_GRANT)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * The grants that are stored. {@code GET /data-pool-grants}; retried.
     *
     * @param datapoolId only those of this data pool; null leaves it out
     * @param applicationId only those of this application; null leaves it out
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "low: grants are documented as readable, how is not")
    public Flux<DataPoolGrantDto> getDataPoolGrants(@Nullable String datapoolId, @Nullable String applicationId) {
        return Listings.all(http, GET_DATA_POOL_GRANTS, call -> call.query("datapoolId", datapoolId)
                .query("applicationId", applicationId));
    }

    /** All of them. */
    public Flux<DataPoolGrantDto> getDataPoolGrants() {
        return getDataPoolGrants(null, null);
    }

    /** As {@link #getDataPoolGrants(String, String)}: the name that every listing has. */
    public Flux<DataPoolGrantDto> listDataPoolGrants(@Nullable String datapoolId, @Nullable String applicationId) {
        return getDataPoolGrants(datapoolId, applicationId);
    }

    /** All of them. */
    public Flux<DataPoolGrantDto> listDataPoolGrants() {
        return getDataPoolGrants(null, null);
    }

    /** One grant. {@code GET /data-pool-grants/{id}}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "low: grants are documented as readable, how is not")
    public Mono<DataPoolGrantDto> getDataPoolGrant(String id) {
        return http.call(GET_DATA_POOL_GRANT, id);
    }

    /** Revokes a grant. {@code DELETE /data-pool-grants/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "useful only where grants are stored")
    public Mono<Void> deleteDataPoolGrant(String id) {
        return http.call(DELETE_DATA_POOL_GRANT, id);
    }
}
