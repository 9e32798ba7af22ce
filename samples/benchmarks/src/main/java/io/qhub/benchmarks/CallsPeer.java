package io.qhub.benchmarks;

import reactor.core.publisher.Mono;

/**
 * A client of the Quantum API that a user might take instead of this one. Those that are not part of this module's own build
 * are found as services.
 */
public interface CallsPeer {

    /** What it is called in the table. */
    String name();

    /** Makes it ready, for so many calls in flight. */
    void open(String baseUrl, String token, int inFlight);

    /** The same small GET with a JSON answer, decoded. */
    Mono<?> getJobStatus(String id);
}
