package io.qhub.localhub.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.qhub.localhub.control.FailureRule;
import io.qhub.localhub.control.FailureRule.Outcome;
import io.qhub.localhub.control.Failures;
import io.qhub.localhub.control.HubSettings;
import io.qhub.localhub.control.HubStats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The server: what happens to each request before and after its API sees it. In this order: counted, rate limit, failure
 * rules, the API, latency, answer. Headers are never logged.
 */
public final class HubServer implements AutoCloseable, Routing {

    private static final Logger log = LoggerFactory.getLogger(HubServer.class);
    private static final String HOST = "127.0.0.1";

    private record Window(long start, int used) {}

    private final HubSettings settings;
    private final Failures failures;
    private final HubStats stats;
    private final Scheduler timer;
    private final Routes routes = new Routes();
    private final AtomicReference<Window> window = new AtomicReference<>(new Window(0, 0));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final LoopResources loops;
    private final DisposableServer server;

    /**
     * Starts to listen on 127.0.0.1. Blocks until the port is bound.
     *
     * @param port the port, 0 for any free one
     * @param timer where delays elapse; it is not closed with the server
     */
    public HubServer(
            int port, List<Api> apis, HubSettings settings, Failures failures, HubStats stats, Scheduler timer) {
        this.settings = settings;
        this.failures = failures;
        this.stats = stats;
        this.timer = timer;
        apis.forEach(routes::addAll);
        this.loops = LoopResources.create(
                "local-hub-http", 1, Math.max(2, Runtime.getRuntime().availableProcessors()), true);
        try {
            this.server = HttpServer.create()
                    .host(HOST)
                    .port(port)
                    .runOn(loops)
                    .option(ChannelOption.SO_BACKLOG, 4096)
                    .doOnChannelInit((observer, channel, address) -> opened(channel))
                    .handle(this::handle)
                    .bindNow();
        } catch (RuntimeException e) {
            loops.dispose();
            throw new IllegalStateException(
                    "the port " + port + " of " + HOST + " cannot be bound: " + e.getMessage(), e);
        }
    }

    /** The root of all APIs, for example {@code http://127.0.0.1:40123}. */
    public String url() {
        return "http://" + HOST + ":" + server.port();
    }

    @Override
    public void add(Api api) {
        routes.addAll(api);
    }

    @Override
    public void remove(String basePath) {
        routes.removeAll(basePath);
    }

    /** Stops listening and closes all connections. Blocks until that is done. */
    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
        connections.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }

    private void opened(Channel channel) {
        stats.connectionOpened();
        connections.add(channel);
        channel.closeFuture().addListener(closed -> stats.connectionClosed());
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String method = request.method().name();
        String uri = request.uri();
        int end = uri.indexOf('?');
        String rawPath = end < 0 ? uri : uri.substring(0, end);
        List<String> path;
        try {
            path = Routes.segments(rawPath.startsWith("/") ? rawPath : "/" + rawPath);
        } catch (IllegalArgumentException e) {
            stats.requestStarted(method, "(none)");
            return send(response, Reply.error(400, "the path is not well-formed"), null)
                    .doFinally(signal -> stats.requestEnded());
        }
        Routes.Match match = routes.find(method, path);
        Routes.Route route = match.route();
        stats.requestStarted(method, route == null ? "(none)" : route.template());
        Exchange exchange = new Exchange(request, match.variables());
        return Mono.defer(() -> process(exchange, response, path, match)).doFinally(signal -> stats.requestEnded());
    }

    private Mono<Void> process(Exchange exchange, HttpServerResponse response, List<String> path, Routes.Match match) {
        Reply limited = limited();
        if (limited != null) {
            return exchange.drain().then(send(response, limited, null));
        }
        Routes.Route route = match.route();
        String base = route == null ? "" : route.basePath();
        String below = ("/" + String.join("/", path)).substring(base.length());
        if (route != null && route.template().equals(base + "/")) {
            below = "/";
        }
        FailureRule.Request seen = new FailureRule.Request(
                exchange.method(),
                below,
                route == null ? below : route.template().substring(base.length()),
                exchange.header("X-OrganizationId"));
        Outcome outcome = failures.next(seen, base);
        Mono<Reply> reply = Mono.defer(() -> reply(exchange, match));
        if (outcome instanceof Outcome.Answer answer) {
            Mono<Void> before = answer.processed() ? reply.then() : exchange.drain();
            return before.then(Mono.defer(() -> send(response, injected(answer), null)));
        } else if (outcome instanceof Outcome.ResetBefore) {
            return exchange.drain().then(reset(response));
        } else if (outcome instanceof Outcome.ResetAfter) {
            return reply.then(reset(response));
        } else if (outcome instanceof Outcome.DelayCommit late) {
            // Detached on purpose: the request takes effect after its connection is gone.
            return exchange.body()
                    .doOnNext(
                            body -> Mono.delay(late.delay(), timer).then(reply).subscribe(ignored -> {}, ignored -> {}))
                    .then(reset(response));
        } else if (outcome instanceof Outcome.Stall stall) {
            return exchange.body()
                    .then(stall.delay() == null ? Mono.never() : Mono.delay(stall.delay(), timer))
                    .then(reply)
                    .flatMap(ready -> send(response, ready, null));
        }
        Duration latency = settings.latency();
        Mono<Reply> delayed = latency.isZero() ? reply : reply.delayElement(latency, timer);
        return delayed.flatMap(ready -> send(response, ready, outcome));
    }

    private static Mono<Reply> reply(Exchange exchange, Routes.Match match) {
        Routes.Route route = match.route();
        if (route == null) {
            Reply none = match.allowed().isEmpty()
                    ? Reply.error(404, "there is no " + exchange.method() + " " + exchange.uri())
                    : Reply.error(405, "this path has no " + exchange.method())
                            .with("Allow", String.join(", ", match.allowed()));
            return exchange.drain().thenReturn(none);
        }
        return Mono.defer(() -> route.handler().handle(exchange)).onErrorResume(error -> {
            if (error instanceof HttpError refused) {
                return Mono.just(Reply.error(refused.status(), String.valueOf(refused.getMessage())));
            }
            if (AbortedException.isConnectionReset(error)) {
                log.debug("{} {}: the client has gone", route.method(), route.template());
                return Mono.error(error);
            }
            log.error("{} {} failed", route.method(), route.template(), error);
            return Mono.just(Reply.json(
                    500,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("timestamp", Instant.now().toString())
                            .put("status", 500)
                            .put("error", "Internal Server Error")
                            .put("path", exchange.uri())));
        });
    }

    private static Reply injected(Outcome.Answer answer) {
        String body = answer.body();
        Reply reply = body == null
                ? Reply.error(answer.status(), "injected failure")
                : Reply.of(answer.status(), "text/plain", Content.of(body.getBytes(StandardCharsets.UTF_8)));
        for (var header : answer.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return answer.status() == 204 ? new Reply(204, answer.headers(), null) : reply;
    }

    /** The refusal if the window's permits are used up, else null; takes a permit. */
    private @Nullable Reply limited() {
        HubSettings.RateLimit limit = settings.rateLimit();
        if (limit == null) {
            return null;
        }
        long now = System.nanoTime();
        long length = limit.per().toNanos();
        Window current = window.updateAndGet(old -> old.used() == 0 || now - old.start() >= length
                ? new Window(now, 1)
                : new Window(old.start(), old.used() == Integer.MAX_VALUE ? old.used() : old.used() + 1));
        if (current.used() <= limit.permits()) {
            return null;
        }
        long left = Math.max(0, current.start() + length - now);
        long seconds = Math.max(1, (left + 999_999_999L) / 1_000_000_000L);
        return Reply.error(429, "more than " + limit.permits() + " requests in " + limit.per())
                .with("Retry-After", Long.toString(seconds));
    }

    private Mono<Void> send(HttpServerResponse response, Reply reply, @Nullable Outcome outcome) {
        response.status(reply.status());
        response.header("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        reply.headers().forEach(response::header);
        stats.answered(reply.status());
        Content content = reply.content();
        if (content == null) {
            return reply.status() == 204
                    ? response.send().then()
                    : response.header("Content-Length", "0").send().then();
        }
        long length = content.length();
        response.header("Content-Length", Long.toString(length));
        if (outcome instanceof Outcome.CutBody cut) {
            return response.send(content.bytes(0, Math.min(length, cut.afterBytes())))
                    .then(close(response))
                    .then();
        }
        if (outcome instanceof Outcome.StallBody stall) {
            long first = Math.min(length, stall.afterBytes());
            Duration delay = stall.delay();
            Mono<Long> pause = delay == null ? Mono.never() : Mono.delay(delay, timer);
            return response.send(Flux.concat(
                            content.bytes(0, first), pause.thenMany(Flux.defer(() -> content.bytes(first, length)))))
                    .then();
        }
        return response.send(content.bytes(0, length)).then();
    }

    private static Mono<Void> close(HttpServerResponse response) {
        return Mono.defer(() -> {
            response.withConnection(connection -> connection.channel().close());
            return Mono.never();
        });
    }

    /** With a linger time of 0 the client sees a reset instead of an orderly end. */
    private static Mono<Void> reset(HttpServerResponse response) {
        return Mono.defer(() -> {
            response.withConnection(connection -> {
                connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                connection.channel().close();
            });
            return Mono.never();
        });
    }
}
