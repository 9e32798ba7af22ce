package io.qhub.platform.model.user;

import org.jspecify.annotations.Nullable;

/**
 * The user whose token makes the call. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param email the e-mail address
 * @param username the user name
 * @param firstName the first name
 * @param lastName the last name
 * @param academicTitle the academic title, as it stands before the name
 * @param displayName the name to show
 * @param profileImageUrl where the profile image is
 */
public record CurrentUserDto(
        @Nullable String id,
        @Nullable String email,
        @Nullable String username,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String academicTitle,
        @Nullable String displayName,
        @Nullable String profileImageUrl) {}
