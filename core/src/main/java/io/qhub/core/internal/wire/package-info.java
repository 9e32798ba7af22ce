/** What has to be asked of, or done on, the network channel itself, and the guards of streamed bodies. Internal. */
@NullMarked
package io.qhub.core.internal.wire;

import org.jspecify.annotations.NullMarked;
