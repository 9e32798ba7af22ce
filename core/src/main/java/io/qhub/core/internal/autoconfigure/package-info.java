/** The beans that the clients share in a Spring Boot application. Internal. */
@NullMarked
package io.qhub.core.internal.autoconfigure;

import org.jspecify.annotations.NullMarked;
