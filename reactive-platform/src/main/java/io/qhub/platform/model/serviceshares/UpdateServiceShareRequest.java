package io.qhub.platform.model.serviceshares;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;

/**
 * What of a share of a service is changed.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param constraints the limits of the share; never null
 */
public record UpdateServiceShareRequest(List<ShareConstraintDto> constraints) {

    public UpdateServiceShareRequest {
        Objects.requireNonNull(constraints, "constraints");
        constraints = Values.list(constraints);
    }

    /**
     * All that is needed.
     *
     * @param constraints the limits of the share
     */
    public static UpdateServiceShareRequest of(List<ShareConstraintDto> constraints) {
        return new UpdateServiceShareRequest(constraints);
    }
}
