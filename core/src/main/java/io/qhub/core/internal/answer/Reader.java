package io.qhub.core.internal.answer;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.json.HubJson;
import io.qhub.core.paging.Page;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/**
 * How the body of an answer is read. Stated once for each operation. Immutable.
 *
 * @param <T> what it is read as
 */
public abstract class Reader<T> {

    private static final int EXCERPT = 1024;

    private final String accept;

    private Reader(String accept) {
        this.accept = accept;
    }

    /** The value of the header {@code Accept}. */
    public final String accept() {
        return accept;
    }

    /** Whether the body is handed on as it comes, and so neither collected nor retried once its head arrived. */
    public boolean isStream() {
        return false;
    }

    /** Whether an empty body is an answer too. */
    public boolean mayBeEmpty() {
        return false;
    }

    /**
     * Reads a whole body.
     *
     * @return null for nothing, where that is an answer
     * @throws HubDecodingException if the body is not what it should be
     */
    public abstract @Nullable T read(byte[] body, int status, HttpHeaders headers, CallTrace trace);

    /** What {@link #read} gave, with its type again after its way through filters that know no types. */
    public abstract T cast(Object value);

    /** One JSON value. */
    public static <T> Reader<T> json(Class<T> type) {
        return new Json<>(type, false, value -> null);
    }

    /**
     * One JSON value that has what matters.
     *
     * @param missing names the member that the value lacks, or null where it has all that it needs
     */
    public static <T> Reader<T> json(Class<T> type, Function<T, @Nullable String> missing) {
        return new Json<>(type, false, missing);
    }

    /** One JSON value, or nothing where the body is empty. */
    public static <T> Reader<T> maybe(Class<T> type) {
        return new Json<>(type, true, value -> null);
    }

    /**
     * Any JSON value, null included, that makes a value of this type.
     *
     * @param of makes it
     */
    public static <T> Reader<T> any(Class<T> type, Function<JsonNode, T> of) {
        return new Tree<>(type, of);
    }

    /** A JSON array; an empty body and null have no elements, and elements that are null are left out. */
    public static <E> Reader<List<E>> list(Class<E> element) {
        return new ListReader<>(element);
    }

    /** A page; a bare array is a single, last page. */
    public static <E> Reader<Page<E>> page(Class<E> element) {
        return new PageReader<>(element);
    }

    /** Text in the charset that the answer names, else UTF-8. */
    public static Reader<String> text() {
        return new Reader<>("text/plain, */*;q=0.8") {
            @Override
            public String read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
                return new String(body, Bodies.charset(headers));
            }

            @Override
            public String cast(Object value) {
                return (String) value;
            }
        };
    }

    /** Bytes in memory; nothing where the body is empty. */
    public static Reader<byte[]> bytes() {
        return new Reader<>(MediaType.ALL_VALUE) {
            @Override
            public boolean mayBeEmpty() {
                return true;
            }

            @Override
            public byte @Nullable [] read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
                return body.length == 0 ? null : body;
            }

            @Override
            public byte[] cast(Object value) {
                return (byte[]) value;
            }
        };
    }

    /** Nothing; what the body holds is dropped. */
    public static Reader<Void> nothing() {
        return new Reader<>(MediaType.APPLICATION_JSON_VALUE) {
            @Override
            public boolean mayBeEmpty() {
                return true;
            }

            @Override
            public @Nullable Void read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
                return null;
            }

            @Override
            public Void cast(Object value) {
                return Void.class.cast(value);
            }
        };
    }

    /** The headers of the answer. */
    public static Reader<HttpHeaders> headers() {
        return new Reader<>(MediaType.ALL_VALUE) {
            @Override
            public HttpHeaders read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
                return HttpHeaders.readOnlyHttpHeaders(headers);
            }

            @Override
            public HttpHeaders cast(Object value) {
                return (HttpHeaders) value;
            }
        };
    }

    /** The body as it comes. */
    public static Reader<DataBuffer> stream() {
        return new Reader<>(MediaType.ALL_VALUE) {
            @Override
            public boolean isStream() {
                return true;
            }

            @Override
            public DataBuffer read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
                throw new IllegalStateException(trace.operation() + ": a stream is not collected");
            }

            @Override
            public DataBuffer cast(Object value) {
                return (DataBuffer) value;
            }
        };
    }

    private static <T> @Nullable T parse(JavaType type, byte[] body, int status, HttpHeaders headers, CallTrace trace) {
        if (body.length == 0) {
            return null;
        }
        try {
            return HubJson.readLenient(body, type);
        } catch (JacksonException notTheContract) {
            throw unreadable(
                    "with a body that is not the expected JSON: " + notTheContract.getOriginalMessage(),
                    body,
                    status,
                    headers,
                    trace);
        }
    }

    private static HubDecodingException unreadable(
            String how, byte[] body, int status, HttpHeaders headers, CallTrace trace) {
        return new HubDecodingException(
                trace.operation() + ": the Hub answered " + status + " " + how,
                null,
                trace,
                status,
                new String(body, 0, Math.min(body.length, EXCERPT), StandardCharsets.UTF_8),
                headers.getFirst(HttpHeaders.LOCATION));
    }

    private static HubDecodingException empty(int status, HttpHeaders headers, CallTrace trace) {
        return unreadable("with an empty body", new byte[0], status, headers, trace);
    }

    private static final class Json<T> extends Reader<T> {

        private final Class<T> type;
        private final JavaType target;
        private final boolean maybe;
        private final Function<T, @Nullable String> missing;

        private Json(Class<T> type, boolean maybe, Function<T, @Nullable String> missing) {
            super(MediaType.APPLICATION_JSON_VALUE);
            this.type = type;
            this.target = HubJson.type(type);
            this.maybe = maybe;
            this.missing = missing;
        }

        @Override
        public boolean mayBeEmpty() {
            return maybe;
        }

        @Override
        public @Nullable T read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
            T value = parse(target, body, status, headers, trace);
            if (value == null) {
                if (maybe) {
                    return null;
                }
                throw empty(status, headers, trace);
            }
            String lacking = missing.apply(value);
            if (lacking != null) {
                throw unreadable("without the member '" + lacking + "'", body, status, headers, trace);
            }
            return value;
        }

        @Override
        public T cast(Object value) {
            return type.cast(value);
        }
    }

    private static final class Tree<T> extends Reader<T> {

        private static final JavaType TARGET = HubJson.type(JsonNode.class);

        private final Class<T> type;
        private final Function<JsonNode, T> of;

        private Tree(Class<T> type, Function<JsonNode, T> of) {
            super(MediaType.APPLICATION_JSON_VALUE);
            this.type = type;
            this.of = of;
        }

        @Override
        public T read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
            JsonNode json = parse(TARGET, body, status, headers, trace);
            if (json == null) {
                throw empty(status, headers, trace);
            }
            return of.apply(json);
        }

        @Override
        public T cast(Object value) {
            return type.cast(value);
        }
    }

    private static final class ListReader<E> extends Reader<List<E>> {

        private final Class<E> element;
        private final JavaType target;

        private ListReader(Class<E> element) {
            super(MediaType.APPLICATION_JSON_VALUE);
            this.element = element;
            this.target = HubJson.listOf(element);
        }

        @Override
        public List<E> read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
            List<E> all = parse(target, body, status, headers, trace);
            return all == null
                    ? List.of()
                    : all.stream().filter(Objects::nonNull).toList();
        }

        @Override
        public List<E> cast(Object value) {
            return ((List<?>) value).stream().map(element::cast).toList();
        }
    }

    private static final class PageReader<E> extends Reader<Page<E>> {

        private final Class<E> element;
        private final JavaType page;
        private final JavaType list;

        private PageReader(Class<E> element) {
            super(MediaType.APPLICATION_JSON_VALUE);
            this.element = element;
            this.page = HubJson.mapper().getTypeFactory().constructParametricType(Page.class, element);
            this.list = HubJson.listOf(element);
        }

        @Override
        public Page<E> read(byte[] body, int status, HttpHeaders headers, CallTrace trace) {
            if (startsArray(body)) {
                List<E> all = parse(list, body, status, headers, trace);
                return Page.ofAll(all == null ? List.of() : all);
            }
            Page<E> read = parse(page, body, status, headers, trace);
            if (read == null) {
                throw empty(status, headers, trace);
            }
            return read;
        }

        @Override
        public Page<E> cast(Object value) {
            return ((Page<?>) value).as(element);
        }

        private static boolean startsArray(byte[] body) {
            for (byte each : body) {
                if (each > ' ') {
                    return each == '[';
                }
            }
            return false;
        }
    }
}
