package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * For whom something runs, and within what. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param contextType what kind of context it is
 * @param accountType the kind of the account
 * @param parent the context that this one is within
 */
public record UserContext(
        @Nullable String id,
        @Nullable ContextType contextType,
        @Nullable AccountType accountType,
        @Nullable UserContext parent) {}
