package io.qhub.core.http;

import io.qhub.core.HubContext;
import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.internal.answer.Reply;
import io.qhub.core.internal.body.MultipartBody;
import io.qhub.core.internal.body.RequestBody;
import io.qhub.core.internal.body.StreamedBody;
import io.qhub.core.internal.call.Attempt;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.call.CallObservation;
import io.qhub.core.internal.call.CallResult;
import io.qhub.core.internal.call.Settings;
import io.qhub.core.internal.file.DownloadHead;
import io.qhub.core.internal.file.FileDownload;
import io.qhub.core.internal.file.Resume;
import io.qhub.core.internal.step.Failures;
import io.qhub.core.internal.step.RetryFilter;
import io.qhub.core.json.HubJson;
import io.qhub.core.observation.HubObservationContext.Kind;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.core.polling.Answer;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * One call in the making: add query, headers and body, then {@link #send} it, or take its {@link #stream}. The
 * publishers are cold; each subscription sends the request anew. Not thread-safe while it is being made.
 *
 * <p>All publishers signal {@link HubException}s: {@link io.qhub.core.error.HubApiException} where the Hub answers with
 * an error, {@link io.qhub.core.error.HubTransportException} where the exchange fails,
 * {@link io.qhub.core.error.SubmissionOutcomeUnknownException} where a request that is not idempotent was sent and its
 * outcome is not known, {@link io.qhub.core.error.HubDecodingException} where a success cannot be read, and
 * {@link io.qhub.core.error.CredentialUnavailableException} where there is no token.
 *
 * @param <T> what the answer is read as
 */
public final class HubCall<T> {

    private final HubHttp http;
    private final Operation<T> operation;
    private final StringBuilder url;
    private final Set<String> given = new LinkedHashSet<>();
    private boolean hasQuery;
    private String secretQuery = "";
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, MultipartBody.Part> parts = new LinkedHashMap<>();
    private @Nullable Supplier<RequestBody> body;

    HubCall(HubHttp http, Operation<T> operation, String url) {
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
    public HubCall<T> query(String name, @Nullable Object value) {
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
        given.add(name);
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
    public HubCall<T> secretQuery(String name, @Nullable String value) {
        requireQuery(name);
        if (value != null) {
            given.add(name);
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
    public HubCall<T> query(PageQuery page) {
        query("page", page.page()).query("size", page.size());
        return query("sort", page.sort().stream().map(Sort::toString).toList());
    }

    /**
     * Adds a request header that the operation knows.
     *
     * @param value null leaves it out
     */
    public HubCall<T> header(String name, @Nullable String value) {
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
    public HubCall<T> body(Object json) {
        Objects.requireNonNull(json, "json");
        return body(() -> RequestBody.json(HubJson.write(json)));
    }

    /**
     * Sends text in the charset of its type, else in UTF-8, which the type then says.
     *
     * @param type such as {@code text/plain}
     */
    public HubCall<T> body(String text, MediaType type) {
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
    public HubCall<T> body(Uploads.Source content) {
        Objects.requireNonNull(content, "content");
        return body(() -> new StreamedBody(content));
    }

    private HubCall<T> body(Supplier<RequestBody> made) {
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
    public HubCall<T> part(String name, Uploads.@Nullable Source content) {
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

    /**
     * Sends the request and reads the answer.
     *
     * @return what the answer says; empty where the operation allows it to say nothing
     * @throws IllegalArgumentException if the operation streams, or a query parameter that it needs is missing
     */
    public Mono<T> send() {
        return buffered(this::value);
    }

    /** As {@link #send}, with status and headers; empty where the answer says nothing. */
    public Mono<Answer<T>> answer() {
        return buffered(reply -> {
            T value = value(reply);
            return value == null ? null : new Answer<>(value, reply.statusCode().value(), reply.asHttpHeaders());
        });
    }

    /** As {@link #answer}, for answers that may say nothing yet: always one value, with an empty body then. */
    public Mono<Answer<Optional<T>>> maybeAnswer() {
        return buffered(reply -> new Answer<>(
                Optional.ofNullable(value(reply)), reply.statusCode().value(), reply.asHttpHeaders()));
    }

    private @Nullable T value(Reply reply) {
        Object value = reply.value();
        return value == null ? null : operation.reader().cast(value);
    }

    /**
     * The answer's body as it comes. The subscriber owns and releases each buffer; what is dropped on the way here by
     * error, cancel or a discarding operator is released by the client. Failures up to the answer's head are retried,
     * later ones are not. Backpressure reaches the socket.
     *
     * @throws IllegalArgumentException if the operation does not stream
     */
    public Flux<DataBuffer> stream() {
        Request request = request(true);
        return Flux.deferContextual(context -> {
                    CallObservation observation = observe(Kind.DOWNLOAD, context);
                    Call call = request.call(
                            http.settings(HubContext.from(context)),
                            observation,
                            new CallTrace(operation.name(), operation.isIdempotent()));
                    Flux<DataBuffer> body = body(request, call, Map.of(), head -> {});
                    Duration limit = call.settings().callTimeout();
                    Flux<DataBuffer> inTime = limit == null ? body : within(limit, body, () -> outOfTime(call, limit));
                    return observation == null ? inTime : observation.over(inTime);
                })
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .checkpoint(operation.name());
    }

    /**
     * The answer's body into a file, which appears whole at the end, or not at all. It grows in {@code
     * <target>.<random>.part} in the same directory, which is removed on error and on cancel. A download that is cut
     * resumes where it stopped if the server names a strong ETag, else it starts over, within bounds ({@link
     * DownloadOptions#maxAttempts}). {@code callTimeout} limits all of it. Signals {@link IllegalArgumentException} before
     * anything is sent if the target's directory does not exist or the target is a directory, and {@link
     * java.io.UncheckedIOException} if the disk fails, or the target is there and the options say not to replace it.
     *
     * @throws IllegalArgumentException if the operation does not stream, or the target has no file name
     */
    public Mono<DownloadedFile> toFile(Path target, DownloadOptions options) {
        Request request = request(true);
        Objects.requireNonNull(options, "options");
        return Mono.deferContextual(context -> {
            CallObservation observation = observe(Kind.DOWNLOAD, context);
            Settings settings = http.settings(HubContext.from(context));
            CallTrace trace = new CallTrace(operation.name(), operation.isIdempotent());
            Mono<DownloadedFile> download = FileDownload.toFile(
                    (resume, onHead) -> part(request, settings, observation, trace, resume)
                            .apply(response -> onHead.accept(head(response, trace))),
                    target,
                    options,
                    http.environment().scheduler(),
                    http.environment().random());
            Duration limit = settings.callTimeout();
            Mono<DownloadedFile> limited = limit == null
                    ? download
                    : download.timeout(
                            limit,
                            Mono.error(() -> new HubTimeoutException(Phase.CALL, limit, trace, true)),
                            http.environment().scheduler());
            return observation == null ? limited : observation.over(limited);
        });
    }

    /** One request for the content of a download, from where it is to go on. */
    private Function<Consumer<ClientResponse>, Flux<DataBuffer>> part(
            Request request,
            Settings settings,
            @Nullable CallObservation observation,
            CallTrace trace,
            @Nullable Resume resume) {
        Map<String, String> range = resume == null
                ? Map.of()
                : Map.of(HttpHeaders.RANGE, "bytes=" + resume.offset() + "-", HttpHeaders.IF_RANGE, resume.etag());
        return onHead -> Flux.defer(() -> {
                    Call call = request.call(settings, observation, trace);
                    if (observation != null && observation.hasTried()) {
                        call.repeats();
                    }
                    Flux<DataBuffer> body = body(request, call, range, onHead);
                    return observation == null ? body : observation.counted(body);
                })
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .checkpoint(operation.name());
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

    /** Null where nobody wants to hear of the call. */
    private @Nullable CallObservation observe(Kind kind, ContextView context) {
        return http.options().observations().isNoop()
                ? null
                : CallObservation.start(kind, operation.endpoint(), http.environment(), context);
    }

    private <R> Mono<R> buffered(Function<Reply, @Nullable R> take) {
        Request request = request(false);
        return Mono.<R>deferContextual(context -> {
                    Settings settings = http.settings(HubContext.from(context));
                    RequestBody sent = request.newBody();
                    CallObservation observation = observe(kind(sent), context);
                    Call call = request.call(
                            settings, sent, observation, new CallTrace(operation.name(), operation.isIdempotent()));
                    Mono<R> result = new CallResult<>(request.exchange(call, Map.of()), call, take);
                    Duration limit = settings.callTimeout();
                    Mono<R> limited = limit == null
                            ? result
                            : result.timeout(
                                    limit,
                                    Mono.error(() -> outOfTime(call, limit)),
                                    http.environment().scheduler());
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

    private static Flux<DataBuffer> body(
            HubCall<?>.Request request, Call call, Map<String, String> more, Consumer<ClientResponse> onHead) {
        return request.exchange(call, more)
                .flatMapMany(response -> {
                    onHead.accept(response);
                    return response.body(BodyExtractors.toDataBuffers());
                })
                .onErrorMap(failure -> streamFailure(failure, call))
                .doOnCancel(call::abandon)
                .doFinally(call::ended);
    }

    /** An error of its companion would make {@code takeUntilOther} signal it and leave the source running. */
    private <V> Flux<V> within(Duration limit, Flux<V> source, Supplier<? extends Throwable> late) {
        return Flux.defer(() -> {
            AtomicBoolean over = new AtomicBoolean();
            return source.takeUntilOther(
                            Mono.delay(limit, http.environment().scheduler()).doOnNext(end -> over.set(true)))
                    .concatWith(Mono.defer(() -> over.get() ? Mono.error(late.get()) : Mono.empty()));
        });
    }

    /** What has been put together, checked. */
    private Request request(boolean asStream) {
        if (operation.isStream() != asStream) {
            throw new IllegalArgumentException(
                    asStream
                            ? operation + " does not stream its answer: use send()"
                            : operation + " streams its answer: use stream() or toFile(..)");
        }
        for (String name : operation.requiredQuery()) {
            if (!given.contains(name)) {
                throw new IllegalArgumentException(operation + " needs the query parameter '" + name + "'");
            }
        }
        return new Request();
    }

    /** The request of all subscriptions; nothing that is added to the call later changes it. */
    private final class Request {

        private final URI target = URI.create(url.toString());
        private final String secret = secretQuery;
        private final Map<String, String> own = Map.copyOf(headers);
        private final @Nullable Supplier<RequestBody> content = body;

        private @Nullable RequestBody newBody() {
            return content == null ? null : content.get();
        }

        private Call call(Settings settings, @Nullable CallObservation observation, CallTrace trace) {
            return call(settings, newBody(), observation, trace);
        }

        private Call call(
                Settings settings, @Nullable RequestBody sent, @Nullable CallObservation observation, CallTrace trace) {
            return new Call(
                    operation.endpoint(),
                    settings,
                    http.environment(),
                    sent,
                    secret,
                    operation.reader(),
                    observation,
                    trace);
        }

        private Mono<ClientResponse> exchange(Call call, Map<String, String> more) {
            if (own.isEmpty() && more.isEmpty() && !operation.isStream()) {
                return http.road()
                        .exchange(
                                call,
                                target,
                                HttpHeaders.ACCEPT,
                                operation.reader().accept());
            }
            Map<String, String> all = new LinkedHashMap<>();
            all.put(HttpHeaders.ACCEPT, operation.reader().accept());
            if (operation.isStream()) {
                all.put(HttpHeaders.ACCEPT_ENCODING, "identity");
            }
            all.putAll(own);
            all.putAll(more);
            List<String> pairs = new ArrayList<>();
            all.forEach((name, value) -> pairs.addAll(List.of(name, value)));
            return http.road().exchange(call, target, pairs.toArray(String[]::new));
        }
    }

    private static HubException outOfTime(Call call, Duration limit) {
        Attempt last = call.current();
        HubTimeoutException late = new HubTimeoutException(Phase.CALL, limit, call.trace(), last.mayBeDone());
        call.failed(late);
        return last.mayBeDone() && !call.endpoint().idempotent() ? RetryFilter.outcomeUnknown(call, late) : late;
    }

    private static Throwable streamFailure(Throwable failure, Call call) {
        Throwable known = Failures.of(failure, call);
        if (!call.hasNotedFailure() && known instanceof HubException) {
            call.failed(known);
        }
        return known;
    }
}
