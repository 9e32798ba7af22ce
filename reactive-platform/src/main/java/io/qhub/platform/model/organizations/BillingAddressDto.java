package io.qhub.platform.model.organizations;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the invoices of an organization go.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param company the company
 * @param street street and number
 * @param postalCode the postal code
 * @param city the city
 * @param country the country
 * @param vatId the VAT identification number
 */
public record BillingAddressDto(
        @Nullable String company,
        @Nullable String street,
        @Nullable String postalCode,
        @Nullable String city,
        @Nullable String country,
        @Nullable String vatId) {

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String street, String postalCode, String city, String country) {
        return new Builder(street, postalCode, city, country);
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.company = company;
        builder.street = street;
        builder.postalCode = postalCode;
        builder.city = city;
        builder.country = country;
        builder.vatId = vatId;
        return builder;
    }

    /** Puts a {@link BillingAddressDto} together. */
    public static final class Builder {

        private @Nullable String company;
        private @Nullable String street;
        private @Nullable String postalCode;
        private @Nullable String city;
        private @Nullable String country;
        private @Nullable String vatId;

        private Builder() {}

        private Builder(String street, String postalCode, String city, String country) {
            this.street = Values.notBlank("street", street);
            this.postalCode = Values.notBlank("postalCode", postalCode);
            this.city = Values.notBlank("city", city);
            this.country = Values.notBlank("country", country);
        }

        /** The company. */
        public Builder company(String company) {
            this.company = Objects.requireNonNull(company, "company");
            return this;
        }

        /** Street and number. */
        public Builder street(String street) {
            this.street = Objects.requireNonNull(street, "street");
            return this;
        }

        /** The postal code. */
        public Builder postalCode(String postalCode) {
            this.postalCode = Objects.requireNonNull(postalCode, "postalCode");
            return this;
        }

        /** The city. */
        public Builder city(String city) {
            this.city = Objects.requireNonNull(city, "city");
            return this;
        }

        /** The country. */
        public Builder country(String country) {
            this.country = Objects.requireNonNull(country, "country");
            return this;
        }

        /** The VAT identification number. */
        public Builder vatId(String vatId) {
            this.vatId = Objects.requireNonNull(vatId, "vatId");
            return this;
        }

        /** What has been put together. */
        public BillingAddressDto build() {
            return new BillingAddressDto(company, street, postalCode, city, country, vatId);
        }
    }
}
