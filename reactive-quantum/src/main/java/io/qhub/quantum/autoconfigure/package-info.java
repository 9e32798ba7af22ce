/** Spring Boot: a {@code HubQuantumClient} as a bean. Boot is optional. */
@NullMarked
package io.qhub.quantum.autoconfigure;

import org.jspecify.annotations.NullMarked;
