@NullMarked
package io.qhub.localhub.contract;

import org.jspecify.annotations.NullMarked;
