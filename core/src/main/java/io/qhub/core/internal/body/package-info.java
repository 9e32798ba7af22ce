/** What requests carry: JSON, text, streamed content, multipart. Internal. */
@NullMarked
package io.qhub.core.internal.body;

import org.jspecify.annotations.NullMarked;
