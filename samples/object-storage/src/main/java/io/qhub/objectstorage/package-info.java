/** Streams large results into S3-compatible object storage. */
@NullMarked
package io.qhub.objectstorage;

import org.jspecify.annotations.NullMarked;
