package io.qhub.localhub.quantum;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** A session. State thread only, but for the fields that never change. */
final class Session {

    enum Status {
        OPEN,
        ACTIVE,
        INACTIVE,
        DRAINING,
        CLOSED,
        ABORTED;

        boolean isTerminal() {
            return this == CLOSED || this == ABORTED;
        }
    }

    final long number;
    final String id;
    final Backend backend;
    final @Nullable String organization;
    final @Nullable String serviceExecution;
    final SessionRequest request;
    final long createdAt;
    final long expiresAt;
    final List<Job> jobs = new ArrayList<>();

    Status status = Status.OPEN;
    boolean accepting = true;
    int unfinished;
    int running;
    long startedAt;
    long closedAt;
    long usage;

    @Nullable
    Disposable expiry;

    Session(
            long number,
            String id,
            SessionRequest request,
            @Nullable String organization,
            @Nullable String serviceExecution,
            long createdAt,
            long expiresAt) {
        this.number = number;
        this.id = id;
        this.backend = request.backend();
        this.request = request;
        this.organization = organization;
        this.serviceExecution = serviceExecution;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }
}
