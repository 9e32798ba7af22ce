package io.qhub.microservice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.qhub.quantum.model.JobStatus;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/**
 * A circuit as its tenant sees it, a row of the database.
 *
 * @param id made up here; the key of its submission too
 * @param tenant whose it is; empty for the personal account
 * @param backend where it is to run
 * @param shots how often
 * @param status {@code SUBMITTING} until the Hub has it, then the Hub's
 * @param jobId the Hub's id of its job; null until the Hub has it
 * @param error why it failed, in a sentence; null where it did not
 * @param cancelRequested whether its tenant has cancelled it
 * @param createdAt when it was taken
 */
record Circuit(
        @Id String id,
        @JsonIgnore String tenant,
        String backend,
        int shots,
        String status,
        @Nullable String jobId,
        @Nullable String error,
        boolean cancelRequested,
        OffsetDateTime createdAt) {

    static final String SUBMITTING = "SUBMITTING";

    boolean hasEnded() {
        return JobStatus.of(status).isTerminal();
    }

    boolean hasResult() {
        return JobStatus.of(status).isSuccessful();
    }
}
