package io.qhub.localhub.control;

import io.qhub.localhub.contract.OpenApiDocument;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the platform side of a running hub. Thread-safe; a change counts from the next request, build or grant
 * on. Every setter returns this object.
 */
public final class PlatformSettings {

    /** How listings are answered. */
    public enum ListingForm {
        /** As the contract has it: pages here, plain arrays there. */
        AS_DOCUMENTED,
        /** Every listing as a page, {@code {content, page, size, totalElements, totalPages}}. */
        PAGES,
        /** Every listing as a plain array; of a page, its content. */
        ARRAYS,
        /** Every listing as the older page, with {@code number}, {@code first}, {@code last}, {@code pageable}. */
        SPRING_PAGES
    }

    private volatile ListingForm listingForm = ListingForm.AS_DOCUMENTED;
    private volatile long maxFileBytes = 500_000_000L;
    private volatile Duration grantLife = Duration.ofMinutes(5);
    private volatile Duration buildTime = Duration.ofMillis(100);
    private volatile @Nullable String buildFailure;
    private volatile Duration publicationTime = Duration.ZERO;
    private volatile OpenApiDocument.Version openApiVersion = OpenApiDocument.Version.V3_0;

    /** Settings with the default values. */
    public PlatformSettings() {}

    /** How listings are answered. Default: as documented. */
    public ListingForm listingForm() {
        return listingForm;
    }

    /** Sets {@link #listingForm()}. */
    public PlatformSettings listingForm(ListingForm value) {
        listingForm = Objects.requireNonNull(value, "listingForm");
        return this;
    }

    /** The largest file that an upload may carry, in bytes; larger ones get 413. Default 500,000,000 (500 MB). */
    public long maxFileBytes() {
        return maxFileBytes;
    }

    /** Sets {@link #maxFileBytes()}; 0 or more. */
    public PlatformSettings maxFileBytes(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("maxFileBytes must not be negative, was " + value);
        }
        maxFileBytes = value;
        return this;
    }

    /** How long a data pool grant is good for. Default 5 min. */
    public Duration grantLife() {
        return grantLife;
    }

    /** Sets {@link #grantLife()}; zero or more. Grants carry whole seconds, rounded up. */
    public PlatformSettings grantLife(Duration value) {
        grantLife = notNegative(value, "grantLife");
        return this;
    }

    /** How long the build of a managed service takes, from its creation on. Default 100 ms. */
    public Duration buildTime() {
        return buildTime;
    }

    /** Sets {@link #buildTime()}; zero or more. */
    public PlatformSettings buildTime(Duration value) {
        buildTime = notNegative(value, "buildTime");
        return this;
    }

    /** Why builds that begin from now on fail; null (the default) for builds that succeed. */
    public @Nullable String buildFailure() {
        return buildFailure;
    }

    /** Sets {@link #buildFailure()}. */
    public PlatformSettings buildFailure(@Nullable String value) {
        buildFailure = value;
        return this;
    }

    /** How long a publication, or the end of one, takes; another one is refused with 409 meanwhile. Default 0. */
    public Duration publicationTime() {
        return publicationTime;
    }

    /** Sets {@link #publicationTime()}; zero or more. */
    public PlatformSettings publicationTime(Duration value) {
        publicationTime = notNegative(value, "publicationTime");
        return this;
    }

    /** The version of the OpenAPI documents under {@code /docs}. Default 3.0. */
    public OpenApiDocument.Version openApiVersion() {
        return openApiVersion;
    }

    /** Sets {@link #openApiVersion()}. */
    public PlatformSettings openApiVersion(OpenApiDocument.Version value) {
        openApiVersion = Objects.requireNonNull(value, "openApiVersion");
        return this;
    }

    private static Duration notNegative(Duration value, String name) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value);
        }
        return value;
    }
}
