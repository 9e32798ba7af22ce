package io.qhub.core.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One endpoint as data: what the transport, the metrics, the error messages and the contract tests need to know of it.
 * Immutable; the methods that change something return a changed copy.
 */
public final class Operation {

    /** What the answer's body is. */
    public enum Shape {
        /** One JSON value. */
        OBJECT,
        /** A JSON array. */
        ARRAY,
        /** A page of a listing, or a bare array. */
        PAGE,
        /** Bytes of any length, streamed. */
        BYTES,
        /** Text. */
        TEXT,
        /** Nothing. */
        NONE
    }

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");

    private final String name;
    private final HttpMethod method;
    private final String path;
    private final PathTemplate template;
    private final boolean idempotent;
    private final boolean organizationScoped;
    private final Evidence evidence;
    private final Set<String> query;
    private final Set<String> headers;
    private final Set<String> parts;
    private final @Nullable Class<?> body;
    private final @Nullable Class<?> answer;
    private final Shape shape;
    private final String logPrefix;

    private Operation(Draft draft) {
        this.name = draft.name;
        this.method = draft.method;
        this.path = draft.path;
        this.template = new PathTemplate(draft.path);
        this.idempotent = draft.idempotent;
        this.organizationScoped = draft.organizationScoped;
        this.evidence = draft.evidence;
        this.query = draft.query;
        this.headers = draft.headers;
        this.parts = draft.parts;
        this.body = draft.body;
        this.answer = draft.answer;
        this.shape = draft.shape;
        this.logPrefix = "[" + draft.name + "] ";
    }

    private static Operation of(String name, HttpMethod method, String path, boolean idempotent) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: '" + path + "' does not start with /");
        }
        return new Operation(new Draft(name, method, path, idempotent));
    }

    private Operation with(Consumer<Draft> change) {
        Draft draft = new Draft(name, method, path, idempotent);
        draft.organizationScoped = organizationScoped;
        draft.evidence = evidence;
        draft.query = query;
        draft.headers = headers;
        draft.parts = parts;
        draft.body = body;
        draft.answer = answer;
        draft.shape = shape;
        change.accept(draft);
        return new Operation(draft);
    }

    /** Idempotent. */
    public static Operation get(String name, String path) {
        return of(name, HttpMethod.GET, path, true);
    }

    /** Idempotent. */
    public static Operation put(String name, String path) {
        return of(name, HttpMethod.PUT, path, true);
    }

    /** Idempotent. */
    public static Operation delete(String name, String path) {
        return of(name, HttpMethod.DELETE, path, true);
    }

    /** Not idempotent unless {@link #asIdempotent()} says so. */
    public static Operation post(String name, String path) {
        return of(name, HttpMethod.POST, path, false);
    }

    /** Not idempotent. */
    public static Operation patch(String name, String path) {
        return of(name, HttpMethod.PATCH, path, false);
    }

    /** The query parameters that the operation knows. */
    public Operation query(String... names) {
        return with(draft -> draft.query = set(names));
    }

    /** The request headers of its own that the operation knows. */
    public Operation headers(String... names) {
        return with(draft -> draft.headers = set(names));
    }

    /** The file parts of the request's body, which is {@code multipart/form-data} then. */
    public Operation parts(String... names) {
        return with(draft -> draft.parts = set(names));
    }

    /** What the request's JSON body is made of. */
    public Operation body(Class<?> type) {
        return with(draft -> draft.body = type);
    }

    /** The answer is one JSON value. */
    public Operation returns(Class<?> type) {
        return returns(Shape.OBJECT, type);
    }

    /** The answer is a JSON array of these. */
    public Operation returnsArray(Class<?> element) {
        return returns(Shape.ARRAY, element);
    }

    /** The answer is a page of these, or a bare array. */
    public Operation returnsPage(Class<?> element) {
        return returns(Shape.PAGE, element);
    }

    /** The answer is bytes, streamed. */
    public Operation returnsBytes() {
        return returns(Shape.BYTES, null);
    }

    /** The answer is text. */
    public Operation returnsText() {
        return returns(Shape.TEXT, String.class);
    }

    private Operation returns(Shape shape, @Nullable Class<?> type) {
        return with(draft -> {
            draft.shape = shape;
            draft.answer = type;
        });
    }

    /** Sending it twice does what sending it once does: for POSTs that only issue tokens or grants. */
    public Operation asIdempotent() {
        return with(draft -> draft.idempotent = true);
    }

    /** Takes no {@code X-OrganizationId}. */
    public Operation unscoped() {
        return with(draft -> draft.organizationScoped = false);
    }

    /** The path was reasoned, not seen. */
    public Operation inferred() {
        return with(draft -> draft.evidence = Evidence.INFERRED);
    }

    /** The path is this project's own design. */
    public Operation designed() {
        return with(draft -> draft.evidence = Evidence.DESIGNED);
    }

    /** Such as {@code quantum.jobs.getJob}: API, namespace, operation. */
    public String name() {
        return name;
    }

    /** The HTTP method of the request. */
    public HttpMethod method() {
        return method;
    }

    /** The URI template below the base URL, such as {@code /jobs/{id}}. */
    public String path() {
        return path;
    }

    /** The names of the template's variables, in order. */
    public List<String> variables() {
        return template.variables();
    }

    PathTemplate template() {
        return template;
    }

    /** What Spring's log lines about its requests begin with. */
    String logPrefix() {
        return logPrefix;
    }

    /** Whether it may be repeated when its outcome is unknown. */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** Whether it carries {@code X-OrganizationId}. */
    public boolean isOrganizationScoped() {
        return organizationScoped;
    }

    /** Whether the answer is streamed, and so never buffered nor retried once its head arrived. */
    public boolean isStream() {
        return shape == Shape.BYTES;
    }

    /** How well it is known that the Hub has this endpoint. */
    public Evidence evidence() {
        return evidence;
    }

    /** The names of its query parameters. */
    public Set<String> query() {
        return query;
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

    /** The type of the answer, or of its elements; null for bytes and nothing. */
    public @Nullable Class<?> answer() {
        return answer;
    }

    /** The shape of the answer, which decides how its body is read. */
    public Shape shape() {
        return shape;
    }

    /** {@code quantum.jobs.getJob (GET /jobs/{id})}. */
    @Override
    public String toString() {
        return name + " (" + method + " " + path + ")";
    }

    static List<String> variables(String template) {
        List<String> names = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return List.copyOf(names);
    }

    private static final class Draft {

        private final String name;
        private final HttpMethod method;
        private final String path;
        private boolean idempotent;
        private boolean organizationScoped = true;
        private Evidence evidence = Evidence.VERIFIED;
        private Set<String> query = Set.of();
        private Set<String> headers = Set.of();
        private Set<String> parts = Set.of();
        private @Nullable Class<?> body;
        private @Nullable Class<?> answer;
        private Shape shape = Shape.NONE;

        private Draft(String name, HttpMethod method, String path, boolean idempotent) {
            this.name = Objects.requireNonNull(name, "name");
            this.method = method;
            this.path = Objects.requireNonNull(path, "path");
            this.idempotent = idempotent;
        }
    }

    private static Set<String> set(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(names)));
    }
}
