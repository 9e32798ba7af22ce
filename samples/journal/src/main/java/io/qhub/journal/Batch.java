package io.qhub.journal;

/**
 * Entries that belong together and are loaded once.
 *
 * @param name the name by which it is opened again
 * @param id made up when it was first opened; a part of its entries' keys, so that they are unique for all time
 * @param definition what it was first opened with, in a form of the caller's own
 * @param loaded how many of its entries are in the journal
 * @param complete whether all of them are
 */
public record Batch(String name, String id, String definition, long loaded, boolean complete) {}
