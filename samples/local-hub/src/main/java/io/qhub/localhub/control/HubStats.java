package io.qhub.localhub.control;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counters of what a hub has seen and done. Thread-safe. */
public final class HubStats {

    private final ConcurrentMap<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong jobs = new AtomicLong();
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong executions = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger mostActive = new AtomicInteger();

    /** Counters at zero. */
    public HubStats() {}

    /** All requests received. */
    public long requests() {
        return total.get();
    }

    /**
     * Requests to one operation.
     *
     * @param method the HTTP method
     * @param route the complete path template, for example {@code /quantum/jobs/{id}}
     */
    public long requests(String method, String route) {
        LongAdder counter = requests.get(method + " " + route);
        return counter == null ? 0 : counter.sum();
    }

    /** Requests by method and route, sorted; requests to no operation count under {@code METHOD (none)}. */
    public Map<String, Long> requestsByRoute() {
        Map<String, Long> copy = new TreeMap<>();
        requests.forEach((route, counter) -> copy.put(route, counter.sum()));
        return copy;
    }

    /** Answers with this status that were begun. */
    public long answers(int status) {
        LongAdder counter = answers.get(status);
        return counter == null ? 0 : counter.sum();
    }

    /** Jobs created. */
    public long jobsCreated() {
        return jobs.get();
    }

    /** Sessions created. */
    public long sessionsCreated() {
        return sessions.get();
    }

    /** Access tokens that the token endpoint issued. */
    public long tokensIssued() {
        return tokens.get();
    }

    /** Executions of services started. */
    public long executionsStarted() {
        return executions.get();
    }

    /** Connections accepted so far. */
    public long connections() {
        return connections.get();
    }

    /** Connections open now. */
    public int openConnections() {
        return open.get();
    }

    /** Requests being worked on now. */
    public int activeRequests() {
        return active.get();
    }

    /** The most requests that were worked on at the same time. */
    public int mostActiveRequests() {
        return mostActive.get();
    }

    /** Counts a request. */
    public void requestStarted(String method, String route) {
        total.incrementAndGet();
        requests.computeIfAbsent(method + " " + route, key -> new LongAdder()).increment();
        mostActive.accumulateAndGet(active.incrementAndGet(), Math::max);
    }

    /** Counts the end of a request, whatever became of it. */
    public void requestEnded() {
        active.decrementAndGet();
    }

    /** Counts an answer. */
    public void answered(int status) {
        answers.computeIfAbsent(status, key -> new LongAdder()).increment();
    }

    /** Counts a connection. */
    public void connectionOpened() {
        connections.incrementAndGet();
        open.incrementAndGet();
    }

    /** Counts the end of a connection. */
    public void connectionClosed() {
        open.decrementAndGet();
    }

    /** Counts a job. */
    public void jobCreated() {
        jobs.incrementAndGet();
    }

    /** Counts a session. */
    public void sessionCreated() {
        sessions.incrementAndGet();
    }

    /** Counts an access token. */
    public void tokenIssued() {
        tokens.incrementAndGet();
    }

    /** Counts an execution. */
    public void executionStarted() {
        executions.incrementAndGet();
    }

    @Override
    public String toString() {
        return requestsByRoute().toString();
    }
}
