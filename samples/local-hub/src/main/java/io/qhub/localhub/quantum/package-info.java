/**
 * The Quantum API: backends, jobs, sessions, workloads.
 *
 * <p>All state is held in memory and touched by one thread only, the state thread; simulations run on threads of their
 * own, event loops only read and write bytes.
 */
@NullMarked
package io.qhub.localhub.quantum;

import org.jspecify.annotations.NullMarked;
