@NullMarked
package io.qhub.localhub.qubo;

import org.jspecify.annotations.NullMarked;
