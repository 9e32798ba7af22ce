package io.qhub.core.observation;

import io.micrometer.observation.Observation;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one observed call. It begins when the call is subscribed to, and ends with its value, its error, its
 * last byte or its cancellation; all tries are part of it. It holds no id, no organization and no token.
 */
public final class HubObservationContext extends Observation.Context {

    /** What is observed, each under a name of its own. */
    public enum Kind {
        /** A call with an answer in memory: {@code qhub.call}. */
        CALL("qhub.call"),
        /** A call that asks whether a job or an execution has ended: {@code qhub.poll}. */
        POLL("qhub.poll"),
        /** A streamed answer, or one to a file with all that it takes to resume: {@code qhub.download}. */
        DOWNLOAD("qhub.download"),
        /** A call that sends streamed content: {@code qhub.upload}. */
        UPLOAD("qhub.upload");

        private final String observationName;

        Kind(String observationName) {
            this.observationName = observationName;
        }

        /** The name of the observation, such as {@code qhub.call}. */
        public String observationName() {
            return observationName;
        }
    }

    private final Kind kind;
    private final String api;
    private final String operation;
    private final String method;
    private final String uriTemplate;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable Integer status;
    private volatile boolean cancelled;

    /**
     * A call that begins.
     *
     * @param api which API of the Hub, in words
     * @param operation the operation's name, such as {@code quantum.jobs.getJob}
     * @param method the HTTP method
     * @param uriTemplate the path below the base URL, with the names of variables in the place of their values
     */
    public HubObservationContext(Kind kind, String api, String operation, String method, String uriTemplate) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.api = Objects.requireNonNull(api, "api");
        this.operation = Objects.requireNonNull(operation, "operation");
        this.method = Objects.requireNonNull(method, "method");
        this.uriTemplate = Objects.requireNonNull(uriTemplate, "uriTemplate");
    }

    /** What is observed. */
    public Kind kind() {
        return kind;
    }

    /** Which API of the Hub, such as {@code Quantum API}. */
    public String api() {
        return api;
    }

    /** The operation's name, such as {@code quantum.jobs.getJob}. */
    public String operation() {
        return operation;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The path below the base URL with the names of its variables, such as {@code /jobs/{id}}. */
    public String uriTemplate() {
        return uriTemplate;
    }

    /** How many tries there have been. */
    public int attempts() {
        return attempts.get();
    }

    /** How many bytes of streamed content have been received or sent, all tries together. */
    public long bytes() {
        return bytes.get();
    }

    /** The HTTP status of the last try; null where no answer came. */
    public @Nullable Integer status() {
        return status;
    }

    /** Whether the subscriber cancelled the call. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** One more try begins. */
    public void addAttempt() {
        attempts.incrementAndGet();
    }

    /** More bytes went through. */
    public void addBytes(long more) {
        bytes.addAndGet(more);
    }

    /** The last try was answered so; null for not at all. */
    public void setStatus(@Nullable Integer status) {
        this.status = status;
    }

    /** The subscriber cancelled. */
    public void setCancelled() {
        this.cancelled = true;
    }
}
