package io.qhub.core;

import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What may differ from call to call. Each field is inherited, set, or (where that makes sense) cleared. A view of a
 * client ({@code client.withOptions(..)}) wins over the Reactor Context ({@link HubContext}), and that over the client's
 * own settings. Immutable.
 */
public final class RequestOptions {

    /** Inherits everything. */
    public static final RequestOptions INHERIT = new Builder().build();

    // Written by the client itself, or able to change what a request is.
    private static final Set<String> RESERVED = Set.of(
            "x-auth-token",
            "authorization",
            "proxy-authorization",
            "cookie",
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "x-organizationid");

    private final @Nullable Optional<String> organization;
    private final @Nullable Duration responseTimeout;
    private final @Nullable Duration stallTimeout;
    private final @Nullable Optional<Duration> callTimeout;
    private final @Nullable Integer maxRetries;
    private final @Nullable Duration rateLimitPatience;
    private final @Nullable Duration maxRetryAfter;
    private final Map<String, String> headers;

    private RequestOptions(Builder builder) {
        this.organization = builder.organization;
        this.responseTimeout = builder.responseTimeout;
        this.stallTimeout = builder.stallTimeout;
        this.callTimeout = builder.callTimeout;
        this.maxRetries = builder.maxRetries;
        this.rateLimitPatience = builder.rateLimitPatience;
        this.maxRetryAfter = builder.maxRetryAfter;
        this.headers = Collections.unmodifiableMap(new TreeMap<>(builder.headers));
    }

    /** Options made from nothing. */
    public static RequestOptions of(UnaryOperator<Builder> change) {
        return change.apply(new Builder()).build();
    }

    /** These options with some changed. */
    public RequestOptions with(UnaryOperator<Builder> change) {
        return change.apply(new Builder().from(this)).build();
    }

    /** These options, with what they inherit taken from {@code lower}. */
    public RequestOptions over(RequestOptions lower) {
        if (this == INHERIT) {
            return lower;
        }
        return lower == INHERIT ? this : new Builder().from(lower).from(this).build();
    }

    /** The organization: null inherits, empty is the personal account. */
    public @Nullable Optional<String> organization() {
        return organization;
    }

    /** From the sent request to the answer's head; null inherits. */
    public @Nullable Duration responseTimeout() {
        return responseTimeout;
    }

    /** How long a body may stand still; null inherits. */
    public @Nullable Duration stallTimeout() {
        return stallTimeout;
    }

    /** For the whole call with its retries: null inherits, empty is without limit. */
    public @Nullable Optional<Duration> callTimeout() {
        return callTimeout;
    }

    /** How often a failed call is repeated; null inherits. */
    public @Nullable Integer maxRetries() {
        return maxRetries;
    }

    /** How long one call may wait in all because the Hub asks it to; null inherits. */
    public @Nullable Duration rateLimitPatience() {
        return rateLimitPatience;
    }

    /** The longest single wait that the Hub may ask for; null inherits. */
    public @Nullable Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    /** Headers to add where the request has none of that name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Shows everything but the values of headers, which may be secrets. */
    @Override
    public String toString() {
        return "RequestOptions[organization=" + organization + ", responseTimeout=" + responseTimeout
                + ", stallTimeout=" + stallTimeout + ", callTimeout=" + callTimeout + ", maxRetries=" + maxRetries
                + ", rateLimitPatience=" + rateLimitPatience + ", headers=" + headers.keySet() + "]";
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {

        private @Nullable Optional<String> organization;
        private @Nullable Duration responseTimeout;
        private @Nullable Duration stallTimeout;
        private @Nullable Optional<Duration> callTimeout;
        private @Nullable Integer maxRetries;
        private @Nullable Duration rateLimitPatience;
        private @Nullable Duration maxRetryAfter;
        // The name of a header is the same in any case.
        private final TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        private Builder() {}

        private Builder from(RequestOptions other) {
            organization = other.organization != null ? other.organization : organization;
            responseTimeout = other.responseTimeout != null ? other.responseTimeout : responseTimeout;
            stallTimeout = other.stallTimeout != null ? other.stallTimeout : stallTimeout;
            callTimeout = other.callTimeout != null ? other.callTimeout : callTimeout;
            maxRetries = other.maxRetries != null ? other.maxRetries : maxRetries;
            rateLimitPatience = other.rateLimitPatience != null ? other.rateLimitPatience : rateLimitPatience;
            maxRetryAfter = other.maxRetryAfter != null ? other.maxRetryAfter : maxRetryAfter;
            headers.putAll(other.headers);
            return this;
        }

        /** Acts for this organization (header {@code X-OrganizationId}). */
        public Builder organization(String id) {
            this.organization = Optional.of(headerValue("organization", id));
            return this;
        }

        /** Acts for the personal account, whatever a lower level says. */
        public Builder withoutOrganization() {
            this.organization = Optional.empty();
            return this;
        }

        /** From the sent request to the answer's head; default 60 s. */
        public Builder responseTimeout(Duration timeout) {
            this.responseTimeout = positive("responseTimeout", timeout);
            return this;
        }

        /** How long a body may stand still while somebody waits for it; default 60 s. */
        public Builder stallTimeout(Duration timeout) {
            this.stallTimeout = positive("stallTimeout", timeout);
            return this;
        }

        /** A limit for the whole call with its retries, waits and body; by default there is none. */
        public Builder callTimeout(Duration timeout) {
            this.callTimeout = Optional.of(positive("callTimeout", timeout));
            return this;
        }

        /** Short form of {@link #callTimeout(Duration)}. */
        public Builder timeout(Duration timeout) {
            return callTimeout(timeout);
        }

        /** Takes the limit for the whole call away. */
        public Builder withoutCallTimeout() {
            this.callTimeout = Optional.empty();
            return this;
        }

        /** How often a failed call is repeated; default 2, 0 to 20. */
        public Builder maxRetries(int retries) {
            if (retries < 0 || retries > 20) {
                throw new IllegalArgumentException("maxRetries: " + retries + " is not between 0 and 20");
            }
            this.maxRetries = retries;
            return this;
        }

        /**
         * How long one call may wait in all because the Hub limits the rate; default 5 min. Zero fails at the first 429.
         */
        public Builder rateLimitPatience(Duration patience) {
            this.rateLimitPatience = notNegative("rateLimitPatience", patience);
            return this;
        }

        /** The longest single wait that the Hub may ask for before the call gives up; default 60 s. */
        public Builder maxRetryAfter(Duration longest) {
            this.maxRetryAfter = notNegative("maxRetryAfter", longest);
            return this;
        }

        /**
         * A header to add where the request has none of that name. Headers that carry credentials, the organization or
         * the shape of the request are refused: they have settings of their own.
         */
        public Builder header(String name, String value) {
            Objects.requireNonNull(name, "name");
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new IllegalArgumentException("header: '" + printable(name) + "' is not a header name");
            }
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("header: '" + name
                        + "' is set by the client itself; use the credential and organization settings");
            }
            headers.put(name, headerValue("header " + name, value));
            return this;
        }

        RequestOptions build() {
            return new RequestOptions(this);
        }

        private static Duration positive(String name, Duration value) {
            if (notNegative(name, value).isZero()) {
                throw new IllegalArgumentException(name + ": must be longer than zero");
            }
            return value;
        }

        private static Duration notNegative(String name, Duration value) {
            Objects.requireNonNull(value, name);
            if (value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException(name + ": " + value + " is not between 0 and 365 days");
            }
            return value;
        }

        // The value itself is not shown: it may be a secret.
        private static String headerValue(String name, String value) {
            Objects.requireNonNull(value, name);
            if (value.isBlank() || value.chars().anyMatch(c -> c < 0x20 && c != '\t' || c > 0x7e)) {
                throw new IllegalArgumentException(
                        name + ": must not be blank and may hold printable ASCII characters only");
            }
            return value;
        }

        private static String printable(String text) {
            return text.replaceAll("[^\\x20-\\x7e]", "?");
        }
    }
}
