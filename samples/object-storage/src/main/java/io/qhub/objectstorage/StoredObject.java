package io.qhub.objectstorage;

import org.jspecify.annotations.Nullable;

/**
 * An object that has been stored.
 *
 * @param bucket where
 * @param key its name
 * @param bytes how long it is
 * @param sha256 of its content, in hexadecimal
 * @param parts in how many parts it was sent, 0 for one request
 * @param checksumKey the object beside it that holds the SHA-256, or null where its own metadata does
 * @param eTag as the store gave it, with its quotes, or null
 * @param versionId in a bucket with versions, else null
 */
public record StoredObject(
        String bucket,
        String key,
        long bytes,
        String sha256,
        int parts,
        @Nullable String checksumKey,
        @Nullable String eTag,
        @Nullable String versionId) {}
