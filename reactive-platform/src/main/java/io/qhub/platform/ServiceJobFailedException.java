package io.qhub.platform;

import io.qhub.core.error.HubException;
import io.qhub.platform.model.servicejobs.JobDto;

/** A service job ended otherwise than SUCCEEDED: it failed or was cancelled. */
public final class ServiceJobFailedException extends HubException {

    private static final long serialVersionUID = 1L;

    private final transient JobDto job;

    ServiceJobFailedException(String id, JobDto job) {
        super("Service job " + id + " ended as " + job.status(), null, null);
        this.job = job;
        about(id, job);
    }

    /** The record that shows the end. */
    public JobDto job() {
        return job;
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
