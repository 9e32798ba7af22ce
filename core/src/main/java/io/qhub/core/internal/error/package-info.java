/** The making of errors. Internal. */
@NullMarked
package io.qhub.core.internal.error;

import org.jspecify.annotations.NullMarked;
