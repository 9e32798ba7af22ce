/** Pages and lazy listings over them. */
@NullMarked
package io.qhub.core.paging;

import org.jspecify.annotations.NullMarked;
