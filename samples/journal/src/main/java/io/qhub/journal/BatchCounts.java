package io.qhub.journal;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many entries of a batch stand where.
 *
 * @param byState never null; a state without entries is missing
 */
public record BatchCounts(Map<EntryState, Long> byState) {

    public BatchCounts {
        EnumMap<EntryState, Long> copy = new EnumMap<>(EntryState.class);
        copy.putAll(byState);
        byState = copy;
    }

    /** How many stand in this state. */
    public long of(EntryState state) {
        return byState.getOrDefault(state, 0L);
    }

    /** How many are not at their end. */
    public long open() {
        return of(EntryState.NEW) + of(EntryState.SUBMITTING) + of(EntryState.SUBMITTED);
    }

    /** How many there are. */
    public long total() {
        return byState.values().stream().mapToLong(Long::longValue).sum();
    }
}
