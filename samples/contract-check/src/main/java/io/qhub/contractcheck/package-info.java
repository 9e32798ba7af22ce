/** Holds what the clients know of a Hub against what the Hub says of itself. */
@NullMarked
package io.qhub.contractcheck;

import org.jspecify.annotations.NullMarked;
