package io.qhub.platform.model.user;

import org.jspecify.annotations.Nullable;

/**
 * Whether an e-mail address is registered. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param registered whether there is a user with it
 * @param status how far the registration is
 */
public record UserRegistrationStatusDto(
        @Nullable Boolean registered, @Nullable RegistrationStatus status) {}
