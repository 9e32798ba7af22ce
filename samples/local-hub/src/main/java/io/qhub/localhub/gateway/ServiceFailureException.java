package io.qhub.localhub.gateway;

import java.util.Objects;

/** The failure of a service: the execution becomes FAILED, with {@code code} and {@code detail} in its result. */
public final class ServiceFailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String detail;

    /**
     * A failure.
     *
     * @param code what went wrong, for programs, for example {@code INVALID_STOPS}
     * @param detail what went wrong, for people
     */
    public ServiceFailureException(String code, String detail) {
        super(code + ": " + detail, null, false, false);
        this.code = Objects.requireNonNull(code, "code");
        this.detail = Objects.requireNonNull(detail, "detail");
    }

    /** What went wrong, for programs. */
    public String code() {
        return code;
    }

    /** What went wrong, for people. */
    public String detail() {
        return detail;
    }
}
