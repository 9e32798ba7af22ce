package io.qhub.core.http;

import java.util.function.Function;
import org.springframework.http.HttpMethod;

/**
 * An operation whose answer may be read in any way, for tests of what is the same for all of them. Immutable.
 *
 * @param change what is added to the draft
 */
record TestOperation(HttpMethod method, String name, String path, Function<Operation.Draft, Operation.Draft> change) {

    private static TestOperation of(HttpMethod method, String name, String path) {
        return new TestOperation(method, name, path, draft -> draft);
    }

    static TestOperation get(String name, String path) {
        return of(HttpMethod.GET, name, path);
    }

    static TestOperation put(String name, String path) {
        return of(HttpMethod.PUT, name, path);
    }

    static TestOperation delete(String name, String path) {
        return of(HttpMethod.DELETE, name, path);
    }

    static TestOperation post(String name, String path) {
        return of(HttpMethod.POST, name, path);
    }

    static TestOperation patch(String name, String path) {
        return of(HttpMethod.PATCH, name, path);
    }

    private TestOperation and(Function<Operation.Draft, Operation.Draft> more) {
        return new TestOperation(method, name, path, change.andThen(more));
    }

    TestOperation query(String... names) {
        return and(draft -> draft.query(names));
    }

    TestOperation headers(String... names) {
        return and(draft -> draft.headers(names));
    }

    TestOperation parts(String... names) {
        return and(draft -> draft.parts(names));
    }

    TestOperation body(Class<?> type) {
        return and(draft -> draft.body(type));
    }

    TestOperation asIdempotent() {
        return and(Operation.Draft::idempotent);
    }

    TestOperation unscoped() {
        return and(Operation.Draft::unscoped);
    }

    TestOperation inferred() {
        return and(Operation.Draft::inferred);
    }

    TestOperation designed() {
        return and(Operation.Draft::designed);
    }

    Evidence evidence() {
        return draft().answersNothing().evidence();
    }

    boolean isIdempotent() {
        return draft().answersNothing().isIdempotent();
    }

    /** A draft in a group of its own. */
    Operation.Draft draft() {
        int dot = name.lastIndexOf('.');
        Operations group = Operations.of(name.substring(0, dot));
        String last = name.substring(dot + 1);
        Operation.Draft draft;
        if (method == HttpMethod.GET) {
            draft = group.get(last, path);
        } else if (method == HttpMethod.PUT) {
            draft = group.put(last, path);
        } else if (method == HttpMethod.DELETE) {
            draft = group.delete(last, path);
        } else if (method == HttpMethod.POST) {
            draft = group.post(last, path);
        } else {
            draft = group.patch(last, path);
        }
        return change.apply(draft);
    }

    @Override
    public String toString() {
        return name + " (" + method + " " + path + ")";
    }
}
