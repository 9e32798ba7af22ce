package io.qhub.journal;

import java.util.Objects;

/**
 * How an entry ended.
 *
 * @param key the entry's
 * @param state {@link EntryState#DONE} or {@link EntryState#FAILED}
 * @param outcome what came of it, in a form of the caller's own; up to a million characters
 */
public record EntryEnd(String key, EntryState state, String outcome) {

    public EntryEnd {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(outcome, "outcome");
        if (!state.isEnd()) {
            throw new IllegalArgumentException("state: " + state + " is no end");
        }
    }
}
