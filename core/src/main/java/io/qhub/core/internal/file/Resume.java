package io.qhub.core.internal.file;

import java.util.Objects;

/**
 * Where a download goes on after a cut. It is asked for with {@code Range: bytes=<offset>-} and
 * {@code If-Range: <etag>}, so that a server whose content has changed sends all of it anew.
 *
 * @param offset how many bytes are there already; more than 0
 * @param etag the strong entity tag of the answer that was cut, with its quotes
 */
public record Resume(long offset, String etag) {

    public Resume {
        if (offset <= 0) {
            throw new IllegalArgumentException(
                    "offset: " + offset + " is not a place to go on from; it must be above 0");
        }
        Objects.requireNonNull(etag, "etag");
    }
}
