/** What can go wrong, as one tree under {@link io.qhub.core.error.HubException}. */
@NullMarked
package io.qhub.core.error;

import org.jspecify.annotations.NullMarked;
