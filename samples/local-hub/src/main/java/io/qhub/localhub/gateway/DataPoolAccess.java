package io.qhub.localhub.gateway;

import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.HttpError;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How the gateway gets at data pools: what a reference to one in the request of a service becomes. The platform side of
 * the hub implements it, since it owns the pools and issues the grants.
 */
@FunctionalInterface
public interface DataPoolAccess {

    /**
     * Opens a pool for one execution. Called once per reference, before the execution is started; nothing is started if
     * it fails.
     *
     * <p>A grant must have been signed by this hub, must not have expired, and must name this pool and this application.
     * A missing grant is not a reason to refuse: references had none before there were grants.
     *
     * @param poolId {@code id} of the reference
     * @param grant {@code grant} of the reference, a JWT; null if it has none
     * @param applicationId the application that starts the execution
     * @return the pool; an {@link HttpError} (403 for a grant that is not good, 404 for an unknown pool) becomes the
     *     answer to the request. The error must not show the grant.
     */
    Mono<DataPool> open(String poolId, @Nullable String grant, String applicationId);

    /** An opened pool. Everything is read at subscription, so that files added later are seen. */
    interface DataPool {

        /** The id of the pool. */
        String id();

        /** Whether the grant allows to change the pool (MODIFY) or only to read it (VIEW, and without a grant). */
        boolean isModifiable();

        /** The files now in the pool. */
        Flux<PoolFile> files();

        /** The file of this name; empty if there is none. */
        default Mono<PoolFile> file(String name) {
            return files().filter(file -> file.name().equals(name)).next();
        }
    }

    /**
     * A file of a pool.
     *
     * @param name its name in the pool
     * @param content its bytes
     */
    record PoolFile(String name, Content content) {}

    /** Pools of a hub that has none: every reference is refused with 404. */
    static DataPoolAccess none() {
        return (poolId, grant, applicationId) -> Mono.error(new HttpError(404, "no data pool has the id " + poolId));
    }
}
