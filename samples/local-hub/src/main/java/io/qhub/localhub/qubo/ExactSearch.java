package io.qhub.localhub.qubo;

import java.util.function.BooleanSupplier;

/** Looks at all assignments, in an order (a Gray code) in which each differs from the last one by one bit. */
public final class ExactSearch implements Search {

    /** The largest problem that it takes. */
    public static final int MAX_VARIABLES = 20;

    private static final int PARTS = 5;

    private final Walk walk;
    private final long all;
    private final int parts;
    private int part;
    private long done = 1;

    /** A search of a problem of at most {@link #MAX_VARIABLES} variables. */
    public ExactSearch(Qubo qubo) {
        if (qubo.variables() > MAX_VARIABLES) {
            throw new QuboException("an exact search takes at most " + MAX_VARIABLES + " variables, the problem has "
                    + qubo.variables());
        }
        this.walk = new Walk(qubo);
        this.all = 1L << qubo.variables();
        this.parts = (int) Math.min(PARTS, all);
    }

    @Override
    public String method() {
        return "exact";
    }

    @Override
    public int parts() {
        return parts;
    }

    @Override
    public void advance(BooleanSupplier cancelled) {
        part++;
        long end = Math.min(all, all * part / parts);
        while (done < end) {
            if ((done & 0xFFF) == 0 && cancelled.getAsBoolean()) {
                return;
            }
            walk.flip(Long.numberOfTrailingZeros(done));
            walk.keepIfBest();
            done++;
        }
    }

    @Override
    public boolean[] best() {
        return walk.best();
    }

    @Override
    public double energy() {
        return walk.bestEnergy();
    }

    @Override
    public long evaluations() {
        return done;
    }
}
