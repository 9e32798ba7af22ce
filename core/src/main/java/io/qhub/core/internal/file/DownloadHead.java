package io.qhub.core.internal.file;

import io.qhub.core.error.CallTrace;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says before its body comes.
 *
 * @param status the HTTP status, a 2xx
 * @param contentLength the {@code Content-Length}, in bytes; null where there is none
 * @param etag the {@code ETag} as sent; null where there is none
 * @param contentRange the {@code Content-Range} as sent; null where there is none
 * @param contentEncoding the {@code Content-Encoding} as sent; null where there is none
 * @param trace the call that brought the answer, for error messages; null where it is not known
 */
public record DownloadHead(
        int status,
        @Nullable Long contentLength,
        @Nullable String etag,
        @Nullable String contentRange,
        @Nullable String contentEncoding,
        @Nullable CallTrace trace) {

    /** A head without a trace. */
    public DownloadHead(
            int status,
            @Nullable Long contentLength,
            @Nullable String etag,
            @Nullable String contentRange,
            @Nullable String contentEncoding) {
        this(status, contentLength, etag, contentRange, contentEncoding, null);
    }
}
