package io.qhub.objectstorage;

import io.qhub.core.transfer.Uploads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * Streams content of any length into a bucket, with constant memory, and leaves nothing behind when that fails or is
 * cancelled.
 *
 * <p>Content that fits into one part is sent in one request, with its SHA-256 in the object's metadata as
 * {@value #SHA256}. Longer content is sent in parts, several at once, each from memory of its own so that it can be sent
 * again; its SHA-256 is known only when the parts are there and the metadata of the object is fixed, so it goes into an
 * object beside it, {@code <key>.sha256}, in the format of {@code sha256sum}, right before the parts become the object.
 *
 * <p>Nothing blocks: requests are prepared on {@code Schedulers.boundedElastic()}, for looking up credentials may wait and
 * checksums of parts take time. Immutable and thread-safe. The client that is passed in is not closed.
 */
public final class ObjectStore {

    /** The metadata that holds the SHA-256 of the content, in hexadecimal. */
    public static final String SHA256 = "sha256";

    /** The metadata that tells one upload from another: 32 hexadecimal digits, made up for each. */
    public static final String UPLOAD = "upload";

    /** What is appended to a key for the object that holds its SHA-256. */
    public static final String CHECKSUM_SUFFIX = ".sha256";

    private static final int LONGEST_KEY_BYTES = 1024;

    private final S3Calls s3;
    private final Settings settings;

    /**
     * What the builder collects.
     *
     * @param partSize of the first parts
     * @param maxPartSize up to which parts grow
     * @param partsInFlight parts in memory at once
     * @param abortTimeout how long an abort is tried
     * @param checksum that requests name, or null
     */
    record Settings(
            int partSize,
            int maxPartSize,
            int partsInFlight,
            Duration abortTimeout,
            @Nullable ChecksumAlgorithm checksum) {}

    private ObjectStore(Builder builder) {
        this.s3 = new S3Calls(
                builder.client, builder.bucket, builder.maxRetries, builder.attemptTimeout, builder.scheduler);
        this.settings = new Settings(
                builder.partSize,
                builder.maxPartSize,
                builder.partsInFlight,
                builder.abortTimeout,
                builder.checksums == RequestChecksumCalculation.WHEN_SUPPORTED ? ChecksumAlgorithm.CRC32 : null);
    }

    /**
     * A store of one bucket.
     *
     * @param client any asynchronous client that does not orchestrate parts itself ({@code multipartEnabled} off, which
     *     is the default); {@link S3Clients} makes one whose retries are left to this class
     * @param bucket must exist
     */
    public static Builder builder(S3AsyncClient client, String bucket) {
        return new Builder(client, bucket);
    }

    /**
     * Stores content whose length is not known; else as {@link #upload(String, Uploads.Source)}. Each subscription
     * subscribes to the publisher once.
     */
    public Mono<StoredObject> upload(String key, Publisher<DataBuffer> content) {
        Objects.requireNonNull(content, "content");
        return upload(key, Uploads.fromSupplier(() -> content));
    }

    /**
     * Stores content under a key, over what is there. Each subscription is a new upload; the object is there when it has
     * succeeded, and whole, or it is as it was before.
     *
     * <p>Buffers are released as they come. The content is asked for more only while there is room for it, so the store's
     * pace reaches the source. It is subscribed to once: parts are repeated from memory, the content is not.
     *
     * <p>When the content or the store fails, what was begun is aborted before the failure is signalled; that may take up
     * to {@code abortTimeout}. When the subscription is cancelled, requests under way are cancelled, the content is
     * cancelled, and what was begun is aborted right after. (A cancel that comes while the store puts the parts together
     * may be too late to prevent it.) An abort that does not succeed in time is logged with the id of the upload, and is
     * a suppressed exception of the failure; let a lifecycle rule of the bucket end such uploads, for a process may also
     * be killed.
     *
     * @param key 1 to 1,024 bytes in UTF-8; for longer content also room for {@code .sha256}
     * @param content with its length if it is known: then the parts are as long as it needs, and content of another
     *     length fails; without, parts double every 1,000 parts. Its media type becomes the object's
     * @return what was stored. Signals {@link ObjectStoreException} if the store fails and the content's own failure as it
     *     is; {@link IllegalArgumentException} if the length is known and does not fit into 10,000 parts
     * @throws IllegalArgumentException if the key is empty, too long or holds control characters
     */
    public Mono<StoredObject> upload(String key, Uploads.Source content) {
        checkKey(key);
        Objects.requireNonNull(content, "content");
        return content.prepared().flatMap(source -> {
            PartSizes sizes = PartSizes.of(settings.partSize(), settings.maxPartSize(), source.length());
            return Mono.usingWhen(
                    Mono.fromSupplier(() -> new Upload(s3, settings, key, source, sizes)),
                    Upload::run,
                    Upload::finished,
                    Upload::failed,
                    Upload::cancelled);
        });
    }

    /**
     * The SHA-256 that was recorded for an object when it was stored.
     *
     * @return in hexadecimal; empty if none was. Signals {@link ObjectStoreException} if there is no such object
     */
    public Mono<String> recordedSha256(String key) {
        checkKey(key);
        return Checksums.recorded(s3, key);
    }

    /**
     * Reads an object back and compares its length and SHA-256 with what was sent, and with what is recorded in the store.
     * The content is not kept.
     *
     * @return the same object. Signals {@link ObjectStoreException} if anything differs, or the store fails
     */
    public Mono<StoredObject> verify(StoredObject object) {
        return Checksums.verify(s3, object);
    }

    /**
     * Looks whether the bucket is there, before work is done whose result is to go into it. A bucket that may not be looked
     * at passes: to write into it is another permission.
     *
     * @return signals {@link ObjectStoreException} if there is no such bucket, or the store cannot be reached
     */
    public Mono<Void> checkBucket() {
        return s3.brief(client -> client.headBucket(request -> request.bucket(s3.bucket())))
                .then()
                .onErrorResume(failure -> S3Calls.status(failure) == 403, hidden -> Mono.empty())
                .onErrorMap(failure -> S3Calls.status(failure) == 404
                        ? new ObjectStoreException(s3.bucket(), "", "There is no bucket " + s3.bucket() + ".", failure)
                        : s3.explained("", "Looking at", failure));
    }

    static void checkKey(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes + CHECKSUM_SUFFIX.length() > LONGEST_KEY_BYTES) {
            throw new IllegalArgumentException("key: has " + bytes + " bytes; 1 to "
                    + (LONGEST_KEY_BYTES - CHECKSUM_SUFFIX.length()) + " are allowed");
        }
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "key: '" + key.replaceAll("\\p{Cc}", "?") + "' holds a control character");
        }
    }

    @Override
    public String toString() {
        return "ObjectStore[bucket=" + s3.bucket() + ", " + settings + "]";
    }

    /** Collects the settings of a store. */
    public static final class Builder {

        private final S3AsyncClient client;
        private final String bucket;
        private int partSize = 8 * PartSizes.MIB;
        private int maxPartSize = 512 * PartSizes.MIB;
        private int partsInFlight = 4;
        private int maxRetries = 3;
        private Duration attemptTimeout = Duration.ofMinutes(2);
        private Duration abortTimeout = Duration.ofSeconds(30);
        private RequestChecksumCalculation checksums = RequestChecksumCalculation.WHEN_SUPPORTED;
        private Scheduler scheduler = Schedulers.boundedElastic();

        private Builder(S3AsyncClient client, String bucket) {
            this.client = Objects.requireNonNull(client, "client");
            if (bucket.isBlank()) {
                throw new IllegalArgumentException("bucket: is blank");
            }
            this.bucket = bucket;
        }

        /**
         * How long the first parts are. Default: 8 MiB.
         *
         * @param bytes 5 MiB to 1 GiB
         */
        public Builder partSize(int bytes) {
            this.partSize = checkedSize("partSize", bytes);
            return this;
        }

        /**
         * Up to which size parts grow where the content needs it. Set it to {@link #partSize} for stores that want all
         * parts equally long also where the length is not known, such as Cloudflare R2. Default: 512 MiB.
         *
         * @param bytes 5 MiB to 1 GiB, and not below the part size
         */
        public Builder maxPartSize(int bytes) {
            this.maxPartSize = checkedSize("maxPartSize", bytes);
            return this;
        }

        /**
         * How many parts are in memory at once, being filled or sent: that many times the part size is what an upload
         * needs at most. Default: 4.
         *
         * @param count 1 to 64
         */
        public Builder partsInFlight(int count) {
            if (count < 1 || count > 64) {
                throw new IllegalArgumentException("partsInFlight: " + count + " is not in 1 to 64");
            }
            this.partsInFlight = count;
            return this;
        }

        /**
         * How often a request is repeated after failures that may pass, with growing delays, beside what the client
         * itself does. Parts are sent again from memory. Default: 3.
         */
        public Builder maxRetries(int retries) {
            if (retries < 0) {
                throw new IllegalArgumentException("maxRetries: " + retries + " is negative");
            }
            this.maxRetries = retries;
            return this;
        }

        /** How long one try of a request may take, a part's included. Default: 2 min. */
        public Builder attemptTimeout(Duration timeout) {
            this.attemptTimeout = positive("attemptTimeout", timeout);
            return this;
        }

        /** How long an abort is tried after a failure or a cancel. Default: 30 s. */
        public Builder abortTimeout(Duration timeout) {
            this.abortTimeout = positive("abortTimeout", timeout);
            return this;
        }

        /**
         * When content gets checksums that the store checks; say the same as the client was given. {@code WHEN_SUPPORTED}:
         * CRC-32, named from the beginning of an upload to its end, for Amazon S3 refuses parts with a checksum that was
         * not announced. {@code WHEN_REQUIRED}: none, for stores that do not know them. Default: {@code WHEN_SUPPORTED},
         * which is the default of the SDK's clients.
         */
        public Builder checksums(RequestChecksumCalculation mode) {
            this.checksums = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /** Where requests are prepared; its threads must be allowed to block. Default: bounded elastic. */
        public Builder scheduler(Scheduler value) {
            this.scheduler = Objects.requireNonNull(value, "scheduler");
            return this;
        }

        /**
         * The store.
         *
         * @throws IllegalArgumentException if the largest part size is below the first one
         */
        public ObjectStore build() {
            if (maxPartSize < partSize) {
                throw new IllegalArgumentException(
                        "maxPartSize: " + maxPartSize + " is below the partSize of " + partSize);
            }
            return new ObjectStore(this);
        }

        private static int checkedSize(String name, int bytes) {
            if (bytes < PartSizes.SMALLEST || bytes > PartSizes.LARGEST) {
                throw new IllegalArgumentException(name + ": " + bytes + " bytes; 5 MiB (" + PartSizes.SMALLEST
                        + ") to 1 GiB (" + PartSizes.LARGEST + ") are allowed");
            }
            return bytes;
        }

        private static Duration positive(String name, Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException(name + ": " + timeout + " must be above zero");
            }
            return timeout;
        }
    }
}
