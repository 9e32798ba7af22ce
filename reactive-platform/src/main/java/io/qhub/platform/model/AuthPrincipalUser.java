package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * The user of an {@link AuthPrincipal}. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param username the user name
 * @param firstName the first name
 * @param lastName the last name
 * @param email the e-mail address
 */
public record AuthPrincipalUser(
        @Nullable String id,
        @Nullable String username,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String email) {}
