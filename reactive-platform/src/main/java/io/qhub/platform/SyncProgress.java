package io.qhub.platform;

/**
 * How far a synchronisation has come.
 *
 * @param filesDone files that have been looked at and, where they had changed, sent
 * @param files files of the directory that take part
 * @param bytesSent bytes that have been handed to connections; falls back where a try is repeated
 */
public record SyncProgress(int filesDone, int files, long bytesSent) {}
