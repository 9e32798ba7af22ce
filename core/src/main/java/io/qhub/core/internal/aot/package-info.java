/** Runtime hints for ahead-of-time processing. Internal. */
@NullMarked
package io.qhub.core.internal.aot;

import org.jspecify.annotations.NullMarked;
