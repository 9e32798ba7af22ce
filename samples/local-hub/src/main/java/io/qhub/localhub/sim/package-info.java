/**
 * The state-vector simulator behind the local hub, and the readers of the circuit formats that it takes.
 *
 * <p>Qubit 0 is the least significant bit of a basis state's index, everywhere.
 */
@NullMarked
package io.qhub.localhub.sim;

import org.jspecify.annotations.NullMarked;
