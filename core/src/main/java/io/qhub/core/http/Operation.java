package io.qhub.core.http;

import io.qhub.core.internal.answer.Reader;
import io.qhub.core.internal.call.Endpoint;
import io.qhub.core.paging.Page;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/**
 * One endpoint as data: what the transport, the metrics, the error messages and the contract tests need to know of it,
 * and how its answer is read. Made by {@link Operations}. Immutable.
 *
 * @param <T> what its answer is read as
 */
public final class Operation<T> {

    /** What the answer's body is. */
    public enum Shape {
        /** One JSON value. */
        OBJECT,
        /** A JSON array. */
        ARRAY,
        /** A page of a listing, or a bare array. */
        PAGE,
        /** Bytes of any length, streamed. */
        STREAM,
        /** Bytes in memory. */
        BYTES,
        /** Text. */
        TEXT,
        /** Headers only. */
        HEADERS,
        /** Nothing. */
        NONE
    }

    private final Endpoint endpoint;
    private final Reader<T> reader;
    private final Shape shape;
    private final @Nullable Class<?> answer;
    private final Evidence evidence;
    private final String contractName;
    private final Set<String> query;
    private final Set<String> requiredQuery;
    private final Set<String> headers;
    private final Set<String> parts;
    private final @Nullable Class<?> body;
    private final @Nullable MediaType textBody;

    private Operation(Draft draft, Shape shape, @Nullable Class<?> answer, Reader<T> reader) {
        this.endpoint = new Endpoint(
                draft.name, draft.method, draft.path, draft.idempotent, draft.organizationScoped, doubt(draft));
        this.evidence = draft.evidence;
        this.reader = reader;
        this.shape = shape;
        this.answer = answer;
        this.contractName = draft.contractName != null ? draft.contractName : snakeCase(draft.name);
        this.query = Collections.unmodifiableSet(new LinkedHashSet<>(draft.query));
        this.requiredQuery = Collections.unmodifiableSet(new LinkedHashSet<>(draft.requiredQuery));
        this.headers = draft.headers;
        this.parts = draft.parts;
        this.body = draft.body;
        this.textBody = draft.textBody;
    }

    private Operation(Operation<?> other, Set<String> query, Shape shape, @Nullable Class<?> answer, Reader<T> reader) {
        this.endpoint = other.endpoint;
        this.reader = reader;
        this.shape = shape;
        this.answer = answer;
        this.evidence = other.evidence;
        this.contractName = other.contractName;
        this.query = Collections.unmodifiableSet(query);
        this.requiredQuery = other.requiredQuery;
        this.headers = other.headers;
        this.parts = other.parts;
        this.body = other.body;
        this.textBody = other.textBody;
    }

    /** The same operation with more query parameters that may be given. It is not registered anew. */
    public Operation<T> alsoQuery(String... names) {
        Set<String> more = new LinkedHashSet<>(query);
        more.addAll(Arrays.asList(names));
        return new Operation<>(this, more, shape, answer, reader);
    }

    /** The same operation with its answer read as text. It is not registered anew. */
    public Operation<String> asText() {
        return new Operation<>(this, query, Shape.TEXT, String.class, Reader.text());
    }

    /** The same operation with its answer streamed. It is not registered anew. */
    public Operation<DataBuffer> asStream() {
        return new Operation<>(this, query, Shape.STREAM, null, Reader.stream());
    }

    private static String doubt(Draft draft) {
        if (draft.evidence == Evidence.VERIFIED) {
            return "";
        }
        return "The path of this operation is " + draft.evidence.name().toLowerCase(Locale.ROOT)
                + ", not verified; if the Hub serves it elsewhere, set it with builder.path(\"" + draft.name + "\", \""
                + draft.path + "\"), or take all paths from the Hub's own contract with builder.paths(overrides), where"
                + " Contract.discover(..) yields the overrides";
    }

    private static String snakeCase(String name) {
        return name.substring(name.lastIndexOf('.') + 1)
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /** Such as {@code quantum.jobs.getJob}: API, namespace, operation. */
    public String name() {
        return endpoint.name();
    }

    /** The name in the Hub's own contract, such as {@code get_job}. */
    public String contractName() {
        return contractName;
    }

    /** The HTTP method of the request. */
    public HttpMethod method() {
        return endpoint.method();
    }

    /** The URI template below the base URL, such as {@code /jobs/{id}}. */
    public String path() {
        return endpoint.path();
    }

    /** The names of the template's variables, in order. That of a template which ends in {@code /**} is {@code path}. */
    public List<String> variables() {
        return endpoint.template().variables();
    }

    /** Whether it may be repeated when its outcome is unknown. */
    public boolean isIdempotent() {
        return endpoint.idempotent();
    }

    /** Whether it carries {@code X-OrganizationId}. */
    public boolean isOrganizationScoped() {
        return endpoint.organizationScoped();
    }

    /** Whether the answer is streamed, and so never buffered nor retried once its head arrived. */
    public boolean isStream() {
        return reader.isStream();
    }

    /** Whether an empty body is a right answer that means nothing, or nothing yet. */
    public boolean mayBeEmpty() {
        return reader.mayBeEmpty();
    }

    /** How well it is known that the Hub has this endpoint. */
    public Evidence evidence() {
        return evidence;
    }

    /** The names of its query parameters, those that are required among them. */
    public Set<String> query() {
        return query;
    }

    /** The names of the query parameters that must be given. */
    public Set<String> requiredQuery() {
        return requiredQuery;
    }

    /** The names of its own request headers. */
    public Set<String> headers() {
        return headers;
    }

    /** The names of the file parts of its {@code multipart/form-data} body; empty where the body is none. */
    public Set<String> parts() {
        return parts;
    }

    /** The type of the request's JSON body, or null. */
    public @Nullable Class<?> body() {
        return body;
    }

    /** The media type of a request body that is text, or null. */
    public @Nullable MediaType textBody() {
        return textBody;
    }

    /** The type of the answer, or of its elements; null for bytes, headers and nothing. */
    public @Nullable Class<?> answer() {
        return answer;
    }

    /** The shape of the answer. */
    public Shape shape() {
        return shape;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Reader<T> reader() {
        return reader;
    }

    /** {@code quantum.jobs.getJob (GET /jobs/{id})}. */
    @Override
    public String toString() {
        return endpoint.toString();
    }

    /** An operation in the making; how its answer is read completes and registers it. Not thread-safe. */
    public static final class Draft {

        private final Operations group;
        private final String name;
        private final HttpMethod method;
        private final String path;
        private boolean idempotent;
        private boolean organizationScoped = true;
        private Evidence evidence = Evidence.VERIFIED;
        private @Nullable String contractName;
        private final Set<String> query = new LinkedHashSet<>();
        private final Set<String> requiredQuery = new LinkedHashSet<>();
        private Set<String> headers = Set.of();
        private Set<String> parts = Set.of();
        private @Nullable Class<?> body;
        private @Nullable MediaType textBody;

        Draft(Operations group, String name, HttpMethod method, String path, boolean idempotent) {
            if (!path.isEmpty() && !path.startsWith("/")) {
                throw new IllegalArgumentException("path: '" + path + "' does not start with /");
            }
            this.group = group;
            this.name = name;
            this.method = method;
            this.path = path;
            this.idempotent = idempotent;
        }

        /** The query parameters that may be given, by their names on the wire. */
        public Draft query(String... names) {
            query.addAll(Arrays.asList(names));
            return this;
        }

        /** The query parameters that must be given. */
        public Draft requiredQuery(String... names) {
            query.addAll(Arrays.asList(names));
            requiredQuery.addAll(Arrays.asList(names));
            return this;
        }

        /** The request headers of its own that the operation knows. */
        public Draft headers(String... names) {
            headers = set(names);
            return this;
        }

        /** The file parts of the request's body, which is {@code multipart/form-data} then. */
        public Draft parts(String... names) {
            parts = set(names);
            return this;
        }

        /** What the request's JSON body is made of. */
        public Draft body(Class<?> type) {
            body = Objects.requireNonNull(type, "type");
            return this;
        }

        /** The request's body is text of this type. */
        public Draft textBody(MediaType type) {
            textBody = Objects.requireNonNull(type, "type");
            return this;
        }

        /** Sending it twice does what sending it once does: for POSTs that only issue tokens or look something up. */
        public Draft idempotent() {
            idempotent = true;
            return this;
        }

        /** Sending it twice does more than sending it once, whatever its method says. */
        public Draft notIdempotent() {
            idempotent = false;
            return this;
        }

        /** Takes no {@code X-OrganizationId}. */
        public Draft unscoped() {
            organizationScoped = false;
            return this;
        }

        /** The path was reasoned, not seen. */
        public Draft inferred() {
            evidence = Evidence.INFERRED;
            return this;
        }

        /** The path is this project's own design. */
        public Draft designed() {
            evidence = Evidence.DESIGNED;
            return this;
        }

        /** The name in the Hub's own contract, where it is not the operation's in snake_case. */
        public Draft contractName(String theirs) {
            contractName = Objects.requireNonNull(theirs, "theirs");
            return this;
        }

        /** One JSON value; an empty answer cannot be read. */
        public <T> Operation<T> answers(Class<T> type) {
            return registered(Shape.OBJECT, type, Reader.json(type));
        }

        /**
         * One JSON value that has what matters.
         *
         * @param missing names the member that the value lacks, or null where it has all that it needs; a value that
         *     lacks something counts as an answer that cannot be read
         */
        public <T> Operation<T> answers(Class<T> type, Function<T, @Nullable String> missing) {
            return registered(Shape.OBJECT, type, Reader.json(type, missing));
        }

        /**
         * Any JSON value, null included; an empty answer cannot be read.
         *
         * @param reading makes a value of this type from it
         */
        public <T> Operation<T> answersAny(Class<T> type, Function<JsonNode, T> reading) {
            return registered(Shape.OBJECT, type, Reader.any(type, reading));
        }

        /** One JSON value, or nothing where the body is empty. */
        public <T> Operation<T> answersMaybe(Class<T> type) {
            return registered(Shape.OBJECT, type, Reader.maybe(type));
        }

        /** A page of these, or a bare array, which is a single, last page. */
        public <E> Operation<Page<E>> answersPage(Class<E> element) {
            return registered(Shape.PAGE, element, Reader.page(element));
        }

        /** A JSON array of these, which a Hub may serve in pages. */
        public <E> Operation<Page<E>> answersListOrPage(Class<E> element) {
            return registered(Shape.ARRAY, element, Reader.page(element));
        }

        /** A JSON array of these, without the nulls in it; an empty or null answer has none. */
        public <E> Operation<List<E>> answersList(Class<E> element) {
            return registered(Shape.ARRAY, element, Reader.list(element));
        }

        /** Text, in the charset that the answer names, else UTF-8. */
        public Operation<String> answersText() {
            return registered(Shape.TEXT, String.class, Reader.text());
        }

        /** Bytes in memory, up to the client's limit; nothing where the body is empty. */
        public Operation<byte[]> answersBytes() {
            return registered(Shape.BYTES, null, Reader.bytes());
        }

        /** Headers; the body is dropped. */
        public Operation<HttpHeaders> answersHeaders() {
            return registered(Shape.HEADERS, null, Reader.headers());
        }

        /** Nothing; what a body holds is dropped. */
        public Operation<Void> answersNothing() {
            return registered(Shape.NONE, null, Reader.nothing());
        }

        /** Bytes of any length, streamed. */
        public Operation<DataBuffer> streams() {
            return registered(Shape.STREAM, null, Reader.stream());
        }

        private <T> Operation<T> registered(Shape shape, @Nullable Class<?> answer, Reader<T> reader) {
            Operation<T> operation = new Operation<>(this, shape, answer, reader);
            group.add(operation);
            return operation;
        }

        private static Set<String> set(String... names) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(names)));
        }
    }
}
