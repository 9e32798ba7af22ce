package io.qhub.journal;

/** Where an entry of the journal stands. */
public enum EntryState {

    /** Nothing was sent for it yet. */
    NEW,

    /** A worker is about to submit it, or was: whether the Hub has its job is not known, its key tells. */
    SUBMITTING,

    /** The Hub has its job, whose id is known. */
    SUBMITTED,

    /** It ended well. */
    DONE,

    /** It ended otherwise. */
    FAILED;

    /** Whether there is nothing left to do. */
    public boolean isEnd() {
        return this == DONE || this == FAILED;
    }
}
