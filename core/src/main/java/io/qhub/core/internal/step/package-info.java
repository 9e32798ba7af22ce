/** The filters that every call goes through, one class each, and the road that puts them in order. Internal. */
@NullMarked
package io.qhub.core.internal.step;

import org.jspecify.annotations.NullMarked;
