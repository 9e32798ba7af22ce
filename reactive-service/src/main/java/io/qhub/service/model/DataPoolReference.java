package io.qhub.service.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a request for a data pool, which the gateway mounts for the execution.
 *
 * @param id the data pool's id
 * @param ref what it refers to; {@link ReferenceType#DATAPOOL}
 * @param grant a signed token that allows the access; a secret. Null where the execution may access the pool anyhow
 */
public record DataPoolReference(
        String id, ReferenceType ref, @Nullable String grant) {

    public DataPoolReference {
        Values.notBlank("id", id);
        Objects.requireNonNull(ref, "ref");
    }

    /** A pool that needs no grant. */
    public static DataPoolReference of(String id) {
        return new DataPoolReference(id, ReferenceType.DATAPOOL, null);
    }

    /** A pool with a grant that the caller has. */
    public static DataPoolReference of(String id, String grant) {
        return new DataPoolReference(id, ReferenceType.DATAPOOL, Values.notBlank("grant", grant));
    }

    /** Never shows the grant. */
    @Override
    public String toString() {
        return "DataPoolReference[id=" + id + ", ref=" + ref + (grant == null ? "" : ", grant=***") + "]";
    }
}
