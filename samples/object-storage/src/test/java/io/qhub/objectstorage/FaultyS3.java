package io.qhub.objectstorage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** A client that fails where it is told to, in front of a real one. */
final class FaultyS3 extends DelegatingS3AsyncClient {

    /** The requests that an upload consists of. */
    enum Stage {
        PUT,
        CREATE,
        PART_1,
        PART_2,
        PART_3,
        CHECKSUM,
        COMPLETE,
        ABORT,
        LIST_PARTS,
        OTHER;

        static Stage of(S3Request request) {
            if (request instanceof PutObjectRequest put) {
                return put.key().endsWith(ObjectStore.CHECKSUM_SUFFIX) ? CHECKSUM : PUT;
            }
            if (request instanceof UploadPartRequest part) {
                return part.partNumber() > 3
                        ? OTHER
                        : List.of(PART_1, PART_2, PART_3).get(part.partNumber() - 1);
            }
            return request instanceof CreateMultipartUploadRequest
                    ? CREATE
                    : request instanceof CompleteMultipartUploadRequest
                            ? COMPLETE
                            : request instanceof AbortMultipartUploadRequest
                                    ? ABORT
                                    : request instanceof ListPartsRequest ? LIST_PARTS : OTHER;
        }
    }

    /** What becomes of a request. */
    interface Fault {

        CompletableFuture<?> apply(Supplier<CompletableFuture<?>> real);

        /** The store says no. */
        static Fault refused() {
            return real -> CompletableFuture.failedFuture(S3Exception.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("InvalidRequest")
                            .errorMessage("refused on purpose")
                            .build())
                    .build());
        }

        /** The request does not arrive. */
        static Fault lost() {
            return real -> CompletableFuture.failedFuture(broken());
        }

        /** The store does it, and its answer does not arrive. */
        static Fault answerLost() {
            return real -> real.get().thenCompose(done -> CompletableFuture.failedFuture(broken()));
        }

        /** Nothing happens. */
        static Fault hangs() {
            return real -> new CompletableFuture<>();
        }

        /** The store does it, and its answer never comes. */
        static Fault answerHangs() {
            return real -> real.get().thenCompose(done -> new CompletableFuture<>());
        }

        static SdkClientException broken() {
            return SdkClientException.create("cut on purpose", new IOException("connection reset"));
        }
    }

    private record Armed(Fault fault, AtomicInteger left) {}

    private final Map<Stage, Armed> faults = new ConcurrentHashMap<>();
    private final Map<Stage, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<Stage, List<CompletableFuture<?>>> futures = new ConcurrentHashMap<>();

    FaultyS3(S3AsyncClient real) {
        super(real);
    }

    FaultyS3 on(Stage stage, Fault fault) {
        return on(stage, Integer.MAX_VALUE, fault);
    }

    FaultyS3 on(Stage stage, int times, Fault fault) {
        faults.put(stage, new Armed(fault, new AtomicInteger(times)));
        return this;
    }

    /** How many requests of a stage were made. */
    int count(Stage stage) {
        return counts.getOrDefault(stage, new AtomicInteger()).get();
    }

    List<CompletableFuture<?>> futures(Stage stage) {
        return futures.getOrDefault(stage, List.of());
    }

    @Override
    @SuppressWarnings("unchecked") // a fault gives what the real request gives, or nothing
    protected <T extends S3Request, R> CompletableFuture<R> invokeOperation(
            T request, Function<T, CompletableFuture<R>> operation) {
        Stage stage = Stage.of(request);
        counts.computeIfAbsent(stage, none -> new AtomicInteger()).incrementAndGet();
        Armed armed = faults.get(stage);
        CompletableFuture<R> future = armed != null && armed.left().getAndDecrement() > 0
                ? (CompletableFuture<R>) armed.fault().apply(() -> operation.apply(request))
                : operation.apply(request);
        futures.computeIfAbsent(stage, none -> new CopyOnWriteArrayList<>()).add(future);
        return future;
    }
}
