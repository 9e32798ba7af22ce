package io.qhub.platform.model.users;

import io.qhub.platform.model.internal.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The kind of an account and what it may do. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param feature what such an account may do, as it comes
 */
public record AccountTypeDto(
        @Nullable String name, @Nullable JsonNode feature) {

    public AccountTypeDto {
        feature = Values.present(feature);
    }
}
