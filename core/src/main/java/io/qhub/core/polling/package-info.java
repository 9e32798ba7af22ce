/** Waiting for a terminal state by polling, with backoff. */
@NullMarked
package io.qhub.core.polling;

import org.jspecify.annotations.NullMarked;
