package io.qhub.platform.model.eligibility;

import org.jspecify.annotations.Nullable;

/**
 * Whether the current principal is entitled to one feature. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param feature the name of the feature
 * @param eligible whether the principal is entitled to it
 * @param reason why, or why not
 * @param limit how many are allowed
 * @param used how many are used
 */
public record EligibilityCheckDto(
        @Nullable String feature,
        @Nullable Boolean eligible,
        @Nullable String reason,
        @Nullable Integer limit,
        @Nullable Integer used) {}
