package io.qhub.localhub.qubo;

/** A walk from assignment to assignment by flipping bits, which keeps the best one. */
final class Walk {

    private final Qubo qubo;
    private final boolean[] assignment;
    /** What a variable adds to the energy when it is 1. */
    private final double[] fields;

    private double energy;
    private boolean[] best;
    private double bestEnergy;

    /** Starts from all zeros. */
    Walk(Qubo qubo) {
        this.qubo = qubo;
        this.assignment = new boolean[qubo.variables()];
        this.fields = qubo.linear.clone();
        this.energy = qubo.energy(assignment);
        this.best = assignment.clone();
        this.bestEnergy = energy;
    }

    /** How the energy changes if this bit is flipped. */
    double change(int variable) {
        return assignment[variable] ? -fields[variable] : fields[variable];
    }

    void flip(int variable) {
        energy += change(variable);
        boolean one = !assignment[variable];
        assignment[variable] = one;
        for (int k = qubo.first[variable]; k < qubo.first[variable + 1]; k++) {
            fields[qubo.neighbours[k]] += one ? qubo.weights[k] : -qubo.weights[k];
        }
    }

    /** Keeps the present assignment if it is the best so far. The sum of many changes is not exact, so it is checked. */
    void keepIfBest() {
        if (energy < bestEnergy) {
            double exact = qubo.energy(assignment);
            if (exact < bestEnergy) {
                bestEnergy = exact;
                best = assignment.clone();
            }
        }
    }

    boolean[] best() {
        return best.clone();
    }

    double bestEnergy() {
        return bestEnergy;
    }
}
