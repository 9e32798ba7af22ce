/** Quadratic unconstrained binary optimisation: the problem, an exact search, and simulated annealing. */
@NullMarked
package io.qhub.localhub.qubo;

import org.jspecify.annotations.NullMarked;
