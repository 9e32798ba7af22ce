@NullMarked
package io.qhub.localhub.http;

import org.jspecify.annotations.NullMarked;
