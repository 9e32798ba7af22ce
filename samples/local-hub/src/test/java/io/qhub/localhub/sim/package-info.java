@NullMarked
package io.qhub.localhub.sim;

import org.jspecify.annotations.NullMarked;
