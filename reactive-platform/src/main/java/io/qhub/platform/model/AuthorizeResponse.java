package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.qhub.platform.model.internal.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who a token belongs to: a user, or an execution of a service. The Hub sends no mark of which it is; it is told by the
 * members.
 */
public sealed interface AuthorizeResponse
        permits PersonalAccessTokenPrincipal, ServiceExecutionTokenPrincipal, AuthPrincipal {

    /**
     * What the members say that it is: an execution's where {@code serviceExecution} or {@code serviceProvider} is there,
     * the form of 2024 where {@code user} is, a user's otherwise.
     *
     * @return null for JSON that is no object
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static @Nullable AuthorizeResponse of(JsonNode json) {
        if (Values.hasAny(json, "serviceExecution", "service_execution", "serviceProvider", "service_provider")) {
            return Values.read(json, ServiceExecutionTokenPrincipal.class);
        }
        return Values.hasAny(json, "user")
                ? Values.read(json, AuthPrincipal.class)
                : Values.read(json, PersonalAccessTokenPrincipal.class);
    }
}
