package io.qhub.objectstorage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/** Makes clients for Amazon S3 and for stores that speak like it. */
public final class S3Clients {

    private static final int CONNECTIONS = 64;

    private S3Clients() {}

    /**
     * How to reach a store.
     *
     * @param endpoint of the store, or null for Amazon S3
     * @param region or null for the one that the SDK's default chain finds
     * @param credentials or null for those that the SDK's default chain finds
     * @param pathStyle whether the bucket is in the path instead of the host name: what most stores other than Amazon's
     *     want
     * @param checksums when requests get checksums beside TLS: {@code WHEN_REQUIRED} is understood by every store,
     *     {@code WHEN_SUPPORTED} (CRC trailers) by Amazon S3 and by some others
     */
    public record Settings(
            @Nullable URI endpoint,
            @Nullable Region region,
            @Nullable AwsCredentialsProvider credentials,
            boolean pathStyle,
            RequestChecksumCalculation checksums) {}

    /**
     * A client on Netty that does not repeat requests by itself, for {@link ObjectStore} does; close it after use.
     * Answers are checked when requests get checksums.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if there is no region to be found
     */
    public static S3AsyncClient create(Settings settings) {
        return builder(settings).build();
    }

    static S3AsyncClientBuilder builder(Settings settings) {
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(CONNECTIONS)
                        // Uploads that share the client wait their turn; a try of a part has its own timeout.
                        .connectionAcquisitionTimeout(Duration.ofMinutes(2))
                        .connectionTimeout(Duration.ofSeconds(10))
                        // Putting thousands of parts together takes a store its time, in which it says nothing.
                        .readTimeout(Duration.ofMinutes(2)))
                .forcePathStyle(settings.pathStyle())
                .multipartEnabled(false)
                .requestChecksumCalculation(settings.checksums())
                .responseChecksumValidation(
                        settings.checksums() == RequestChecksumCalculation.WHEN_SUPPORTED
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (settings.region() != null) {
            builder.region(settings.region());
        }
        if (settings.credentials() != null) {
            builder.credentialsProvider(settings.credentials());
        }
        return builder;
    }
}
