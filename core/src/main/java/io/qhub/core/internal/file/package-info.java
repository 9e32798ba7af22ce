/** Downloads into files, and directories whose files are sent. Internal. */
@NullMarked
package io.qhub.core.internal.file;

import org.jspecify.annotations.NullMarked;
