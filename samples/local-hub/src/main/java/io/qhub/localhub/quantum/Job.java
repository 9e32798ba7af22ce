package io.qhub.localhub.quantum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job. State thread only, but for the fields that never change. Small, since there may be tens of thousands. */
final class Job {

    enum Status {
        PENDING,
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELLING,
        CANCELLED,
        ABORTED;

        boolean isTerminal() {
            return this == COMPLETED || this == FAILED || this == CANCELLED || this == ABORTED;
        }
    }

    final long number;
    final String id;
    final Backend backend;
    final @Nullable String organization;
    final @Nullable String serviceExecution;
    final @Nullable Session session;
    final @Nullable String name;
    final String format;
    final String sdkProvider;
    final List<String> tags;
    final int shots;
    /** The circuit as text, UTF-8. Equal inputs share one array. */
    final byte[] input;
    /** The {@code input_params} object as UTF-8 JSON; null for an empty one. */
    final byte @Nullable [] inputParams;

    final long seed;
    final long padding;
    final @Nullable String failure;
    final long createdAt;
    final long eligibleAt;

    /** Written by the state thread, read by simulations to end early. */
    volatile Status status = Status.PENDING;

    long startedAt;
    long endedAt;

    @Nullable
    String error;

    Job(
            long number,
            String id,
            JobRequest request,
            @Nullable String organization,
            @Nullable String serviceExecution,
            @Nullable Session session,
            byte[] input,
            long seed,
            long createdAt,
            long eligibleAt) {
        this.number = number;
        this.id = id;
        this.backend = request.backend();
        this.organization = organization;
        this.serviceExecution = serviceExecution;
        this.session = session;
        this.name = request.name();
        this.format = request.format();
        this.sdkProvider = request.sdkProvider();
        this.tags = request.tags();
        this.shots = request.shots();
        this.input = input;
        this.inputParams = request.inputParams();
        this.padding = request.padding();
        this.failure = request.failure();
        this.seed = seed;
        this.createdAt = createdAt;
        this.eligibleAt = eligibleAt;
    }
}
