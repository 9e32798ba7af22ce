package io.qhub.platform.model.managedservices;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the validation of a build found. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param state where it stands
 * @param summary a summary of a line or two
 * @param messages the findings; never null
 */
public record ValidationResult(
        @Nullable ValidationState state, @Nullable String summary, List<String> messages) {

    public ValidationResult {
        messages = Values.list(messages);
    }
}
