/** Requests and answers of the quantum workloads: data only. */
@NullMarked
package io.qhub.platform.model.quantumworkloads;

import org.jspecify.annotations.NullMarked;
