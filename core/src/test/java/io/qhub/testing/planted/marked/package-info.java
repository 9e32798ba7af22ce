@NullMarked
package io.qhub.testing.planted.marked;

import org.jspecify.annotations.NullMarked;
