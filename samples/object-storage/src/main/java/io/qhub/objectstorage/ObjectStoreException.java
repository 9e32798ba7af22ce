package io.qhub.objectstorage;

import org.jspecify.annotations.Nullable;

/** The store failed, or has not got what it should have; the message says in a sentence what was being done. */
public final class ObjectStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String bucket;
    private final String key;

    ObjectStoreException(String bucket, String key, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.bucket = bucket;
        this.key = key;
    }

    /** The bucket. */
    public String bucket() {
        return bucket;
    }

    /** The key of the object. */
    public String key() {
        return key;
    }
}
