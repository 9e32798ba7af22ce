package io.qhub.platform.model.organizations;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of an organization is changed. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param displayName the name to show
 * @param description a description
 * @param billingAddress where the invoices go
 */
public record UpdateOrganizationRequest(
        String name,
        @Nullable String displayName,
        @Nullable String description,
        @Nullable BillingAddressDto billingAddress) {

    public UpdateOrganizationRequest {
        Values.notBlank("name", name);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Puts a {@link UpdateOrganizationRequest} together. */
    public static final class Builder {

        private final String name;
        private @Nullable String displayName;
        private @Nullable String description;
        private @Nullable BillingAddressDto billingAddress;

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
        }

        /** The name to show. */
        public Builder displayName(String displayName) {
            this.displayName = Objects.requireNonNull(displayName, "displayName");
            return this;
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** Where the invoices go. */
        public Builder billingAddress(BillingAddressDto billingAddress) {
            this.billingAddress = Objects.requireNonNull(billingAddress, "billingAddress");
            return this;
        }

        /** What has been put together. */
        public UpdateOrganizationRequest build() {
            return new UpdateOrganizationRequest(name, displayName, description, billingAddress);
        }
    }
}
