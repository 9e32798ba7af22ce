@NullMarked
package io.qhub.localhub;

import org.jspecify.annotations.NullMarked;
