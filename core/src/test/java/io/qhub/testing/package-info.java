/** What guards the tests of every module: blocking calls, leaked buffers, secrets in logs, and the architecture. */
@NullMarked
package io.qhub.testing;

import org.jspecify.annotations.NullMarked;
