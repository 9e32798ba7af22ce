/** The client against the local hub, over real connections. */
@NullMarked
package io.qhub.localhub.client;

import org.jspecify.annotations.NullMarked;
