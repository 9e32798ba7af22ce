/** What the facades have in common. Internal. */
@NullMarked
package io.qhub.core.internal.client;

import org.jspecify.annotations.NullMarked;
