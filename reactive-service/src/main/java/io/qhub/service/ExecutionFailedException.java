package io.qhub.service;

import io.qhub.core.error.HubException;
import io.qhub.service.model.ResultResponse;
import io.qhub.service.model.ServiceExecution;
import io.qhub.service.model.ServiceExecutionStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An execution ended otherwise than {@link ServiceExecutionStatus#SUCCEEDED}: it failed or was cancelled. */
public final class ExecutionFailedException extends HubException {

    private static final long serialVersionUID = 1L;
    private static final int EXCERPT = 500;

    private final transient ServiceExecution execution;
    private final transient @Nullable ResultResponse result;

    ExecutionFailedException(String id, ServiceExecution execution, @Nullable ResultResponse result) {
        super(sentence(id, execution, result), null, null);
        this.execution = execution;
        this.result = result;
        about(id, execution);
    }

    private static String sentence(String id, ServiceExecution execution, @Nullable ResultResponse result) {
        StringBuilder text =
                new StringBuilder("Execution ").append(id).append(" ended as ").append(execution.status());
        append(text, text(result, "code"));
        append(text, text(result, "detail"));
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable String words) {
        if (words != null) {
            text.append(": ").append(words.length() > EXCERPT ? words.substring(0, EXCERPT) + "..." : words);
        }
    }

    private static @Nullable String text(@Nullable ResultResponse result, String member) {
        JsonNode value = result == null ? null : result.value().get(member);
        return value == null || value.isNull() ? null : value.isString() ? value.stringValue() : value.toString();
    }

    /** The execution as it ended. */
    public ServiceExecution execution() {
        return execution;
    }

    /** What the service answered all the same; null where the gateway has nothing. */
    public @Nullable ResultResponse result() {
        return result;
    }

    /** The service's own code for what went wrong; null where it named none. */
    public @Nullable String code() {
        return text(result, "code");
    }

    /** The service's own words for what went wrong; null where it had none. */
    public @Nullable String detail() {
        return text(result, "detail");
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
