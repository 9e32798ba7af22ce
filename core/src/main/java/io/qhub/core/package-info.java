/** What a user of any of the three clients sets: options, views, context and shared connections. */
@NullMarked
package io.qhub.core;

import org.jspecify.annotations.NullMarked;
