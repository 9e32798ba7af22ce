package io.qhub.platform.model.eligibility;

import io.qhub.platform.model.AccountType;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the current principal is entitled to. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param accountType the kind of the account
 * @param checks one entry per feature; never null
 */
public record EligibilityDto(@Nullable AccountType accountType, List<EligibilityCheckDto> checks) {

    public EligibilityDto {
        checks = Values.list(checks);
    }
}
