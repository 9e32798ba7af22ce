/** How answers are read: readers, replies in memory, the collecting of a body. Internal. */
@NullMarked
package io.qhub.core.internal.answer;

import org.jspecify.annotations.NullMarked;
