package io.qhub.localhub.gateway;

/** How much a log entry matters, as the Hub writes it. */
public enum LogSeverity {
    /** For who looks closely. */
    DEBUG,
    /** An event that is normal, but worth a look. */
    NOTICE,
    /** What happens. */
    INFO,
    /** What may be wrong. */
    WARNING,
    /** What went wrong. */
    ERROR
}
