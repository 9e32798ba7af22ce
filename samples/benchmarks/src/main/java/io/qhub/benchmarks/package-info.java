/** Measures the client against hand-written peers, in one run against the same server process. */
@NullMarked
package io.qhub.benchmarks;

import org.jspecify.annotations.NullMarked;
