package io.qhub.core.http;

import io.qhub.core.HubContext;
import io.qhub.core.error.Attempt;
import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.http.CallState.Decoder;
import io.qhub.core.json.HubJson;
import io.qhub.core.observation.HubObservationContext.Kind;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.core.polling.Answer;
import io.qhub.core.transfer.DownloadHead;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Downloads;
import io.qhub.core.transfer.Uploads;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/**
 * One call in the making: add query, headers and body, then choose with a {@code to..} method what to make of the
 * answer. The publishers are cold; each subscription sends the request anew. Not thread-safe while it is being made.
 *
 * <p>All publishers signal {@link HubException}s: {@link io.qhub.core.error.HubApiException} where the Hub answers with
 * an error, {@link io.qhub.core.error.HubTransportException} where the exchange fails,
 * {@link io.qhub.core.error.SubmissionOutcomeUnknownException} where a request that is not idempotent was sent and its
 * outcome is not known, {@link HubDecodingException} where a success cannot be read, and
 * {@link io.qhub.core.error.CredentialUnavailableException} where there is no token.
 */
public final class HubCall {

    private static final int EXCERPT = 1024;

    private final HubHttp http;
    private final Operation operation;
    private final StringBuilder url;
    private boolean hasQuery;
    private String secretQuery = "";
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, MultipartBody.Part> parts = new LinkedHashMap<>();
    private @Nullable Supplier<RequestBody> body;

    HubCall(HubHttp http, Operation operation, String url) {
        this.http = http;
        this.operation = operation;
        this.url = new StringBuilder(url);
        if (!operation.parts().isEmpty()) {
            multipart();
        }
    }

    /**
     * Adds a query parameter that the operation knows.
     *
     * @param value null leaves it out; a collection repeats the name
     */
    public HubCall query(String name, @Nullable Object value) {
        requireQuery(name);
        if (value instanceof Collection<?> values) {
            values.forEach(each -> addQuery(name, each));
        } else if (value != null) {
            addQuery(name, value);
        }
        return this;
    }

    private void addQuery(String name, Object value) {
        url.append(hasQuery ? '&' : '?').append(pair(name, value.toString()));
        hasQuery = true;
    }

    private static String pair(String name, String value) {
        return UriUtils.encode(name, StandardCharsets.UTF_8) + '=' + UriUtils.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * Adds a query parameter that nobody may read but the Hub. It joins the request's target on the connection itself:
     * the URL that filters, logs, observations and errors see is without it.
     *
     * @param value null leaves it out
     */
    public HubCall secretQuery(String name, @Nullable String value) {
        requireQuery(name);
        if (value != null) {
            secretQuery += (secretQuery.isEmpty() ? "" : "&") + pair(name, value);
        }
        return this;
    }

    private void requireQuery(String name) {
        if (!operation.query().contains(name)) {
            throw new IllegalArgumentException(
                    operation + " has no query parameter '" + name + "', only " + operation.query());
        }
    }

    /** Adds {@code page}, {@code size} and {@code sort}, as far as they are set. */
    public HubCall query(PageQuery page) {
        query("page", page.page()).query("size", page.size());
        return query("sort", page.sort().stream().map(Sort::toString).toList());
    }

    /**
     * Adds a request header that the operation knows.
     *
     * @param value null leaves it out
     */
    public HubCall header(String name, @Nullable String value) {
        if (!operation.headers().contains(name)) {
            throw new IllegalArgumentException(
                    operation + " has no header '" + name + "', only " + operation.headers());
        }
        if (value != null) {
            if (value.isBlank() || value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
                throw new IllegalArgumentException(
                        name + ": must not be blank and may hold printable ASCII characters only");
            }
            headers.put(name, value);
        }
        return this;
    }

    /** Sends this value as JSON; it is written at each subscription. Members that are null are left out. */
    public HubCall body(Object json) {
        Objects.requireNonNull(json, "json");
        return body(() -> RequestBody.json(HubJson.write(json)));
    }

    /**
     * Sends text in the charset of its type, else in UTF-8, which the type then says.
     *
     * @param type such as {@code text/plain}
     */
    public HubCall body(String text, MediaType type) {
        Objects.requireNonNull(text, "text");
        Charset charset = type.getCharset();
        Charset used = charset == null ? StandardCharsets.UTF_8 : charset;
        MediaType said = charset == null ? new MediaType(type, used) : type;
        return body(() -> RequestBody.bytes(text.getBytes(used), said));
    }

    /**
     * Sends content of any size with constant memory. A path, an array or a supplier can be sent again when a try fails;
     * a publisher is subscribed to at most once, and a call whose publisher has been is not tried again. A failure of the
     * content's own source cancels the request and is signalled as it is.
     */
    public HubCall body(Uploads.Source content) {
        Objects.requireNonNull(content, "content");
        return body(() -> new StreamedBody(content));
    }

    private HubCall body(Supplier<RequestBody> made) {
        if (!operation.parts().isEmpty()) {
            throw new IllegalArgumentException(
                    operation + " takes a multipart body; add its parts " + operation.parts() + " with part(..)");
        }
        this.body = made;
        return this;
    }

    /**
     * Adds a file part that the operation knows to its {@code multipart/form-data} body. The file is named as the source
     * says, else as the part; its type is that of the source, else {@code application/octet-stream}. Memory, repeats and
     * failures are as with {@link #body(Uploads.Source)}: a call is tried again only as long as no publisher among its
     * parts has been subscribed to. The length of the body is announced if that of every part is known. Without any part
     * the body is an empty form.
     *
     * @param content null leaves the part out
     * @throws IllegalArgumentException if the operation has no such part, it was added before, or the file's name or type
     *     cannot be sent
     */
    public HubCall part(String name, Uploads.@Nullable Source content) {
        if (!operation.parts().contains(name)) {
            throw new IllegalArgumentException(operation + " has no part '" + name + "', only " + operation.parts());
        }
        if (content != null) {
            if (parts.putIfAbsent(name, new MultipartBody.Part(name, content)) != null) {
                throw new IllegalArgumentException(operation + ": the part '" + name + "' was added before");
            }
            multipart();
        }
        return this;
    }

    private void multipart() {
        List<MultipartBody.Part> added = List.copyOf(parts.values());
        this.body = () -> new MultipartBody(added);
    }

    /** The answer as one value. An empty answer is a {@link HubDecodingException}. */
    public <T> Mono<T> to(Class<T> type) {
        JavaType target = HubJson.type(type);
        return buffered((bytes, status, answered, trace) ->
                required(this.<T>json(bytes, target, status, answered, trace), status, answered, trace));
    }

    /**
     * The answer as one value that has what matters.
     *
     * @param missing names the member that the value lacks, or null where it has all that it needs; a value that lacks
     *     something counts as an answer that cannot be read
     */
    public <T> Mono<T> to(Class<T> type, Function<T, @Nullable String> missing) {
        JavaType target = HubJson.type(type);
        return buffered((bytes, status, answered, trace) -> {
            T value = required(this.<T>json(bytes, target, status, answered, trace), status, answered, trace);
            String lacking = missing.apply(value);
            if (lacking != null) {
                throw unreadable("without the member '" + lacking + "'", bytes, status, answered, trace);
            }
            return value;
        });
    }

    /** The answer as one value, or nothing where its body is empty. */
    public <T> Mono<T> toMaybe(Class<T> type) {
        JavaType target = HubJson.type(type);
        return buffered((bytes, status, answered, trace) -> this.<T>json(bytes, target, status, answered, trace));
    }

    /** The answer as one value, with status and headers. */
    public <T> Mono<Answer<T>> toAnswer(Class<T> type) {
        JavaType target = HubJson.type(type);
        return buffered((bytes, status, answered, trace) -> new Answer<>(
                required(this.<T>json(bytes, target, status, answered, trace), status, answered, trace),
                status,
                answered));
    }

    /** The elements of an answer that is a JSON array; an empty or null answer has none. */
    public <T> Flux<T> toFlux(Class<T> element) {
        JavaType list = HubJson.listOf(element);
        return this.<List<T>>buffered((bytes, status, answered, trace) -> json(bytes, list, status, answered, trace))
                .flatMapIterable(Function.identity())
                .filter(Objects::nonNull);
    }

    /** The answer as a page; a bare array is a single, last page. */
    public <T> Mono<Page<T>> toPage(Class<T> element) {
        return buffered(page(element));
    }

    /** A page with status and headers. */
    public <T> Mono<Answer<Page<T>>> toPageAnswer(Class<T> element) {
        Decoder<Page<T>> page = page(element);
        return buffered((bytes, status, answered, trace) -> new Answer<>(
                required(page.decode(bytes, status, answered, trace), status, answered, trace), status, answered));
    }

    private <T> Decoder<Page<T>> page(Class<T> element) {
        JavaType page = HubJson.mapper().getTypeFactory().constructParametricType(Page.class, element);
        JavaType list = HubJson.listOf(element);
        return (bytes, status, answered, trace) -> {
            if (startsArray(bytes)) {
                List<T> all = json(bytes, list, status, answered, trace);
                return Page.ofAll(all == null ? List.of() : all);
            }
            return required(this.<Page<T>>json(bytes, page, status, answered, trace), status, answered, trace);
        };
    }

    /** The answer as any JSON; an empty body is a {@link HubDecodingException}. */
    public Mono<JsonNode> toJson() {
        return to(JsonNode.class);
    }

    /** The answer as text, in the charset that it names, else UTF-8. */
    public Mono<String> toText() {
        return buffered((bytes, status, answered, trace) -> new String(bytes, Bodies.charset(answered)));
    }

    /** Completes when the Hub has answered with a success; what the answer holds is dropped. */
    public Mono<Void> toNothing() {
        return this.<Object>buffered((bytes, status, answered, trace) -> null).then();
    }

    /**
     * The answer's body as it comes. The subscriber owns and releases each buffer; what is dropped on the way here by
     * error, cancel or a discarding operator is released by the client. Failures up to the answer's head are retried,
     * later ones are not. Backpressure reaches the socket.
     */
    public Flux<DataBuffer> toStream() {
        return stream(Map.of(), (response, call) -> {}, true, null);
    }

    /**
     * The answer's body into a file, which appears whole at the end, or not at all. A download that is cut resumes where
     * it stopped if the server names a strong ETag, else it starts over, within bounds. {@code callTimeout} limits all of
     * it. Signals {@link IllegalArgumentException} before anything is sent if the target's directory does not exist.
     *
     * @see Downloads#toFile
     */
    public Mono<DownloadedFile> toFile(Path target, DownloadOptions options) {
        Mono<DownloadedFile> unobserved = toFile(target, options, null);
        return Mono.deferContextual(context -> {
            CallObservation observation = observe(Kind.DOWNLOAD, context);
            Mono<DownloadedFile> download = observation == null ? unobserved : toFile(target, options, observation);
            Duration limit = http.settings(HubContext.from(context)).callTimeout();
            Mono<DownloadedFile> limited = limit == null
                    ? download
                    : download.timeout(
                            limit,
                            Mono.error(() ->
                                    new HubTimeoutException(Phase.CALL, limit, new CallTrace(operation.name()), true)),
                            http.transport().scheduler());
            return observation == null ? limited : observation.over(limited);
        });
    }

    private Mono<DownloadedFile> toFile(Path target, DownloadOptions options, @Nullable CallObservation observation) {
        return Downloads.toFile(
                (resume, onHead) -> stream(
                        resume == null
                                ? Map.of()
                                : Map.of(
                                        HttpHeaders.RANGE,
                                        "bytes=" + resume.offset() + "-",
                                        HttpHeaders.IF_RANGE,
                                        resume.etag()),
                        (response, call) -> onHead.accept(head(response, call.trace)),
                        false,
                        observation),
                target,
                options.timerOr(http.transport().scheduler()));
    }

    /** Null where nobody wants to hear of the call. */
    private @Nullable CallObservation observe(Kind kind, ContextView context) {
        return http.transport().isUnobserved()
                ? null
                : CallObservation.start(kind, operation, http.transport(), context);
    }

    private static DownloadHead head(ClientResponse response, CallTrace trace) {
        HttpHeaders answered = response.headers().asHttpHeaders();
        long length = answered.getContentLength();
        return new DownloadHead(
                response.statusCode().value(),
                length < 0 ? null : (Long) length,
                answered.getFirst(HttpHeaders.ETAG),
                answered.getFirst(HttpHeaders.CONTENT_RANGE),
                answered.getFirst(HttpHeaders.CONTENT_ENCODING),
                trace);
    }

    private <T> Mono<T> buffered(Decoder<T> decoder) {
        Target target = new Target(URI.create(url.toString()), secretQuery);
        Map<String, String> ownHeaders = Map.copyOf(headers);
        Supplier<RequestBody> content = body;
        return Mono.<T>deferContextual(context -> {
                    Settings settings = http.settings(HubContext.from(context));
                    RequestBody sent = content == null ? null : content.get();
                    CallObservation observation = observe(kind(sent), context);
                    CallState call = new CallState(operation, settings, http.transport(), sent, decoder, observation);
                    Mono<T> result = new CallResult<>(exchanged(call, target, ownHeaders), call);
                    Duration limit = call.settings.callTimeout();
                    Mono<T> limited = limit == null
                            ? result
                            : result.timeout(
                                    limit,
                                    Mono.error(() -> outOfTime(call, limit)),
                                    http.transport().scheduler());
                    return observation == null ? limited : observation.over(limited);
                })
                .checkpoint(operation.name());
    }

    private Kind kind(@Nullable RequestBody sent) {
        if (sent != null && sent.isStreamed()) {
            return Kind.UPLOAD;
        }
        return http.isForPolling() ? Kind.POLL : Kind.CALL;
    }

    /** Sends the request and ends with the call's value decoded. */
    private Mono<ClientResponse> exchanged(CallState call, Target target, Map<String, String> ownHeaders) {
        boolean streamed = call.body != null && call.body.isStreamed();
        ExchangeFunction direct = streamed || !target.secretQuery().isEmpty()
                ? null
                : http.transport().direct();
        if (direct == null) {
            return request(
                            streamed
                                    ? http.transport().streams()
                                    : http.transport().calls(),
                            call,
                            target,
                            ownHeaders)
                    .exchangeToMono(response -> decoded(response, call));
        }
        CallRequest request = new CallRequest(call, target.url(), HttpHeaders.ACCEPT, accept());
        for (Map.Entry<String, String> own : ownHeaders.entrySet()) {
            request = request.with(own.getKey(), own.getValue());
        }
        Mono<ClientResponse> answered = direct.exchange(request);
        // Where no filter but ours has had its hands on it, the answer is the decoded one.
        return http.transport().hasForeignFilters()
                ? answered.switchIfEmpty(Mono.error(() ->
                                new IllegalStateException(operation.name() + ": a filter ended without an answer")))
                        .flatMap(response -> decoded(response, call))
                : answered;
    }

    /**
     * Streams the answer's body.
     *
     * @param larger what is reported of the download that this is a part of; null where it is a whole one
     */
    private Flux<DataBuffer> stream(
            Map<String, String> more,
            BiConsumer<ClientResponse, CallState> onHead,
            boolean limited,
            @Nullable CallObservation larger) {
        Target target = new Target(URI.create(url.toString()), secretQuery);
        Map<String, String> ownHeaders = new LinkedHashMap<>(headers);
        ownHeaders.putAll(more);
        Supplier<RequestBody> content = body;
        return Flux.deferContextual(context -> {
                    Settings settings = http.settings(HubContext.from(context));
                    RequestBody sent = content == null ? null : content.get();
                    CallObservation whole = larger == null ? observe(Kind.DOWNLOAD, context) : null;
                    CallState call = new CallState(
                            operation, settings, http.transport(), sent, null, larger == null ? whole : larger);
                    if (larger != null && larger.hasTried()) {
                        call.repeats();
                    }
                    Flux<DataBuffer> result = request(http.transport().streams(), call, target, ownHeaders)
                            .exchangeToFlux(response -> {
                                onHead.accept(response, call);
                                return response.body(BodyExtractors.toDataBuffers());
                            })
                            .onErrorMap(failure -> streamFailure(failure, call))
                            .doOnCancel(call::abandon)
                            .doFinally(call::ended);
                    Duration limit = call.settings.callTimeout();
                    Flux<DataBuffer> inTime =
                            limit == null || !limited ? result : within(limit, result, () -> outOfTime(call, limit));
                    if (larger != null) {
                        return larger.counted(inTime);
                    }
                    return whole == null ? inTime : whole.over(inTime);
                })
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .checkpoint(operation.name());
    }

    /** An error of its companion would make {@code takeUntilOther} signal it and leave the source running. */
    private <T> Flux<T> within(Duration limit, Flux<T> source, Supplier<? extends Throwable> late) {
        return Flux.defer(() -> {
            AtomicBoolean over = new AtomicBoolean();
            return source.takeUntilOther(
                            Mono.delay(limit, http.transport().scheduler()).doOnNext(end -> over.set(true)))
                    .concatWith(Mono.defer(() -> over.get() ? Mono.error(late.get()) : Mono.empty()));
        });
    }

    /** Where a request goes: what may be seen of it, and what may not. */
    private record Target(URI url, String secretQuery) {}

    private WebClient.RequestHeadersSpec<?> request(
            WebClient client, CallState call, Target target, Map<String, String> ownHeaders) {
        WebClient.RequestBodySpec request = client.method(operation.method())
                .uri(target.url())
                .attribute(CallRequest.URI_TEMPLATE, operation.path())
                .attribute(CallState.ATTRIBUTE, call)
                .headers(all -> {
                    if (!all.containsHeader(HttpHeaders.ACCEPT)) {
                        all.set(HttpHeaders.ACCEPT, accept());
                    }
                    if (call.decoder == null) {
                        all.set(HttpHeaders.ACCEPT_ENCODING, "identity");
                    }
                    ownHeaders.forEach(all::set);
                })
                .httpRequest(outgoing -> {
                    call.writing(outgoing);
                    if (!target.secretQuery().isEmpty()) {
                        Wire.appendQuery(outgoing, target.secretQuery());
                    }
                });
        RequestBody content = call.body;
        if (content == null) {
            return request;
        }
        CallObservation observation = content.isStreamed() ? call.observation() : null;
        return request.body(
                (outgoing, context) -> content.write(observation == null ? outgoing : observation.counting(outgoing)));
    }

    private String accept() {
        return switch (operation.shape()) {
            case BYTES -> MediaType.ALL_VALUE;
            case TEXT -> "text/plain, */*;q=0.8";
            default -> MediaType.APPLICATION_JSON_VALUE;
        };
    }

    private static Mono<ClientResponse> decoded(ClientResponse response, CallState call) {
        if (call.isDecoded(response)) {
            return Mono.just(response);
        }
        // A filter of the caller's has put another answer in the place of ours.
        return Bodies.read(response, call).map(bytes -> {
            call.decode(response, bytes);
            return response;
        });
    }

    private static HubException outOfTime(CallState call, Duration limit) {
        boolean sent = call.current().sent;
        HubTimeoutException late = new HubTimeoutException(Phase.CALL, limit, call.trace, sent);
        call.failed(late);
        return sent && !call.operation.isIdempotent() ? RetryFilter.outcomeUnknown(call, late) : late;
    }

    private static Throwable streamFailure(Throwable failure, CallState call) {
        Throwable known = Failures.of(failure, call);
        List<Attempt> tries = call.trace.attempts();
        boolean noted = !tries.isEmpty() && tries.get(tries.size() - 1).number() == call.current().number;
        if (!noted && known instanceof HubException) {
            call.failed(known);
        }
        return known;
    }

    private static boolean startsArray(byte[] bytes) {
        for (byte each : bytes) {
            if (each > ' ') {
                return each == '[';
            }
        }
        return false;
    }

    private <T> @Nullable T json(byte[] bytes, JavaType type, int status, HttpHeaders answered, CallTrace trace) {
        if (bytes.length == 0) {
            return null;
        }
        try {
            return HubJson.readLenient(bytes, type);
        } catch (JacksonException notTheContract) {
            throw unreadable(
                    "with a body that is not the expected JSON: " + notTheContract.getOriginalMessage(),
                    bytes,
                    status,
                    answered,
                    trace);
        }
    }

    private HubDecodingException unreadable(
            String how, byte[] bytes, int status, HttpHeaders answered, CallTrace trace) {
        return new HubDecodingException(
                operation.name() + ": the Hub answered " + status + " " + how,
                null,
                trace,
                status,
                new String(bytes, 0, Math.min(bytes.length, EXCERPT), StandardCharsets.UTF_8),
                answered.getFirst(HttpHeaders.LOCATION));
    }

    private <T> T required(@Nullable T value, int status, HttpHeaders answered, CallTrace trace) {
        if (value == null) {
            throw unreadable("with an empty body", new byte[0], status, answered, trace);
        }
        return value;
    }
}
