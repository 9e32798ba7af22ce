/** The one loop that asks again and again, and what is awaited with it. Internal. */
@NullMarked
package io.qhub.core.internal.await;

import org.jspecify.annotations.NullMarked;
