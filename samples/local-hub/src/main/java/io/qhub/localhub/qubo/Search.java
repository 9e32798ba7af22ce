package io.qhub.localhub.qubo;

import java.util.function.BooleanSupplier;

/** A search for the best assignment, done in parts so that it can be watched. Not thread-safe. */
public interface Search {

    /** What the search is, {@code exact} or {@code annealing}. */
    String method();

    /** How many parts the search has, at least 1. */
    int parts();

    /**
     * Does the next part; has no effect once all are done.
     *
     * @param cancelled ends the part early when it becomes true; the search is not to be continued then
     */
    void advance(BooleanSupplier cancelled);

    /** The best assignment so far. */
    boolean[] best();

    /** The value of {@link #best()}. */
    double energy();

    /** How many assignments have been looked at. */
    long evaluations();
}
