package io.qhub.quantum;

import io.qhub.core.error.HubException;
import io.qhub.quantum.model.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one of many jobs: a state, or why it can be watched no further.
 *
 * @param id the job
 * @param status its state; null where there is an error
 * @param error why it can be watched no further; null where there is a state. The job goes on
 */
public record JobUpdate(
        String id, @Nullable JobStatus status, @Nullable HubException error) {

    /** Whether nothing more is told of this job. */
    public boolean isLast() {
        return status == null || status.isTerminal();
    }
}
