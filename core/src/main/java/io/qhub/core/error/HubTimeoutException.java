package io.qhub.core.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A phase of the exchange took longer than its limit. */
public final class HubTimeoutException extends HubTransportException {

    private static final long serialVersionUID = 1L;

    /** Where the time went. */
    public enum Phase {
        /** No connection, or no TLS handshake, within {@code connectTimeout}. */
        CONNECT,
        /** No free connection in the pool within {@code poolTimeout}. */
        POOL,
        /** The request was sent, and no answer's head came within {@code responseTimeout}. */
        HEADERS,
        /** The answer's body brought nothing for {@code stallTimeout} although the consumer asked for more. */
        READ_STALL,
        /** The server took nothing of the request's body for {@code stallTimeout}. */
        WRITE_STALL,
        /** The whole call, retries included, took longer than {@code callTimeout}. */
        CALL
    }

    private final Phase phase;

    public HubTimeoutException(
            Phase phase, @Nullable Duration limit, @Nullable CallTrace trace, boolean mayHaveReachedServer) {
        super(sentence(phase, limit, trace), null, trace, mayHaveReachedServer);
        this.phase = phase;
    }

    private static String sentence(Phase phase, @Nullable Duration limit, @Nullable CallTrace trace) {
        String within = limit == null ? "in time" : "within " + limit.toMillis() + " ms";
        String what =
                switch (phase) {
                    case CONNECT -> "no connection to the server " + within + " (connectTimeout)";
                    case POOL -> "no free connection in the pool " + within + " (poolTimeout)";
                    case HEADERS -> "the server did not answer " + within + " (responseTimeout)";
                    case READ_STALL -> "the answer's body stood still: nothing came " + within + " (stallTimeout)";
                    case WRITE_STALL ->
                        "the request's body stood still: nothing was taken " + within + " (stallTimeout)";
                    case CALL -> "the call was not done " + within + " (callTimeout)";
                };
        return (trace == null ? "" : trace.operation() + ": ") + what;
    }

    /** Where the time went. */
    public Phase phase() {
        return phase;
    }
}
