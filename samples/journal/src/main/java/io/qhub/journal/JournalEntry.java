package io.qhub.journal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the journal as it was when it was read or claimed.
 *
 * @param batch the batch that it belongs to
 * @param number its place in the batch
 * @param key what its job is found by at the Hub
 * @param payload what its job is made from
 * @param state where it stands; of a claimed entry, where it stood before
 * @param jobId the Hub's id of its job; null where that is not known
 * @param postedAgo how long ago, by the database's clock, a worker first set out to submit it; null where none has
 * @param outcome how it ended, in a form of the caller's own; null where it has not
 */
public record JournalEntry(
        String batch,
        long number,
        String key,
        String payload,
        EntryState state,
        @Nullable String jobId,
        @Nullable Duration postedAgo,
        @Nullable String outcome) {}
