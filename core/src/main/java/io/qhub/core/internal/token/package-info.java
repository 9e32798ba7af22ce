/** Tokens kept by key. Internal. */
@NullMarked
package io.qhub.core.internal.token;

import org.jspecify.annotations.NullMarked;
