package io.qhub.platform;

import java.util.List;

/**
 * What a synchronisation did. Names are paths below the directory with {@code /} between the segments, in order.
 *
 * @param uploaded files that were new or had changed, and were sent
 * @param unchanged files that the pool had already
 * @param deleted files that only the pool had, and that were deleted; empty unless asked for
 */
public record SyncReport(List<String> uploaded, List<String> unchanged, List<String> deleted) {

    /** Copies the lists. */
    public SyncReport {
        uploaded = List.copyOf(uploaded);
        unchanged = List.copyOf(unchanged);
        deleted = List.copyOf(deleted);
    }
}
