/** Where tokens come from, and which organization is meant. */
@NullMarked
package io.qhub.core.credentials;

import org.jspecify.annotations.NullMarked;
