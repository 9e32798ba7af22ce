package io.qhub.localhub.gateway;

import io.qhub.localhub.http.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import tools.jackson.databind.node.ObjectNode;

/** An execution. State thread only, but for the fields that never change. Small, since there may be many thousands. */
final class Execution {

    enum Status {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    record LogEntry(long at, LogSeverity severity, String message) {}

    /** A result file; the tag tells it from all others. */
    record ResultFile(String contentType, Content content, String etag) {}

    final long number;
    final String id;
    final Service service;
    final String application;
    final List<String> tags;
    final long seed;
    final long createdAt;
    final long eligibleAt;
    final List<LogEntry> log = new ArrayList<>(4);
    final Map<String, ResultFile> files = new LinkedHashMap<>(4);

    /** Written by the state thread, read by services to end early. */
    volatile Status status = Status.PENDING;

    /** Cancelled, though it still counts as running for a moment. */
    volatile boolean cancelled;

    long startedAt;
    long endedAt;

    /** What it works on; null once it has ended. */
    @Nullable
    StartRequest request;

    /** The input, for as long as the execution is known; only of services that were deployed while the hub ran. */
    final @Nullable ObjectNode kept;

    Map<String, DataPoolAccess.DataPool> pools;

    /** The run time is over. */
    boolean timeOver;

    /** The behaviour has ended with {@link #outcome}. */
    boolean computed;

    /** The service's own JSON; of an execution that failed its code and detail. */
    @Nullable
    ObjectNode outcome;

    boolean failed;

    @Nullable
    Disposable work;

    Execution(
            long number,
            String id,
            Service service,
            String application,
            StartRequest request,
            Map<String, DataPoolAccess.DataPool> pools,
            long seed,
            long createdAt,
            long eligibleAt) {
        this.number = number;
        this.id = id;
        this.service = service;
        this.application = application;
        this.tags = request.tags;
        this.request = request;
        this.kept = service.deployed ? request.input : null;
        this.pools = pools;
        this.seed = seed;
        this.createdAt = createdAt;
        this.eligibleAt = eligibleAt;
    }
}
