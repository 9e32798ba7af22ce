package io.qhub.quantum;

import io.qhub.core.error.HubException;

/**
 * The result of a job is of a form that {@link Measurements} does not read, contradicts itself, or says that the job
 * failed. The result itself is not lost: {@code getJobResult} gives it as JSON, whatever its form.
 */
public final class UnreadableResultException extends HubException {

    private static final long serialVersionUID = 1L;

    UnreadableResultException(String message) {
        super(message, null, null);
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
