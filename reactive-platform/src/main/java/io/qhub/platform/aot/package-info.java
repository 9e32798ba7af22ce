/** What an ahead-of-time build for GraalVM must know of this client's model. */
@NullMarked
package io.qhub.platform.aot;

import org.jspecify.annotations.NullMarked;
