@NullMarked
package io.qhub.localhub.platform;

import org.jspecify.annotations.NullMarked;
