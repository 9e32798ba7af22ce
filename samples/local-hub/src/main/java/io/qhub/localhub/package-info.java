/** An embedded Hub on a loopback port, for samples and for tests of programs that use the Hub. */
@NullMarked
package io.qhub.localhub;

import org.jspecify.annotations.NullMarked;
