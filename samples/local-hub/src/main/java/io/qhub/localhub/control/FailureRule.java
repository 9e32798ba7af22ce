package io.qhub.localhub.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, on which requests, how often. Immutable: each method returns a new rule. For example
 *
 * <pre>{@code
 * hub.fail(FailureRule.on("POST", "/jobs").times(1).status(503).header("Retry-After", "1"));
 * hub.fail(FailureRule.on("GET", "/jobs/*").probability(0.05).resetBefore());
 * }</pre>
 *
 * Of several rules that match a request, the first one added that still applies decides.
 */
public final class FailureRule {

    /**
     * The request that a rule looks at.
     *
     * @param method the HTTP method
     * @param path the decoded path below the base path of the API, for example {@code /jobs/42}
     * @param route the path's template, for example {@code /jobs/{id}}; the path itself if there is no such operation
     * @param organization the value of {@code X-OrganizationId}, if any
     */
    public record Request(
            String method,
            String path,
            String route,
            @Nullable String organization) {}

    /** What a rule does to a request. */
    public sealed interface Outcome {

        /** Answers with this status; {@code processed} says whether the request takes effect first. */
        record Answer(
                int status,
                Map<String, String> headers,
                @Nullable String body,
                boolean processed) implements Outcome {}

        /** Resets the connection once the request has been read; it takes no effect. */
        record ResetBefore() implements Outcome {}

        /** The request takes effect, then the connection is reset without an answer. */
        record ResetAfter() implements Outcome {}

        /** Sends the true head and this many bytes of the body, then closes the connection. */
        record CutBody(long afterBytes) implements Outcome {}

        /** Resets the connection at once; the request takes effect only after the delay. */
        record DelayCommit(Duration delay) implements Outcome {}

        /** Processes and answers the request only after the delay; null for never. */
        record Stall(@Nullable Duration delay) implements Outcome {}

        /** Sends the true head and this many bytes of the body, the rest only after the delay; null for never. */
        record StallBody(long afterBytes, @Nullable Duration delay) implements Outcome {}
    }

    private final String method;
    private final String path;
    private final Predicate<Request> condition;
    private final int skip;
    private final int times;
    private final double probability;
    private final @Nullable Outcome outcome;

    private FailureRule(
            String method,
            String path,
            Predicate<Request> condition,
            int skip,
            int times,
            double probability,
            @Nullable Outcome outcome) {
        this.method = method;
        this.path = path;
        this.condition = condition;
        this.skip = skip;
        this.times = times;
        this.probability = probability;
        this.outcome = outcome;
    }

    /**
     * A rule for the requests to one operation.
     *
     * @param method the HTTP method, {@code *} for any
     * @param path the path below the API's base path ({@code /jobs}) or the complete one ({@code /quantum/jobs});
     *     {@code *} and <code>{name}</code> stand for one segment, a last segment {@code **} for any rest
     */
    public static FailureRule on(String method, String path) {
        Objects.requireNonNull(path, "path");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must start with '/', was " + path);
        }
        return new FailureRule(method.toUpperCase(Locale.ROOT), path, request -> true, 0, Integer.MAX_VALUE, 1, null);
    }

    /** A rule for all requests. */
    public static FailureRule onAny() {
        return on("*", "/**");
    }

    /** Narrows the rule to requests for which this holds, too. It is called on the hub's event loop. */
    public FailureRule when(Predicate<Request> also) {
        return new FailureRule(method, path, condition.and(also), skip, times, probability, outcome);
    }

    /** Lets this many matching requests pass first. Default 0. */
    public FailureRule after(int requests) {
        atLeast(requests, 0, "requests");
        return new FailureRule(method, path, condition, requests, times, probability, outcome);
    }

    /** Applies the rule this many times at most. Default: without end. */
    public FailureRule times(int count) {
        atLeast(count, 1, "count");
        return new FailureRule(method, path, condition, skip, count, probability, outcome);
    }

    /** Applies the rule to this share of the matching requests, drawn by the hub's seed. Default 1. */
    public FailureRule probability(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be from 0 to 1, was " + share);
        }
        return new FailureRule(method, path, condition, skip, times, share, outcome);
    }

    /** Answers with this status (200 to 599) and an error body; the request takes no effect. */
    public FailureRule status(int status) {
        return with(new Outcome.Answer(range(status), Map.of(), null, false));
    }

    /** The request takes effect, but the answer is this status (200 to 599) with an error body. */
    public FailureRule statusAfter(int status) {
        return with(new Outcome.Answer(range(status), Map.of(), null, true));
    }

    /** Adds a header to the answer of {@link #status(int)}. */
    public FailureRule header(String name, String value) {
        Outcome.Answer answer = answer("header");
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.put(name, value);
        return with(new Outcome.Answer(answer.status(), headers, answer.body(), answer.processed()));
    }

    /** Replaces the body of the answer of {@link #status(int)}; sent as {@code text/plain} unless a header says else. */
    public FailureRule body(String body) {
        Outcome.Answer answer = answer("body");
        return with(new Outcome.Answer(answer.status(), answer.headers(), body, answer.processed()));
    }

    /** Resets the connection once the request has been read; it takes no effect. */
    public FailureRule resetBefore() {
        return with(new Outcome.ResetBefore());
    }

    /** The request takes effect, then the connection is reset without an answer. */
    public FailureRule resetAfter() {
        return with(new Outcome.ResetAfter());
    }

    /** Sends the true head (with the full {@code Content-Length}) and this many bytes of body, then closes. */
    public FailureRule cutBody(long afterBytes) {
        atLeast(afterBytes, 0, "afterBytes");
        return with(new Outcome.CutBody(afterBytes));
    }

    /** Resets the connection at once; the request takes effect only after the delay. */
    public FailureRule delayCommit(Duration delay) {
        return with(new Outcome.DelayCommit(Objects.requireNonNull(delay, "delay")));
    }

    /** Processes and answers the request only after the delay. */
    public FailureRule stall(Duration delay) {
        return with(new Outcome.Stall(Objects.requireNonNull(delay, "delay")));
    }

    /** Reads the request and never answers. */
    public FailureRule stall() {
        return with(new Outcome.Stall(null));
    }

    /** Sends the true head and this many bytes of the body, and the rest only after the delay. */
    public FailureRule stallBody(long afterBytes, Duration delay) {
        atLeast(afterBytes, 0, "afterBytes");
        return with(new Outcome.StallBody(afterBytes, Objects.requireNonNull(delay, "delay")));
    }

    /** Sends the true head and this many bytes of the body, and nothing more. */
    public FailureRule stallBody(long afterBytes) {
        atLeast(afterBytes, 0, "afterBytes");
        return with(new Outcome.StallBody(afterBytes, null));
    }

    /** What the rule does. */
    public Outcome outcome() {
        if (outcome == null) {
            throw new IllegalArgumentException(
                    "the rule " + this + " does not say what fails: status, resetBefore, ...");
        }
        return outcome;
    }

    int skip() {
        return skip;
    }

    int times() {
        return times;
    }

    double probability() {
        return probability;
    }

    boolean matches(Request request, String basePath) {
        if (!method.equals("*") && !method.equals(request.method())) {
            return false;
        }
        return (fits(path, request.path())
                        || fits(path, basePath + request.path())
                        || request.path().equals("/") && fits(path, basePath))
                && condition.test(request);
    }

    private static boolean fits(String pattern, String path) {
        String[] wanted = pattern.split("/", -1);
        String[] given = path.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            String segment = wanted[i];
            if (segment.equals("**") && i == wanted.length - 1) {
                return true;
            }
            if (i >= given.length) {
                return false;
            }
            boolean wild = segment.equals("*") || segment.startsWith("{") && segment.endsWith("}");
            if (!wild && !segment.equals(given[i])) {
                return false;
            }
        }
        return wanted.length == given.length;
    }

    private FailureRule with(Outcome value) {
        return new FailureRule(method, path, condition, skip, times, probability, value);
    }

    private Outcome.Answer answer(String what) {
        if (outcome instanceof Outcome.Answer answer) {
            return answer;
        }
        throw new IllegalStateException(what + " can only be added after status or statusAfter");
    }

    private static int range(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599, was " + status);
        }
        return status;
    }

    private static void atLeast(long value, long least, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
