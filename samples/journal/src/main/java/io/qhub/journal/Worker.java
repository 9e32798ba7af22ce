package io.qhub.journal;

/**
 * Who holds a lease, and by it the entries that it has claimed.
 *
 * @param id made up for each lease
 */
public record Worker(String id) {}
