package io.qhub.core;

import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.observation.HubObservationConvention;
import io.qhub.core.polling.PollingPolicy;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Scheduler;

/**
 * Everything that a client was built with. Made by the clients' builders ({@link HubClientBuilder}); the canonical
 * constructor is not API.
 *
 * @param baseUrl without a trailing slash
 * @param credential where tokens come from
 * @param requests what applies to each call unless a view or the Reactor Context says otherwise
 * @param polling how jobs and executions are awaited
 * @param maxInMemorySize the largest JSON answer, in bytes
 * @param paths path templates that replace the built-in ones, by operation name
 * @param perCall the caller's filters that run once per call, outermost first
 * @param perAttempt the caller's filters that run at each try, outermost first
 * @param webClient the host's builder, whose filters and observation are taken over; may be null
 * @param resources the connections
 * @param ownsResources whether the client closes them
 * @param scheduler times retries, waits and polls; null is Reactor's parallel scheduler
 * @param clock tells the time for dates in headers
 * @param random yields the numbers for jitter; null is thread-local randomness
 * @param observations what calls are reported to; a no-op registry where nobody wants to know
 * @param convention the key values of observed calls; null is the default
 */
public record HubClientOptions(
        URI baseUrl,
        AccessTokenProvider credential,
        RequestOptions requests,
        PollingPolicy polling,
        int maxInMemorySize,
        Map<String, String> paths,
        List<ExchangeFilterFunction> perCall,
        List<ExchangeFilterFunction> perAttempt,
        WebClient.@Nullable Builder webClient,
        HubClientResources resources,
        boolean ownsResources,
        @Nullable Scheduler scheduler,
        Clock clock,
        @Nullable DoubleSupplier random,
        ObservationRegistry observations,
        @Nullable HubObservationConvention convention) {

    /** Copies the collections. */
    public HubClientOptions {
        paths = Map.copyOf(paths);
        perCall = List.copyOf(perCall);
        perAttempt = List.copyOf(perAttempt);
    }

    /** Shows what is safe to show. */
    @Override
    public String toString() {
        return "HubClientOptions[baseUrl=" + baseUrl + ", requests=" + requests + ", polling=" + polling + "]";
    }
}
