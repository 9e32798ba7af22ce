package io.qhub.platform;

import io.qhub.core.error.HubException;
import io.qhub.platform.model.serviceexecutions.ServiceExecutionRecordDto;

/** A service execution ended otherwise than SUCCEEDED: it failed or was cancelled. */
public final class ServiceExecutionFailedException extends HubException {

    private static final long serialVersionUID = 1L;

    private final transient ServiceExecutionRecordDto execution;

    ServiceExecutionFailedException(String id, ServiceExecutionRecordDto execution) {
        super("Service execution " + id + " ended as " + execution.status(), null, null);
        this.execution = execution;
        about(id, execution);
    }

    /** The record that shows the end. */
    public ServiceExecutionRecordDto execution() {
        return execution;
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
