/** Internal: what the records share. */
@NullMarked
package io.qhub.platform.model.internal;

import org.jspecify.annotations.NullMarked;
