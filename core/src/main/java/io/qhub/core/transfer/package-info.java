/** Large bodies: downloads to files, uploads from files, and their progress. */
@NullMarked
package io.qhub.core.transfer;

import org.jspecify.annotations.NullMarked;
