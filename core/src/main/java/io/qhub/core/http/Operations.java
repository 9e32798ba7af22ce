package io.qhub.core.http;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.http.HttpMethod;

/**
 * The operations of one namespace. Each constant is made here and so registers itself, in the order of its declaration:
 *
 * <pre>{@code
 * static final Operations JOBS = Operations.of("quantum.jobs");
 * static final Operation<Job> GET_JOB = JOBS.get("getJob", "/jobs/{id}").answers(Job.class);
 * }</pre>
 */
public final class Operations {

    private final String namespace;
    private final List<Operation<?>> all = new CopyOnWriteArrayList<>();

    private Operations(String namespace) {
        this.namespace = Objects.requireNonNull(namespace, "namespace");
    }

    /** An empty group; the names of its operations begin with {@code namespace} and a dot. */
    public static Operations of(String namespace) {
        return new Operations(namespace);
    }

    /** Such as {@code quantum.jobs}. */
    public String namespace() {
        return namespace;
    }

    /** The operations in the order of their declaration; an unmodifiable copy. */
    public List<Operation<?>> all() {
        return List.copyOf(all);
    }

    /** A GET, which is idempotent. */
    public Operation.Draft get(String name, String path) {
        return draft(name, HttpMethod.GET, path, true);
    }

    /** A HEAD, which is idempotent. */
    public Operation.Draft head(String name, String path) {
        return draft(name, HttpMethod.HEAD, path, true);
    }

    /** A PUT, which is idempotent unless the draft says otherwise. */
    public Operation.Draft put(String name, String path) {
        return draft(name, HttpMethod.PUT, path, true);
    }

    /** A DELETE, which is idempotent. */
    public Operation.Draft delete(String name, String path) {
        return draft(name, HttpMethod.DELETE, path, true);
    }

    /** A POST, which is not idempotent unless the draft says otherwise. */
    public Operation.Draft post(String name, String path) {
        return draft(name, HttpMethod.POST, path, false);
    }

    /** A PATCH, which is not idempotent. */
    public Operation.Draft patch(String name, String path) {
        return draft(name, HttpMethod.PATCH, path, false);
    }

    private Operation.Draft draft(String name, HttpMethod method, String path, boolean idempotent) {
        return new Operation.Draft(this, namespace + "." + name, method, path, idempotent);
    }

    void add(Operation<?> operation) {
        if (all.stream().anyMatch(other -> other.name().equals(operation.name()))) {
            throw new IllegalArgumentException("operation: '" + operation.name() + "' is there already");
        }
        all.add(operation);
    }
}
