/** The first thing to run: real circuits through the whole client. */
@NullMarked
package io.qhub.quickstart;

import org.jspecify.annotations.NullMarked;
