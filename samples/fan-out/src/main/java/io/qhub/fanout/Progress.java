package io.qhub.fanout;

import io.qhub.journal.BatchCounts;
import io.qhub.journal.EntryState;
import io.qhub.quantum.model.JobStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far the sweep is: what has been submitted and has ended of all, and what of this process waits and runs. */
final class Progress {

    private static final int BAR = 20;

    private final long total;
    private final long began = System.nanoTime();
    private final AtomicLong endedHere = new AtomicLong();
    private final AtomicLong submitted = new AtomicLong();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong running = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    Progress(long total) {
        this.total = total;
    }

    /** What the journal says, of all workers. */
    void set(BatchCounts counts) {
        done.set(counts.of(EntryState.DONE));
        failed.set(counts.of(EntryState.FAILED));
        submitted.set(counts.of(EntryState.SUBMITTED) + done.get() + failed.get());
    }

    void submitted() {
        submitted.incrementAndGet();
    }

    void ended(EntryState state) {
        (state == EntryState.DONE ? done : failed).incrementAndGet();
        endedHere.incrementAndGet();
    }

    long done() {
        return done.get();
    }

    long failed() {
        return failed.get();
    }

    /** Points that have ended in this process. */
    long endedHere() {
        return endedHere.get();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** A job that is being waited for. */
    Watch watch() {
        return new Watch();
    }

    /** Counts one job where it stands, and nowhere once it is closed. */
    final class Watch {

        private @Nullable AtomicLong counted;

        void saw(JobStatus status) {
            leave();
            counted = JobStatus.PENDING.equals(status) ? queued : JobStatus.RUNNING.equals(status) ? running : null;
            if (counted != null) {
                counted.incrementAndGet();
            }
        }

        void leave() {
            if (counted != null) {
                counted.decrementAndGet();
                counted = null;
            }
        }
    }

    /** One line, with a bar where there is room. */
    String line(int width) {
        long ended = done.get() + failed.get();
        double rate = endedHere.get() / Math.max(0.001, elapsed().toNanos() / 1e9);
        String figures = String.format(
                Locale.ROOT,
                "%,d/%,d  submitted %,d  queued %,d  running %,d  done %,d  failed %,d  %.0f/s  ETA %s",
                ended,
                total,
                submitted.get(),
                Math.max(0, queued.get()),
                Math.max(0, running.get()),
                done.get(),
                failed.get(),
                rate,
                eta(total - ended, rate));
        int filled = total == 0 ? BAR : (int) (BAR * ended / total);
        String bar = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "]  ";
        return bar.length() + figures.length() <= width
                ? bar + figures
                : figures.substring(0, Math.min(figures.length(), Math.max(0, width)));
    }

    private static String eta(long left, double rate) {
        if (left == 0) {
            return "0:00:00";
        }
        if (rate == 0) {
            return "?";
        }
        long seconds = (long) Math.ceil(left / rate);
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
