package io.qhub.quantum;

import io.qhub.core.error.HubException;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;

/** A job ended otherwise than {@link JobStatus#COMPLETED}: it failed, was cancelled, or was aborted. */
public final class JobFailedException extends HubException {

    private static final long serialVersionUID = 1L;

    private final transient Job job;
    private final transient JobStatus status;

    JobFailedException(String id, Job job, JobStatus status) {
        super(sentence(id, job, status), null, null);
        this.job = job;
        this.status = status;
        about(id, job);
    }

    private static String sentence(String id, Job job, JobStatus status) {
        StringBuilder text = new StringBuilder("Job ").append(id);
        if (job.backendId() != null) {
            text.append(" on ").append(job.backendId());
        }
        text.append(" ended as ").append(status.value());
        if (job.errorData() != null) {
            String why = job.errorData().toString();
            text.append(": ").append(why.length() > 500 ? why.substring(0, 500) + "..." : why);
        }
        return text.toString();
    }

    /** The job's record; it may lag behind {@link #status()}. */
    public Job job() {
        return job;
    }

    /** How it ended. */
    public JobStatus status() {
        return status;
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
