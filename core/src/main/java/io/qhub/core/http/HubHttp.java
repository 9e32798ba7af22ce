package io.qhub.core.http;

import io.qhub.core.HubClientOptions;
import io.qhub.core.RequestOptions;
import io.qhub.core.polling.PollingPolicy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The transport of one API: every call of a client goes through it, with the same credentials, retries, timeouts and
 * errors. It is public so that endpoints without a method of their own can be called too:
 *
 * <pre>{@code
 * Operation op = Operation.get("custom.report", "/reports/{id}").returns(JsonNode.class);
 * Mono<JsonNode> report = client.http().call(op, "r-1").to(JsonNode.class);
 * }</pre>
 *
 * <p>Immutable and thread-safe. Views made by {@link #withOptions} share connections, token and rate limits.
 */
public final class HubHttp {

    private final Transport transport;
    private final RequestOptions view;
    private final Settings defaults;
    private final Map<String, PathTemplate> overrides;
    private final boolean polls;

    private HubHttp(Transport transport, RequestOptions view, Map<String, PathTemplate> overrides, boolean polls) {
        this.transport = transport;
        this.view = view;
        this.overrides = overrides;
        this.polls = polls;
        this.defaults = Settings.of(view.over(transport.options().requests()));
    }

    /** The transport of one API, with the options of the client that owns it. */
    public static HubHttp create(HubApi api, HubClientOptions options) {
        return new HubHttp(
                new Transport(Objects.requireNonNull(api, "api"), Objects.requireNonNull(options, "options")),
                RequestOptions.INHERIT,
                new ConcurrentHashMap<>(),
                false);
    }

    /** The same transport with some options changed for the calls made through the returned view. */
    public HubHttp withOptions(UnaryOperator<RequestOptions.Builder> change) {
        return new HubHttp(transport, view.with(change), overrides, polls);
    }

    /**
     * The same transport for calls that ask again and again whether something has ended. There is no hurry in them: they
     * wait as long as {@link PollingPolicy#maxRetryAfter()} allows, where another call would give up, and they are
     * observed as {@code qhub.poll}.
     */
    public HubHttp forPolling() {
        return new HubHttp(transport, view.with(o -> o.maxRetryAfter(polling().maxRetryAfter())), overrides, true);
    }

    /**
     * Begins a call. Nothing is sent before the publisher of one of its {@code to..} methods is subscribed to, and each
     * subscription is a new call.
     *
     * @param pathVariables the values of the path's variables, in order; each becomes one segment, whatever it holds
     * @throws IllegalArgumentException if a variable is empty, {@code .} or {@code ..}, or if there are too few or many
     */
    public HubCall call(Operation operation, Object... pathVariables) {
        Objects.requireNonNull(operation, "operation");
        return new HubCall(
                this,
                operation,
                transport.options().baseUrl() + template(operation).expand(pathVariables));
    }

    private PathTemplate template(Operation operation) {
        String override = transport.options().paths().get(operation.name());
        if (override == null) {
            return operation.template();
        }
        PathTemplate template = overrides.computeIfAbsent(override, PathTemplate::new);
        if (template.variables().size() != operation.variables().size()) {
            throw new IllegalArgumentException("path of " + operation.name() + ": '" + template.template() + "' has "
                    + template.variables().size() + " variables, but the operation has " + operation.variables());
        }
        return template;
    }

    /** The options that the client was built with. */
    public HubClientOptions options() {
        return transport.options();
    }

    /** How jobs and executions are awaited. */
    public PollingPolicy polling() {
        return transport.options().polling();
    }

    /** What times retries, waits and polls. */
    public Scheduler scheduler() {
        return transport.scheduler();
    }

    /** Yields the numbers in [0, 1) for jitter. */
    public DoubleSupplier random() {
        return transport.random();
    }

    /**
     * The organization that a call made here would act for: that of the view, else of the Reactor Context, else of the
     * client.
     *
     * @return empty for the personal account
     */
    public Mono<String> organization() {
        return Mono.deferContextual(context ->
                Mono.justOrEmpty(settings(io.qhub.core.HubContext.from(context)).organization()));
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
        return transport
                .shared()
                .get(
                        type,
                        organization,
                        () -> make.apply(new HubHttp(
                                transport,
                                RequestOptions.of(o ->
                                        organization == null ? o.withoutOrganization() : o.organization(organization)),
                                overrides,
                                polls)));
    }

    /** Closes the connections if they are the client's own; returns at once. */
    public void close() {
        if (transport.options().ownsResources()) {
            transport.options().resources().close();
        }
    }

    /** Closes the connections if they are the client's own, and completes when they are closed. Cold. */
    public Mono<Void> closeLater() {
        return transport.options().ownsResources()
                ? Mono.defer(transport.options().resources()::closeLater)
                : Mono.empty();
    }

    boolean isForPolling() {
        return polls;
    }

    Transport transport() {
        return transport;
    }

    Settings settings(RequestOptions fromContext) {
        return fromContext == RequestOptions.INHERIT
                ? defaults
                : Settings.of(view.over(fromContext).over(transport.options().requests()));
    }
}
