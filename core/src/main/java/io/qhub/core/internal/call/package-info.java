/** One call: its immutable description, its attempts, its observation. Internal. */
@NullMarked
package io.qhub.core.internal.call;

import org.jspecify.annotations.NullMarked;
