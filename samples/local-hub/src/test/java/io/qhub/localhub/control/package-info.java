@NullMarked
package io.qhub.localhub.control;

import org.jspecify.annotations.NullMarked;
