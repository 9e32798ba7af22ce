package io.qhub.quantum;

import io.qhub.core.error.HubException;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import org.jspecify.annotations.Nullable;

/** A job ended otherwise than {@link JobStatus#COMPLETED}: it failed, was cancelled, or was aborted. */
public final class JobFailedException extends HubException {

    private static final long serialVersionUID = 1L;

    private final transient Job job;

    JobFailedException(String id, Job job) {
        super(sentence(id, job), null, null);
        this.job = job;
        about(id, job);
    }

    private static String sentence(String id, Job job) {
        StringBuilder text = new StringBuilder("Job ").append(id);
        if (job.backendId() != null) {
            text.append(" on ").append(job.backendId());
        }
        JobStatus status = job.status();
        text.append(" ended as ").append(status == null ? "unknown" : status.value());
        if (job.errorData() != null) {
            String why = job.errorData().toString();
            text.append(": ").append(why.length() > 500 ? why.substring(0, 500) + "..." : why);
        }
        return text.toString();
    }

    /** The job as it ended. */
    public Job job() {
        return job;
    }

    /** How it ended, or null where the Hub did not say. */
    public @Nullable JobStatus status() {
        return job.status();
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
