/** The Quantum API: backends, sessions, jobs and workloads. Begin with {@link io.qhub.quantum.HubQuantumClient}. */
@NullMarked
package io.qhub.quantum;

import org.jspecify.annotations.NullMarked;
