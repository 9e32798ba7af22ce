package io.qhub.objectstorage;

import io.qhub.core.transfer.Uploads;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * One upload, from the first byte to the object, or to the last trace of it.
 *
 * <p>The parts of an upload are paid for until it is completed or aborted, and no listing of objects shows them. So the
 * request that begins it is never cancelled: its answer, which holds the id, is waited for, and the id aborted.
 */
final class Upload {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.transfer");

    /** By how much the store's clock may differ from ours. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private enum State {
        /** No upload has been begun: there is nothing to abort. */
        NEW,
        /** One may have been begun. */
        BEGUN,
        /** Nothing may be begun any more. */
        CLOSED
    }

    private final S3Calls s3;
    private final ObjectStore.Settings settings;
    private final String key;
    private final Uploads.Source source;
    private final PartSizes sizes;
    private final MessageDigest digest = sha256();
    private final String token;
    private final Instant started = Instant.now();

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final Mono<String> uploadId;

    /** Set when the store may have begun an upload whose id did not arrive. */
    private volatile boolean idLost;

    /** The id that arrived, for messages. */
    private volatile @Nullable String id;

    /** The one request that writes the object with the SHA-256, once it has been made. */
    private volatile @Nullable Mono<Void> checksum;

    Upload(S3Calls s3, ObjectStore.Settings settings, String key, Uploads.Source source, PartSizes sizes) {
        this.s3 = s3;
        this.settings = settings;
        this.key = key;
        this.source = source;
        this.sizes = sizes;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        this.token = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        // Kept, so that all parts and the abort share one request, which nobody's cancel reaches.
        this.uploadId = s3.repeated(createUpload())
                .onErrorMap(failure -> s3.explained(key, "Beginning the upload of", failure))
                .cache();
    }

    Mono<StoredObject> run() {
        return new PartAssembler(source.content(), sizes, digest)
                .flatMap(part -> part.whole() ? put(part) : uploadPart(part), settings.partsInFlight(), 1)
                .collectList()
                .flatMap(this::stored);
    }

    /** What a request has brought: an object, or one part of it. */
    private sealed interface Sent {}

    private record SentWhole(StoredObject object) implements Sent {}

    private record SentPart(CompletedPart part, int length) implements Sent {}

    private Mono<StoredObject> stored(List<Sent> sent) {
        if (sent.get(0) instanceof SentWhole whole) {
            return Mono.just(whole.object());
        }
        // Parts arrive as they please, and are put together by their numbers.
        List<SentPart> parts = sent.stream()
                .map(SentPart.class::cast)
                .sorted(Comparator.comparing(each -> each.part().partNumber()))
                .toList();
        long bytes = parts.stream().mapToLong(SentPart::length).sum();
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return writeChecksum(sha256)
                .then(complete(parts.stream().map(SentPart::part).toList()))
                .map(answer -> new StoredObject(
                        s3.bucket(),
                        key,
                        bytes,
                        sha256,
                        parts.size(),
                        key + ObjectStore.CHECKSUM_SUFFIX,
                        answer.eTag(),
                        answer.versionId()));
    }

    // ---- short content

    private Mono<Sent> put(Part part) {
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return s3.<PutObjectResponse>repeated(client -> client.putObject(
                        request -> request.bucket(s3.bucket())
                                .key(key)
                                .contentType(contentType())
                                .contentLength((long) part.length())
                                .checksumAlgorithm(settings.checksum())
                                .metadata(Map.of(ObjectStore.SHA256, sha256, ObjectStore.UPLOAD, token)),
                        part.body()))
                .onErrorMap(failure -> s3.explained(key, "Storing", failure))
                .map(answer -> new SentWhole(new StoredObject(
                        s3.bucket(), key, part.length(), sha256, 0, null, answer.eTag(), answer.versionId())));
    }

    private @Nullable String contentType() {
        return source.mediaType() == null ? null : source.mediaType().toString();
    }

    // ---- parts

    private Mono<String> createUpload() {
        return s3.<CreateMultipartUploadResponse>once(
                        client -> client.createMultipartUpload(request -> request.bucket(s3.bucket())
                                .key(key)
                                .contentType(contentType())
                                .checksumAlgorithm(settings.checksum())
                                .metadata(Map.of(ObjectStore.UPLOAD, token))))
                .map(CreateMultipartUploadResponse::uploadId)
                .doOnNext(arrived -> id = arrived)
                .doOnError(S3Calls::mayHaveHappened, failure -> idLost = true);
    }

    private Mono<Sent> uploadPart(Part part) {
        // That there is no id is told by the first part, once; the others end with it.
        Mono<String> id = part.number() == 1 ? uploadId : uploadId.onErrorResume(told -> Mono.never());
        Mono<Sent> sent = id.flatMap(known -> s3.<UploadPartResponse>repeated(client -> client.uploadPart(
                        request -> request.bucket(s3.bucket())
                                .key(key)
                                .uploadId(known)
                                .partNumber(part.number())
                                .contentLength((long) part.length())
                                .checksumAlgorithm(settings.checksum()),
                        part.body()))
                .map(answer -> new SentPart(completed(part, answer), part.length())));
        return Mono.defer(() -> {
                    // After a cancel the abort has looked already, and would not see what is begun now.
                    boolean closed = state.compareAndExchange(State.NEW, State.BEGUN) == State.CLOSED;
                    return closed ? Mono.<Sent>empty() : sent;
                })
                .onErrorMap(failure -> s3.explained(key, "Storing part " + part.number() + " of", failure));
    }

    /** With the checksums that the client added: a store that was given them wants them again. */
    private static CompletedPart completed(Part part, UploadPartResponse answer) {
        return CompletedPart.builder()
                .partNumber(part.number())
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .checksumCRC32C(answer.checksumCRC32C())
                .checksumCRC64NVME(answer.checksumCRC64NVME())
                .checksumSHA1(answer.checksumSHA1())
                .checksumSHA256(answer.checksumSHA256())
                .build();
    }

    /** Before the object is there, so that whoever sees the object finds its checksum too. */
    private Mono<Void> writeChecksum(String sha256) {
        byte[] line = (sha256 + "  " + key.substring(key.lastIndexOf('/') + 1) + "\n").getBytes(StandardCharsets.UTF_8);
        return Mono.defer(() -> {
            // Not cancelled either: a late write would outlive its removal.
            Mono<Void> written = s3.<PutObjectResponse>repeated(client -> client.putObject(
                            request -> request.bucket(s3.bucket())
                                    .key(key + ObjectStore.CHECKSUM_SUFFIX)
                                    .contentType("text/plain; charset=utf-8")
                                    .contentLength((long) line.length)
                                    .metadata(Map.of(ObjectStore.UPLOAD, token)),
                            AsyncRequestBody.fromBytesUnsafe(line)))
                    .onErrorMap(failure -> s3.explained(key, "Storing the checksum of", failure))
                    .then()
                    .cache();
            checksum = written;
            return written;
        });
    }

    private record Completed(
            @Nullable String eTag, @Nullable String versionId) {}

    private Mono<Completed> complete(List<CompletedPart> parts) {
        return uploadId.flatMap(id -> s3.<CompleteMultipartUploadResponse>repeated(
                                client -> client.completeMultipartUpload(request -> request.bucket(s3.bucket())
                                        .key(key)
                                        .uploadId(id)
                                        .multipartUpload(upload -> upload.parts(parts))))
                        .map(answer -> new Completed(answer.eTag(), answer.versionId())))
                // The answer may have been lost, and a repeat is told that there is no such upload any more.
                .onErrorResume(failure -> S3Calls.mayHaveHappened(failure) || S3Calls.status(failure) == 404
                        ? ours().map(found -> new Completed(found.eTag(), found.versionId()))
                                .onErrorResume(unknown -> Mono.empty())
                                .switchIfEmpty(Mono.error(failure))
                        : Mono.error(failure))
                .onErrorMap(failure -> s3.explained(key, "Putting together the parts of", failure));
    }

    /** The object, if it is there and of this upload. */
    private Mono<HeadObjectResponse> ours() {
        return s3.<HeadObjectResponse>repeated(client ->
                        client.headObject(request -> request.bucket(s3.bucket()).key(key)))
                .filter(found -> token.equals(found.metadata().get(ObjectStore.UPLOAD)))
                .onErrorResume(failure -> S3Calls.status(failure) == 404, none -> Mono.empty());
    }

    // ---- the end

    Mono<Void> finished() {
        return idLost ? bounded(abortLost(), null) : Mono.empty();
    }

    Mono<Void> failed(Throwable failure) {
        return cleanUp(failure);
    }

    Mono<Void> cancelled() {
        return cleanUp(null);
    }

    private Mono<Void> cleanUp(@Nullable Throwable failure) {
        return Mono.defer(() -> {
            if (state.getAndSet(State.CLOSED) == State.NEW) {
                return Mono.empty();
            }
            Mono<Void> known = uploadId
                    // It could not be begun; should it have been all the same, it is among the lost ones.
                    .onErrorResume(notBegun -> Mono.empty())
                    .flatMap(this::abort)
                    .then(Mono.defer(this::removeChecksum));
            return bounded(known.then(Mono.defer(() -> idLost ? abortLost() : Mono.empty())), failure);
        });
    }

    /** A part that was under way may arrive after the abort, so it is looked for, and the abort repeated. */
    private Mono<Void> abort(String id) {
        Mono<Integer> left = s3.insisting(client -> client.abortMultipartUpload(
                        request -> request.bucket(s3.bucket()).key(key).uploadId(id)))
                .then(partsOf(id))
                // No such upload: it is over, whatever a listing of its parts says.
                .onErrorResume(failure -> S3Calls.status(failure) == 404, gone -> Mono.just(0));
        return left.expand(parts -> parts > 0 ? Mono.delay(LOOK_AGAIN).then(left) : Mono.empty())
                .then();
    }

    private Mono<Integer> partsOf(String id) {
        return s3.repeated(client -> client.listParts(
                        request -> request.bucket(s3.bucket()).key(key).uploadId(id)))
                .map(listed -> listed.parts().size())
                // Gone, as it should be; or not ours to look at.
                .onErrorResume(
                        failure -> S3Calls.status(failure) == 404 || S3Calls.status(failure) == 403,
                        gone -> Mono.just(0));
    }

    /** The checksum of an object that did not come to be. */
    private Mono<Void> removeChecksum() {
        Mono<Void> written = checksum;
        if (written == null) {
            return Mono.empty();
        }
        return written.onErrorResume(failure -> Mono.empty())
                .then(ours().hasElement())
                .filter(there -> !there)
                .flatMap(gone -> s3.insisting(client -> client.deleteObject(
                        request -> request.bucket(s3.bucket()).key(key + ObjectStore.CHECKSUM_SUFFIX))))
                .then();
    }

    /**
     * Uploads of this key that began meanwhile and have no part: those whose answer was lost. One that somebody else has
     * just begun for the same key looks the same; two writers of one key have to expect that.
     */
    private Mono<Void> abortLost() {
        return uploadId.onErrorReturn("")
                .flatMapMany(own -> s3.repeated(client -> client.listMultipartUploads(
                                request -> request.bucket(s3.bucket()).prefix(key)))
                        .flatMapIterable(listed -> listed.uploads())
                        .filter(upload -> isLost(upload, own)))
                .concatMap(upload -> partsOf(upload.uploadId())
                        .filter(parts -> parts == 0)
                        .flatMap(empty -> abort(upload.uploadId())))
                .then();
    }

    private boolean isLost(MultipartUpload upload, String own) {
        return key.equals(upload.key())
                && !own.equals(upload.uploadId())
                && (upload.initiated() == null || upload.initiated().isAfter(started.minus(CLOCKS_DIFFER)));
    }

    /** Cleaning up changes no outcome: what it could not do is told, and the rest is the bucket's lifecycle rule. */
    private Mono<Void> bounded(Mono<Void> cleanUp, @Nullable Throwable outcome) {
        return cleanUp.timeout(settings.abortTimeout()).onErrorResume(failure -> {
            LOG.warn(
                    "The upload {} of {} in bucket {} could not be aborted",
                    id == null ? "whose id is not known" : id,
                    key,
                    s3.bucket(),
                    failure);
            if (outcome != null && outcome != failure) {
                outcome.addSuppressed(failure);
            }
            return Mono.empty();
        });
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
