package io.qhub.journal;

import java.util.Objects;

/**
 * What is written down before anything is sent.
 *
 * @param number orders the entries of a batch: the lower, the earlier it is claimed
 * @param key what its job will be found by: unique in the journal and for all time at the Hub, 1 to 200 printable ASCII
 *     characters
 * @param payload what the job is made from, in a form of the caller's own; up to a million characters
 */
public record NewEntry(long number, String key, String payload) {

    public NewEntry {
        Objects.requireNonNull(payload, "payload");
        if (Objects.requireNonNull(key, "key").isEmpty() || key.length() > 200) {
            throw new IllegalArgumentException("key: '" + key + "' is not 1 to 200 characters");
        }
    }
}
