package io.qhub.platform;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a directory is synchronised into a data pool. Immutable; the {@code with} methods give changed copies.
 *
 * @param concurrency how many files are sent at the same time
 * @param deletesMissing whether files of the pool that the directory does not have are deleted
 * @param manifest where it is kept what has been sent; null is beside the directory
 * @param included which files take part, by their paths below the directory with {@code /} between the segments
 * @param onProgress told after each buffer and each file, on the thread that hands it over: it must not block
 */
public record SyncOptions(
        int concurrency,
        boolean deletesMissing,
        @Nullable Path manifest,
        Predicate<String> included,
        Consumer<SyncProgress> onProgress) {

    private static final SyncOptions DEFAULTS = new SyncOptions(4, false, null, name -> true, progress -> {});

    /**
     * Refuses a concurrency that is not 1 to 64.
     *
     * @throws IllegalArgumentException if {@code concurrency} is not between 1 and 64
     */
    public SyncOptions {
        if (concurrency < 1 || concurrency > 64) {
            throw new IllegalArgumentException("concurrency: " + concurrency + " is not between 1 and 64");
        }
        Objects.requireNonNull(included, "included");
        Objects.requireNonNull(onProgress, "onProgress");
    }

    /** Four files at a time, nothing deleted, all files, the manifest beside the directory. */
    public static SyncOptions defaults() {
        return DEFAULTS;
    }

    /** Sends this many files at the same time, 1 to 64; default 4. */
    public SyncOptions withConcurrency(int files) {
        return new SyncOptions(files, deletesMissing, manifest, included, onProgress);
    }

    /** Deletes files of the pool that the directory does not have; default is to leave them. */
    public SyncOptions deletingMissing() {
        return new SyncOptions(concurrency, true, manifest, included, onProgress);
    }

    /** Keeps the manifest in this file; default is {@code .<directory>.qhub-sync.jsonl} beside the directory. */
    public SyncOptions withManifest(Path file) {
        return new SyncOptions(concurrency, deletesMissing, Objects.requireNonNull(file, "file"), included, onProgress);
    }

    /** Takes only these files; a file that is left out is neither sent nor deleted. */
    public SyncOptions including(Predicate<String> names) {
        return new SyncOptions(concurrency, deletesMissing, manifest, names, onProgress);
    }

    /** Reports how far it has come. */
    public SyncOptions onProgress(Consumer<SyncProgress> listener) {
        return new SyncOptions(concurrency, deletesMissing, manifest, included, listener);
    }
}
