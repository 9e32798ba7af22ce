package io.qhub.core.transfer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is complete and in its place.
 *
 * @param path where it is
 * @param bytes its size
 * @param sha256 the SHA-256 of its content in lower-case hex; null unless asked for by
 *     {@link DownloadOptions#withSha256()}
 */
public record DownloadedFile(
        Path path, long bytes, @Nullable String sha256) {}
