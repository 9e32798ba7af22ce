package io.qhub.core.error;

import org.jspecify.annotations.Nullable;

/**
 * The exchange failed below HTTP: no connection, no TLS, a reset, no room in the pool, a body that was cut. The cause
 * is the network's own exception, without request data.
 */
public class HubTransportException extends HubException {

    private static final long serialVersionUID = 1L;

    private final boolean mayHaveReachedServer;

    public HubTransportException(
            String message, @Nullable Throwable cause, @Nullable CallTrace trace, boolean mayHaveReachedServer) {
        super(message, cause, trace);
        this.mayHaveReachedServer = mayHaveReachedServer;
    }

    /** False only where the server cannot have seen the request. */
    public boolean mayHaveReachedServer() {
        return mayHaveReachedServer;
    }

    @Override
    protected boolean transientFailure() {
        CallTrace trace = trace();
        return !mayHaveReachedServer || trace == null || trace.isRepeatable();
    }
}
