package io.qhub.quantum.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job or a session of the list of both, by type.
 */
public sealed interface Workload {

    /** The entry as it was sent. */
    WorkloadResponse response();

    /** The id of the job or session. */
    default @Nullable String id() {
        return response().id();
    }

    /** The backend. */
    default @Nullable String backendId() {
        return response().backendId();
    }

    /** Through whom it runs. */
    default @Nullable Provider provider() {
        return response().provider();
    }

    /** The SDK that made it. */
    default @Nullable SdkProvider sdkProvider() {
        return response().sdkProvider();
    }

    /** Its tags, in no particular order. */
    default List<String> tags() {
        return response().tags();
    }

    /** When it was created. */
    default @Nullable Instant createdAt() {
        return response().createdAt();
    }

    /** When it began. */
    default @Nullable Instant startedAt() {
        return response().startedAt();
    }

    /** When it ended. */
    default @Nullable Instant endedAt() {
        return response().endedAt();
    }

    /**
     * A job.
     *
     * @param response the entry as it was sent
     */
    record JobWorkload(WorkloadResponse response) implements Workload {

        public JobWorkload {
            Objects.requireNonNull(response, "response");
        }

        /** Where the job stands. */
        public @Nullable JobStatus status() {
            String status = response.status();
            return status == null ? null : JobStatus.of(status);
        }

        /** The job's name. */
        public @Nullable String name() {
            return response.name();
        }

        /** How often the circuit is run. */
        public @Nullable Integer shots() {
            return response.shots();
        }

        /** How long it ran, in milliseconds. */
        public @Nullable Long runtime() {
            return response.runtime();
        }

        /** The session that the job belongs to, if any. */
        public @Nullable String sessionId() {
            return response.sessionId();
        }
    }

    /**
     * A session.
     *
     * @param response the entry as it was sent
     */
    record SessionWorkload(WorkloadResponse response) implements Workload {

        public SessionWorkload {
            Objects.requireNonNull(response, "response");
        }

        /** Where the session stands. */
        public @Nullable SessionStatus status() {
            String status = response.status();
            return status == null ? null : SessionStatus.of(status);
        }

        /** How the session holds its backend. */
        public @Nullable SessionMode mode() {
            return response.mode();
        }

        /** When the session ends at the latest. */
        public @Nullable Instant expiresAt() {
            return response.expiresAt();
        }

        /** When the session was closed. */
        public @Nullable Instant closedAt() {
            return response.closedAt();
        }

        /** How long it has used the backend, in milliseconds. */
        public @Nullable Long usageTimeMillis() {
            return response.usageTimeMillis();
        }
    }

    /**
     * Something of a type that this version of the client does not know, or without a type.
     *
     * @param response the entry as it was sent
     */
    record OtherWorkload(WorkloadResponse response) implements Workload {

        public OtherWorkload {
            Objects.requireNonNull(response, "response");
        }
    }
}
