package io.qhub.core.http;

import io.qhub.core.HubClientOptions;
import io.qhub.core.HubContext;
import io.qhub.core.RequestOptions;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.internal.call.Endpoint;
import io.qhub.core.internal.call.Environment;
import io.qhub.core.internal.call.PathTemplate;
import io.qhub.core.internal.call.Settings;
import io.qhub.core.internal.step.Road;
import io.qhub.core.internal.step.SharedParts;
import io.qhub.core.polling.PollingPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The transport of one API: every call of a client goes through it, with the same credentials, retries, timeouts and
 * errors. It is public so that endpoints without a method of their own can be called too:
 *
 * <pre>{@code
 * static final Operations CUSTOM = Operations.of("custom.reports");
 * static final Operation<JsonNode> GET_REPORT = CUSTOM.get("getReport", "/reports/{id}").answers(JsonNode.class);
 *
 * Mono<JsonNode> report = client.http().call(GET_REPORT, "r-1");
 * }</pre>
 *
 * <p>Immutable and thread-safe. Views made by {@link #withOptions} share connections, token and rate limits.
 */
public final class HubHttp {

    /** What all views of one client share. */
    private record Shared(
            HubClientOptions options,
            Environment environment,
            Road road,
            Map<String, PathTemplate> overrides,
            SharedParts parts) {}

    private final Shared shared;
    private final RequestOptions view;
    private final Settings defaults;
    private final boolean polls;

    private HubHttp(Shared shared, RequestOptions view, boolean polls) {
        this.shared = shared;
        this.view = view;
        this.polls = polls;
        this.defaults = Settings.of(view.over(shared.options.requests()));
    }

    /** The transport of one API, with the options of the client that owns it. */
    public static HubHttp create(HubApi api, HubClientOptions options) {
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(options, "options");
        Environment environment = new Environment(api.name(), options);
        Road road =
                new Road(options, environment, api.auth().header(), api.auth().prefix(), api.organizationHeader());
        return new HubHttp(
                new Shared(options, environment, road, new ConcurrentHashMap<>(), new SharedParts()),
                RequestOptions.INHERIT,
                false);
    }

    /** The same transport with some options changed for the calls made through the returned view. */
    public HubHttp withOptions(UnaryOperator<RequestOptions.Builder> change) {
        return new HubHttp(shared, view.with(change), polls);
    }

    /**
     * The same transport for calls that ask again and again whether something has ended. There is no hurry in them: they
     * wait as long as {@link PollingPolicy#maxRetryAfter()} allows, where another call would give up, and they are
     * observed as {@code qhub.poll}.
     */
    public HubHttp forPolling() {
        return new HubHttp(shared, view.with(o -> o.maxRetryAfter(polling().maxRetryAfter())), true);
    }

    /**
     * Makes a call that needs nothing but its path. Nothing is sent before the publisher is subscribed to, and each
     * subscription is a new call.
     *
     * @param pathVariables the values of the path's variables, in order; each becomes one segment, whatever it holds
     * @return what the answer says; empty where it says nothing
     * @throws IllegalArgumentException if a variable is empty, {@code .} or {@code ..}, if there are too few or many, or
     *     if the operation streams
     * @see HubCall#send()
     */
    public <T> Mono<T> call(Operation<T> operation, Object... pathVariables) {
        return request(operation, pathVariables).send();
    }

    /** As {@link #call}, with the elements of a list one by one. */
    public <E> Flux<E> list(Operation<List<E>> operation, Object... pathVariables) {
        return request(operation, pathVariables).send().flatMapIterable(Function.identity());
    }

    /**
     * As {@link #call}, for an operation that streams.
     *
     * @see HubCall#stream()
     */
    public Flux<DataBuffer> stream(Operation<DataBuffer> operation, Object... pathVariables) {
        return request(operation, pathVariables).stream();
    }

    /** As {@link #call}, for a question whether something is there: false where the Hub answers 404. */
    public Mono<Boolean> exists(Operation<?> operation, Object... pathVariables) {
        return call(operation, pathVariables)
                .thenReturn(true)
                .onErrorResume(NotFoundException.class, missing -> Mono.just(false));
    }

    /**
     * Begins a call that needs a query, headers or a body.
     *
     * @throws IllegalArgumentException if a variable is empty, {@code .} or {@code ..}, or if there are too few or many
     * @see #call
     */
    public <T> HubCall<T> request(Operation<T> operation, Object... pathVariables) {
        Objects.requireNonNull(operation, "operation");
        return new HubCall<>(
                this,
                operation,
                shared.options.baseUrl() + template(operation.endpoint()).expand(pathVariables));
    }

    private PathTemplate template(Endpoint endpoint) {
        String override = shared.options.paths().get(endpoint.name());
        if (override == null) {
            return endpoint.template();
        }
        PathTemplate template = shared.overrides.computeIfAbsent(override, PathTemplate::new);
        List<String> variables = endpoint.template().variables();
        if (template.variables().size() != variables.size()) {
            throw new IllegalArgumentException("path of " + endpoint.name() + ": '" + template.template() + "' has "
                    + template.variables().size() + " variables, but the operation has " + variables);
        }
        return template;
    }

    /** The options that the client was built with. */
    public HubClientOptions options() {
        return shared.options;
    }

    /** How jobs and executions are awaited. */
    public PollingPolicy polling() {
        return shared.options.polling();
    }

    /** What times retries, waits and polls. */
    public Scheduler scheduler() {
        return shared.environment.scheduler();
    }

    /** Yields the numbers in [0, 1) for jitter. */
    public DoubleSupplier random() {
        return shared.environment.random();
    }

    /**
     * The organization that a call made here would act for: that of the view, else of the Reactor Context, else of the
     * client.
     *
     * @return empty for the personal account
     */
    public Mono<String> organization() {
        return Mono.deferContextual(
                context -> Mono.justOrEmpty(settings(HubContext.from(context)).organization()));
    }

    /**
     * What all users of this client's connections and token share for one organization, whichever view they have: made when
     * it is first asked for, and kept as long as anybody holds it.
     *
     * @param type what it is
     * @param organization whom it acts for; null is the personal account
     * @param make makes it from a view with the client's own options that acts for this organization whatever the Reactor
     *     Context says
     */
    public <T> T shared(Class<T> type, @Nullable String organization, Function<HubHttp, T> make) {
        return shared.parts.get(
                type,
                organization,
                () -> make.apply(new HubHttp(
                        shared,
                        RequestOptions.of(
                                o -> organization == null ? o.withoutOrganization() : o.organization(organization)),
                        polls)));
    }

    /** Closes the connections if they are the client's own; returns at once. */
    public void close() {
        if (shared.options.ownsResources()) {
            shared.options.resources().close();
        }
    }

    /** Closes the connections if they are the client's own, and completes when they are closed. Cold. */
    public Mono<Void> closeLater() {
        return shared.options.ownsResources() ? Mono.defer(shared.options.resources()::closeLater) : Mono.empty();
    }

    boolean isForPolling() {
        return polls;
    }

    Environment environment() {
        return shared.environment;
    }

    Road road() {
        return shared.road;
    }

    Settings settings(RequestOptions fromContext) {
        return fromContext == RequestOptions.INHERIT
                ? defaults
                : Settings.of(view.over(fromContext).over(shared.options.requests()));
    }
}
