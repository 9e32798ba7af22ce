package io.qhub.localhub.qubo;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Simulated annealing: walks at random, downhill always and uphill the less the colder it gets, several times from the
 * start. The same seed gives the same answer, which need not be the best one.
 */
public final class Annealing implements Search {

    private final Qubo qubo;
    private final int reads;
    private final int sweeps;
    private final SplittableRandom random;
    private final double hot;
    private final double cold;
    private boolean[] best;
    private double energy;
    private int part;
    private long evaluations;

    /**
     * A search.
     *
     * @param reads how often to start anew, at least 1; each is one part of the search
     * @param sweeps how often to visit each variable in one read, at least 1
     */
    public Annealing(Qubo qubo, int reads, int sweeps, long seed) {
        this.qubo = qubo;
        this.reads = reads;
        this.sweeps = sweeps;
        this.random = new SplittableRandom(seed);
        this.best = new boolean[qubo.variables()];
        this.energy = qubo.energy(best);
        double largest = 0;
        double smallest = Double.MAX_VALUE;
        for (int i = 0; i < qubo.variables(); i++) {
            double change = Math.abs(qubo.linear[i]);
            smallest = change > 0 ? Math.min(smallest, change) : smallest;
            for (int k = qubo.first[i]; k < qubo.first[i + 1]; k++) {
                double weight = Math.abs(qubo.weights[k]);
                change += weight;
                smallest = weight > 0 ? Math.min(smallest, weight) : smallest;
            }
            largest = Math.max(largest, change);
        }
        // At first the steepest step up is taken every other time, at last the flattest one every hundredth time.
        this.hot = largest == 0 ? 1 : largest / Math.log(2);
        this.cold = largest == 0 ? 1 : smallest / Math.log(100);
    }

    @Override
    public String method() {
        return "annealing";
    }

    @Override
    public int parts() {
        return reads;
    }

    @Override
    public void advance(BooleanSupplier cancelled) {
        if (part == reads) {
            return;
        }
        part++;
        int variables = qubo.variables();
        Walk walk = new Walk(qubo);
        for (int i = 0; i < variables; i++) {
            if (random.nextBoolean()) {
                walk.flip(i);
            }
        }
        walk.keepIfBest();
        for (int sweep = 0; sweep < sweeps; sweep++) {
            if (cancelled.getAsBoolean()) {
                return;
            }
            double temperature = hot * Math.pow(cold / hot, sweeps == 1 ? 1 : (double) sweep / (sweeps - 1));
            for (int i = 0; i < variables; i++) {
                double change = walk.change(i);
                if (change <= 0 || random.nextDouble() < Math.exp(-change / temperature)) {
                    walk.flip(i);
                    walk.keepIfBest();
                }
            }
            evaluations += variables;
        }
        downhill(walk, variables);
        if (walk.bestEnergy() < energy) {
            energy = walk.bestEnergy();
            best = walk.best();
        }
    }

    /** From where the walk has ended to the bottom of its valley. */
    private void downhill(Walk walk, int variables) {
        boolean moved = true;
        for (int round = 0; moved && round < variables; round++) {
            moved = false;
            for (int i = 0; i < variables; i++) {
                if (walk.change(i) < 0) {
                    walk.flip(i);
                    moved = true;
                }
            }
            walk.keepIfBest();
            evaluations += variables;
        }
    }

    @Override
    public boolean[] best() {
        return best.clone();
    }

    @Override
    public double energy() {
        return energy;
    }

    @Override
    public long evaluations() {
        return evaluations;
    }
}
