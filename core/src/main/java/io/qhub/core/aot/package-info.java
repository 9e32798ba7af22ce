/** What an ahead-of-time build for GraalVM must know of core, and how the clients tell it of their own. */
@NullMarked
package io.qhub.core.aot;

import org.jspecify.annotations.NullMarked;
