package io.qhub.core.autoconfigure;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What all clients of the Hub have in common, under {@code qhub}.
 *
 * @param apiKey Personal access token or service execution token that is sent with each call of the Quantum and the
 *     Platform API.
 * @param credentials Where a token is looked for if there is no api-key: in the environment, in the config file of
 *     qhubctl, or in both.
 * @param organization Id of the organization to act for; without it the personal account is meant.
 * @param maxRetries How often a failed call is repeated, 0 to 20.
 * @param rateLimitPatience How long one call may wait because the Hub limits the rate.
 * @param maxRetryAfter Longest single wait that the Hub may ask for before a call gives up.
 * @param maxInMemorySize Largest JSON answer that is read into memory; streams have no limit.
 * @param timeout Time limits of calls.
 * @param polling How jobs and executions are awaited.
 * @param pool Connections.
 * @param paths Paths that replace built-in ones, by operation name, such as quantum.sessions.closeSession.
 * @param ssl TLS.
 * @param proxy HTTP proxy in front of the Hub.
 */
@ConfigurationProperties("qhub")
public record HubProperties(
        @Nullable String apiKey,
        @Nullable CredentialSource credentials,
        @Nullable String organization,
        @DefaultValue("2") int maxRetries,
        @DefaultValue("5m") Duration rateLimitPatience,
        @DefaultValue("60s") Duration maxRetryAfter,
        @DefaultValue("16MB") DataSize maxInMemorySize,
        @DefaultValue Timeout timeout,
        @DefaultValue Polling polling,
        @DefaultValue Pool pool,
        @DefaultValue Map<String, String> paths,
        @DefaultValue Ssl ssl,
        @DefaultValue Proxy proxy) {

    /** Shows no secret. */
    @Override
    public String toString() {
        return "HubProperties[apiKey=" + (apiKey == null ? "none" : "***") + ", credentials=" + credentials
                + ", organization=" + organization + "]";
    }

    /** Where tokens can be looked for. */
    public enum CredentialSource {
        /** The environment, then the config file of {@code qhubctl}. */
        DEFAULT,
        /** The environment only. */
        ENVIRONMENT,
        /** The config file of {@code qhubctl} only. */
        CONFIG_FILE
    }

    /**
     * Time limits of calls.
     *
     * @param connect How long a connection may take to come about.
     * @param pool How long a call may wait for a free connection.
     * @param response How long the head of an answer may take once the request is sent.
     * @param stall How long a body may stand still while somebody waits for it.
     * @param call Limit for a whole call with its retries; none by default.
     */
    public record Timeout(
            @DefaultValue("10s") Duration connect,
            @DefaultValue("5m") Duration pool,
            @DefaultValue("60s") Duration response,
            @DefaultValue("60s") Duration stall,
            @Nullable Duration call) {}

    /**
     * How jobs and executions are awaited.
     *
     * @param initialDelay Delay before the second poll; the first goes out at once.
     * @param multiplier What the delay grows by with each poll.
     * @param maxDelay Longest delay between two polls.
     * @param outageTolerance How long failing polls are borne.
     * @param sharedListing Whether many jobs may be followed together by pages of their listing.
     * @param timeout Limit for the whole wait; none by default. A job goes on when it is over.
     */
    public record Polling(
            @DefaultValue("1s") Duration initialDelay,
            @DefaultValue("2") double multiplier,
            @DefaultValue("30s") Duration maxDelay,
            @DefaultValue("15m") Duration outageTolerance,
            @DefaultValue("false") boolean sharedListing,
            @Nullable Duration timeout) {}

    /**
     * Connections.
     *
     * @param maxConnections Connections for calls, per host.
     * @param maxStreamConnections Connections for streamed bodies, per host.
     * @param maxTokenConnections Connections for token endpoints, per host.
     * @param maxIdleTime How long an unused connection is kept.
     */
    public record Pool(
            @DefaultValue("64") int maxConnections,
            @DefaultValue("32") int maxStreamConnections,
            @DefaultValue("4") int maxTokenConnections,
            @DefaultValue("20s") Duration maxIdleTime) {}

    /**
     * TLS.
     *
     * @param bundle Name of the SSL bundle with the trust and, if need be, key material.
     */
    public record Ssl(@Nullable String bundle) {}

    /**
     * HTTP proxy in front of the Hub.
     *
     * @param host Host of the proxy; without it there is none.
     * @param port Port of the proxy.
     * @param username User name at the proxy.
     * @param password Password at the proxy.
     * @param nonProxyHosts Regular expression of the hosts that are reached directly.
     */
    public record Proxy(
            @Nullable String host,
            @DefaultValue("8080") int port,
            @Nullable String username,
            @Nullable String password,
            @Nullable String nonProxyHosts) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Proxy[host=" + host + ", port=" + port + "]";
        }
    }
}
