/** Many submissions with bounded concurrency. Internal. */
@NullMarked
package io.qhub.core.internal.batch;

import org.jspecify.annotations.NullMarked;
