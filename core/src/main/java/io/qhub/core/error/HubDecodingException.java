package io.qhub.core.error;

import org.jspecify.annotations.Nullable;

/** The Hub answered with a success whose body is not what the contract says. */
public final class HubDecodingException extends HubException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String excerpt;
    private final @Nullable String location;
    private final boolean tooLarge;

    /**
     * @param excerpt the body's beginning, at most 1 KiB
     * @param location the answer's {@code Location} header, if any
     */
    public HubDecodingException(
            String message,
            @Nullable Throwable cause,
            @Nullable CallTrace trace,
            int status,
            String excerpt,
            @Nullable String location) {
        this(message, cause, trace, status, excerpt, location, false);
    }

    private HubDecodingException(
            String message,
            @Nullable Throwable cause,
            @Nullable CallTrace trace,
            int status,
            String excerpt,
            @Nullable String location,
            boolean tooLarge) {
        super(message, cause, trace);
        this.status = status;
        this.excerpt = excerpt;
        this.location = location;
        this.tooLarge = tooLarge;
    }

    /** An answer that is larger than the client reads into memory. */
    public static HubDecodingException tooLarge(
            String message, CallTrace trace, int status, @Nullable String location) {
        return new HubDecodingException(message, null, trace, status, "", location, true);
    }

    /** Whether the body was only too large to be read into memory; reading it again would not help. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** The status of the answer, a 2xx. */
    public int status() {
        return status;
    }

    /** The beginning of the body, at most 1 KiB. */
    public String excerpt() {
        return excerpt;
    }

    /** The answer's {@code Location} header, or null. */
    public @Nullable String location() {
        return location;
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
