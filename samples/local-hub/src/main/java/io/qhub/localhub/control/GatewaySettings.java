package io.qhub.localhub.control;

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of a running hub's gateway, beside those of {@link HubSettings}, which count for it, too. Thread-safe; a
 * change counts from the next request on. Every setter returns this object.
 */
public final class GatewaySettings {

    private volatile Duration tokenLifetime = Duration.ofHours(1);
    private volatile boolean expiryAnnounced = true;
    private volatile boolean opaqueTokens;
    private volatile boolean anyBearerAccepted;
    private volatile boolean isoTimestamps;
    private volatile boolean plainLogs;
    private volatile Duration logDelay = Duration.ZERO;
    private volatile Duration resultDelay = Duration.ZERO;
    private volatile boolean kind2024;

    /** Settings with the default values. */
    public GatewaySettings() {}

    /** How long an access token issued from now on is accepted. Default 1 hour. */
    public Duration tokenLifetime() {
        return tokenLifetime;
    }

    /** Sets {@link #tokenLifetime()}; positive. */
    public GatewaySettings tokenLifetime(Duration value) {
        if (Objects.requireNonNull(value, "tokenLifetime").isZero() || value.isNegative()) {
            throw new IllegalArgumentException("tokenLifetime must be positive, was " + value);
        }
        tokenLifetime = value;
        return this;
    }

    /** Whether a token's answer has {@code expires_in}. Default true. */
    public boolean expiryAnnounced() {
        return expiryAnnounced;
    }

    /** Sets {@link #expiryAnnounced()}. */
    public GatewaySettings expiryAnnounced(boolean value) {
        expiryAnnounced = value;
        return this;
    }

    /** Whether access tokens are random texts instead of signed JWTs. Default false. */
    public boolean opaqueTokens() {
        return opaqueTokens;
    }

    /** Sets {@link #opaqueTokens()}. */
    public GatewaySettings opaqueTokens(boolean value) {
        opaqueTokens = value;
        return this;
    }

    /**
     * Whether services accept every bearer token, as a local development server does. A token that was not issued here
     * then stands for the hub's own application. Default false.
     */
    public boolean anyBearerAccepted() {
        return anyBearerAccepted;
    }

    /** Sets {@link #anyBearerAccepted()}. */
    public GatewaySettings anyBearerAccepted(boolean value) {
        anyBearerAccepted = value;
        return this;
    }

    /**
     * Whether the times of executions are written as ISO-8601 ({@code 2026-05-04T09:15:07.112Z}) instead of
     * {@code 2026-05-04 09:15:07}. Default false.
     */
    public boolean isoTimestamps() {
        return isoTimestamps;
    }

    /** Sets {@link #isoTimestamps()}. */
    public GatewaySettings isoTimestamps(boolean value) {
        isoTimestamps = value;
        return this;
    }

    /** Whether a log is an array of texts, as it was before entries had a severity and a time. Default false. */
    public boolean plainLogs() {
        return plainLogs;
    }

    /** Sets {@link #plainLogs()}. */
    public GatewaySettings plainLogs(boolean value) {
        plainLogs = value;
        return this;
    }

    /** How long after it was written a log entry shows up; entries can then arrive after the end. Default 0. */
    public Duration logDelay() {
        return logDelay;
    }

    /** Sets {@link #logDelay()}; zero or more. */
    public GatewaySettings logDelay(Duration value) {
        logDelay = notNegative(value, "logDelay");
        return this;
    }

    /** How long after its end the result of an execution is still missing (404). Default 0. */
    public Duration resultDelay() {
        return resultDelay;
    }

    /** Sets {@link #resultDelay()}; zero or more. */
    public GatewaySettings resultDelay(Duration value) {
        resultDelay = notNegative(value, "resultDelay");
        return this;
    }

    /**
     * Whether services answer as the local development server of 2024 did: snake_case, no list (a health check is in its
     * place), no logs, no links, no result files, 404 for the result of an execution that has failed, and every bearer or
     * none accepted. Default false.
     */
    public boolean kind2024() {
        return kind2024;
    }

    /** Sets {@link #kind2024()}. */
    public GatewaySettings kind2024(boolean value) {
        kind2024 = value;
        return this;
    }

    private static Duration notNegative(Duration value, String name) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value);
        }
        return value;
    }
}
