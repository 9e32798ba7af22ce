package io.qhub.core.transfer;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a download to a file is done. Immutable; each method gives a changed copy. By default an existing file is replaced,
 * no hash is computed, nothing is reported, and five attempts in a row that bring nothing new end the download.
 */
public final class DownloadOptions {

    private static final DownloadOptions DEFAULTS = new DownloadOptions(false, false, null, 5, null);

    private final boolean failIfExists;
    private final boolean sha256;
    private final @Nullable Consumer<TransferProgress> onProgress;
    private final int maxAttempts;
    private final @Nullable Scheduler ioScheduler;

    private DownloadOptions(
            boolean failIfExists,
            boolean sha256,
            @Nullable Consumer<TransferProgress> onProgress,
            int maxAttempts,
            @Nullable Scheduler ioScheduler) {
        this.failIfExists = failIfExists;
        this.sha256 = sha256;
        this.onProgress = onProgress;
        this.maxAttempts = maxAttempts;
        this.ioScheduler = ioScheduler;
    }

    /** The defaults. */
    public static DownloadOptions defaults() {
        return DEFAULTS;
    }

    /** Fails before any request if the target is there already, and leaves it alone if it appears meanwhile. */
    public DownloadOptions failIfExists() {
        return new DownloadOptions(true, sha256, onProgress, maxAttempts, ioScheduler);
    }

    /** Computes the SHA-256 of the content while it is written. */
    public DownloadOptions withSha256() {
        return new DownloadOptions(failIfExists, true, onProgress, maxAttempts, ioScheduler);
    }

    /**
     * Reports how many bytes have been written, once per batch of about half a MiB at most. Called on the I/O scheduler,
     * never by two threads at once. The number falls back to 0 when a download starts over. What the callback throws
     * ends the download.
     */
    public DownloadOptions onProgress(Consumer<TransferProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        return new DownloadOptions(failIfExists, sha256, listener, maxAttempts, ioScheduler);
    }

    /**
     * How many attempts in a row may bring nothing new before the download fails. An attempt that gets further than all before
     * it starts the count anew.
     *
     * @param attempts at least 1, which means that a cut is never followed by another attempt unless it brought something
     */
    public DownloadOptions maxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + " is too few; at least 1 is needed");
        }
        return new DownloadOptions(failIfExists, sha256, onProgress, attempts, ioScheduler);
    }

    /**
     * Where files are opened, written, moved and deleted, {@code Schedulers.boundedElastic()} by default. Its threads
     * must be allowed to block. It is not closed.
     */
    public DownloadOptions ioScheduler(Scheduler scheduler) {
        Objects.requireNonNull(scheduler, "scheduler");
        return new DownloadOptions(failIfExists, sha256, onProgress, maxAttempts, scheduler);
    }

    /** Whether an existing file is left alone. */
    public boolean failsIfExists() {
        return failIfExists;
    }

    /** Whether the SHA-256 of the content is computed. */
    public boolean sha256() {
        return sha256;
    }

    /** Who is told of the progress; null for nobody. */
    public @Nullable Consumer<TransferProgress> progressListener() {
        return onProgress;
    }

    /** How many attempts in a row may bring nothing new. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** Where files are opened, written, moved and deleted. */
    public Scheduler ioScheduler() {
        return ioScheduler == null ? Schedulers.boundedElastic() : ioScheduler;
    }
}
