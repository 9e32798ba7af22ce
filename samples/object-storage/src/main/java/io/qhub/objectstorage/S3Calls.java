package io.qhub.objectstorage;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Calls of the S3 client as Monos: begun off the event loops, bounded in time, repeated where that may help. */
final class S3Calls {

    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final S3AsyncClient client;
    private final String bucket;
    private final int maxRetries;
    private final Duration attemptTimeout;
    private final Scheduler scheduler;

    S3Calls(S3AsyncClient client, String bucket, int maxRetries, Duration attemptTimeout, Scheduler scheduler) {
        this.client = client;
        this.bucket = bucket;
        this.maxRetries = maxRetries;
        this.attemptTimeout = attemptTimeout;
        this.scheduler = scheduler;
    }

    String bucket() {
        return bucket;
    }

    /** One call. A cancel, and the timeout, cancel the future, and with it the request. */
    <T> Mono<T> once(Function<S3AsyncClient, CompletableFuture<T>> call) {
        return once(call, attemptTimeout);
    }

    private <T> Mono<T> once(Function<S3AsyncClient, CompletableFuture<T>> call, Duration limit) {
        return Mono.fromFuture(() -> call.apply(client))
                .subscribeOn(scheduler)
                .timeout(limit, Mono.error(() -> new TimeoutException("it took longer than " + limit)));
    }

    /**
     * A call without content that may be made again, each try with 10 s at most. The first connection of a client that is
     * refused at once may be forgotten by the SDK: the call then waits for nothing.
     */
    <T> Mono<T> brief(Function<S3AsyncClient, CompletableFuture<T>> call) {
        return repeated(once(call, attemptTimeout.compareTo(SHORT) < 0 ? attemptTimeout : SHORT));
    }

    /** A call that may be made again. Signals the last failure as it is. */
    <T> Mono<T> repeated(Function<S3AsyncClient, CompletableFuture<T>> call) {
        return repeated(once(call));
    }

    <T> Mono<T> repeated(Mono<T> call) {
        return maxRetries == 0
                ? call
                : call.retryWhen(Retry.backoff(maxRetries, FIRST_DELAY)
                        .maxBackoff(LONGEST_DELAY)
                        .filter(S3Calls::mayPass)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    /** A clean-up, made until it succeeds or is refused; the caller bounds the time. */
    <T> Mono<T> insisting(Function<S3AsyncClient, CompletableFuture<T>> call) {
        return once(call)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_DELAY)
                        .maxBackoff(LONGEST_DELAY)
                        .filter(failure -> status(failure) != 403 && status(failure) != 404));
    }

    /** Whether the same request may succeed a little later. */
    static boolean mayPass(Throwable failure) {
        if (failure instanceof AwsServiceException service) {
            int status = service.statusCode();
            // 200: the answer to putting parts together begins before its outcome is known.
            return status >= 500 || status == 408 || status == 429 || status == 200 || service.isThrottlingException();
        }
        return brokeOff(failure) || failure instanceof SdkClientException client && client.retryable();
    }

    /** Whether the store may have done what was asked of it although the call failed. */
    static boolean mayHaveHappened(Throwable failure) {
        if (failure instanceof AwsServiceException) {
            int status = status(failure);
            return status < 400 || status >= 500 || status == 408;
        }
        return brokeOff(failure)
                && !hasCause(failure, ConnectException.class)
                && !hasCause(failure, UnknownHostException.class);
    }

    private static boolean brokeOff(Throwable failure) {
        return hasCause(failure, IOException.class)
                || hasCause(failure, TimeoutException.class)
                || failure instanceof ApiCallTimeoutException
                || failure instanceof ApiCallAttemptTimeoutException;
    }

    /** The HTTP status of the store's answer, 0 without one. */
    static int status(Throwable failure) {
        return failure instanceof AwsServiceException service ? service.statusCode() : 0;
    }

    /** The client's and our own failures of calls as one type with a sentence. */
    Throwable explained(String key, String what, Throwable failure) {
        if (!(failure instanceof SdkException) && !(failure instanceof TimeoutException)) {
            return failure;
        }
        String why = failure instanceof TimeoutException ? String.valueOf(failure.getMessage()) : reason(failure, 0);
        String object = key.isEmpty() ? " bucket " : " " + key + " in bucket ";
        return new ObjectStoreException(bucket, key, what + object + bucket + " failed: " + why, failure);
    }

    private static String reason(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        String message = String.valueOf(failure.getMessage());
        // The client wraps failures of the network in a sentence that says nothing.
        return failure instanceof SdkClientException && cause != null && depth < 4 && !message.contains(":")
                ? message + ": " + reason(cause, depth + 1)
                : message;
    }

    private static boolean hasCause(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (int depth = 0; failure != null && depth < 8; depth++) {
            if (type.isInstance(failure)) {
                return true;
            }
            failure = failure.getCause();
        }
        return false;
    }
}
