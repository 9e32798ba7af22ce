/** The reactive client of the Quantum API. */
@NullMarked
package io.qhub.quantum;

import org.jspecify.annotations.NullMarked;
