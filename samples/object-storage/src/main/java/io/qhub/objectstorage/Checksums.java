package io.qhub.objectstorage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The SHA-256 of objects, as recorded and as read back. */
final class Checksums {

    private static final Pattern LINE = Pattern.compile("(?i)([0-9a-f]{64}) [ *].*", Pattern.DOTALL);

    /** A line of {@code sha256sum}: a hash and a name, which is a part of a key. */
    private static final int LONGEST_LINE = 2048;

    private Checksums() {}

    static Mono<String> recorded(S3Calls s3, String key) {
        return s3.<HeadObjectResponse>repeated(client ->
                        client.headObject(request -> request.bucket(s3.bucket()).key(key)))
                .onErrorMap(failure -> s3.explained(key, "Looking at", failure))
                .flatMap(head -> head.metadata().get(ObjectStore.SHA256) == null
                        ? beside(s3, key + ObjectStore.CHECKSUM_SUFFIX)
                        : Mono.just(head.metadata().get(ObjectStore.SHA256)));
    }

    private static Mono<String> beside(S3Calls s3, String key) {
        return s3.repeated(client ->
                        client.getObject(request -> request.bucket(s3.bucket()).key(key), new Digesting(LONGEST_LINE)))
                .mapNotNull(read -> {
                    Matcher line = LINE.matcher(new String(read.beginning(), StandardCharsets.UTF_8));
                    return line.matches() ? line.group(1).toLowerCase(java.util.Locale.ROOT) : null;
                })
                .onErrorResume(failure -> S3Calls.status(failure) == 404, none -> Mono.empty())
                .onErrorMap(failure -> s3.explained(key, "Reading", failure));
    }

    static Mono<StoredObject> verify(S3Calls s3, StoredObject object) {
        String key = object.key();
        Mono<Read> readBack = s3.repeated(client ->
                        client.getObject(request -> request.bucket(s3.bucket()).key(key), new Digesting(0)))
                .onErrorMap(failure -> s3.explained(key, "Reading back", failure));
        return readBack.flatMap(read -> {
            if (read.bytes() != object.bytes() || !read.sha256().equals(object.sha256())) {
                return Mono.error(differs(
                        s3,
                        key,
                        "reads back as " + read.bytes() + " bytes with SHA-256 " + read.sha256() + ", but "
                                + object.bytes() + " bytes with SHA-256 " + object.sha256() + " were sent"));
            }
            return recorded(s3, key)
                    .defaultIfEmpty("none")
                    .flatMap(recorded -> recorded.equals(object.sha256())
                            ? Mono.just(object)
                            : Mono.error(differs(
                                    s3, key, "has the SHA-256 " + object.sha256() + ", but recorded is " + recorded)));
        });
    }

    private static ObjectStoreException differs(S3Calls s3, String key, String how) {
        return new ObjectStoreException(
                s3.bucket(), key, "The object " + key + " in bucket " + s3.bucket() + " " + how + ".", null);
    }

    /**
     * What an object turned out to hold.
     *
     * @param bytes how long it is
     * @param sha256 in hexadecimal
     * @param beginning its first bytes, as many as were to be kept
     */
    record Read(long bytes, String sha256, byte[] beginning) {}

    /** Hashes a body as it comes and keeps no more than its beginning. The client starts it anew with each try. */
    private static final class Digesting
            implements AsyncResponseTransformer<GetObjectResponse, Read>, Subscriber<ByteBuffer> {

        private final int kept;
        private volatile @Nullable CompletableFuture<Read> future;
        private MessageDigest digest = Upload.sha256();
        private ByteBuffer beginning = ByteBuffer.allocate(0);
        private long bytes;
        private @Nullable Subscription body;

        Digesting(int kept) {
            this.kept = kept;
        }

        @Override
        public CompletableFuture<Read> prepare() {
            CompletableFuture<Read> begun = new CompletableFuture<>();
            digest = Upload.sha256();
            beginning = ByteBuffer.allocate(kept);
            bytes = 0;
            future = begun;
            return begun;
        }

        @Override
        public void onResponse(GetObjectResponse response) {
            // Its length is what is counted.
        }

        @Override
        public void onStream(SdkPublisher<ByteBuffer> publisher) {
            publisher.subscribe(this);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            body = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            bytes += buffer.remaining();
            int begins = Math.min(buffer.remaining(), beginning.remaining());
            beginning.put(buffer.slice().limit(begins));
            digest.update(buffer);
            if (body != null) {
                body.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            exceptionOccurred(failure);
        }

        @Override
        public void onComplete() {
            if (future != null) {
                byte[] first = new byte[beginning.flip().remaining()];
                beginning.get(first);
                future.complete(new Read(bytes, HexFormat.of().formatHex(digest.digest()), first));
            }
        }

        @Override
        public void exceptionOccurred(Throwable failure) {
            if (future != null) {
                future.completeExceptionally(failure);
            }
        }
    }
}
