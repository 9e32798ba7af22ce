package io.qhub.platform.model.organizations;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;

/**
 * What an organization is created from.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param billingAddress where the invoices go
 */
public record CreateOrganizationRequest(String name, BillingAddressDto billingAddress) {

    public CreateOrganizationRequest {
        Values.notBlank("name", name);
        Objects.requireNonNull(billingAddress, "billingAddress");
    }

    /**
     * All that is needed.
     *
     * @param name its name
     * @param billingAddress where the invoices go
     * @throws IllegalArgumentException if a text is blank
     */
    public static CreateOrganizationRequest of(String name, BillingAddressDto billingAddress) {
        return new CreateOrganizationRequest(name, billingAddress);
    }
}
