package io.qhub.platform.model.user;

import org.jspecify.annotations.Nullable;

/**
 * A user of the Hub. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param username the user name
 * @param firstName the first name
 * @param lastName the last name
 * @param academicTitle the academic title, as it stands before the name
 * @param displayName the name to show
 * @param email the e-mail address
 */
public record UserDto(
        @Nullable String id,
        @Nullable String username,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String academicTitle,
        @Nullable String displayName,
        @Nullable String email) {}
