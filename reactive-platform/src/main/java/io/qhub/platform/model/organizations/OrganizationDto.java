package io.qhub.platform.model.organizations;

import io.qhub.platform.model.AccountType;
import io.qhub.platform.model.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organization. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param displayName the name to show
 * @param description a description
 * @param accountType the kind of the account
 * @param role the role of the caller in it
 * @param logoUrl where the logo is
 * @param billingAddress where the invoices go
 * @param createdAt when it was created
 */
public record OrganizationDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable String displayName,
        @Nullable String description,
        @Nullable AccountType accountType,
        @Nullable Role role,
        @Nullable String logoUrl,
        @Nullable BillingAddressDto billingAddress,
        @Nullable Instant createdAt) {}
