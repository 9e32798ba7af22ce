package io.qhub.core.transfer;

import org.jspecify.annotations.Nullable;

/**
 * How far a transfer is.
 *
 * @param bytes how many bytes have been moved so far
 * @param total how many there are in all; null where that is not known
 */
public record TransferProgress(long bytes, @Nullable Long total) {}
