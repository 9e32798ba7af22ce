package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** What goes over the wire in each mode, and that the store takes it. */
class ChecksumModesTest extends StoreTest {

    /** The last request of each kind, as it is sent. */
    private static final class Sent implements ExecutionInterceptor {

        private final boolean stop;
        private final Map<String, SdkHttpRequest> requests = new ConcurrentHashMap<>();

        Sent(boolean stop) {
            this.stop = stop;
        }

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            requests.put(context.request().getClass().getSimpleName(), context.httpRequest());
            if (stop) {
                throw SdkClientException.create("stopped on purpose");
            }
        }

        Map<String, String> checksums(String request) {
            Map<String, String> found = new TreeMap<>();
            requests.get(request).forEachHeader((name, values) -> {
                String lower = name.toLowerCase(java.util.Locale.ROOT);
                if (lower.contains("checksum") || lower.equals("x-amz-trailer")) {
                    found.put(lower, values.get(0));
                }
            });
            return found;
        }
    }

    private static S3AsyncClient recording(S3Clients.Settings settings, Sent sent) {
        return S3Clients.builder(settings)
                .overrideConfiguration(override -> override.addExecutionInterceptor(sent))
                .build();
    }

    @ParameterizedTest
    @EnumSource(RequestChecksumCalculation.class)
    void bothModesStoreShortAndLongContent(RequestChecksumCalculation mode) {
        Sent sent = new Sent(false);
        try (S3AsyncClient recording = recording(server.settings(mode), sent)) {
            ObjectStore store = store(recording).checksums(mode).build();
            store.upload(KEY, random(1000)).flatMap(store::verify).block(PATIENCE);
            StoredObject stored = store.upload(KEY, random(PART + 1000L))
                    .flatMap(store::verify)
                    .block(PATIENCE);
            assertThat(RandomContent.sha256(content(KEY))).isEqualTo(stored.sha256());
        }
        if (mode == RequestChecksumCalculation.WHEN_REQUIRED) {
            assertThat(sent.checksums("PutObjectRequest")).isEmpty();
            assertThat(sent.checksums("CreateMultipartUploadRequest")).isEmpty();
            assertThat(sent.checksums("UploadPartRequest")).isEmpty();
        } else {
            assertThat(sent.checksums("PutObjectRequest").toString()).contains("crc32");
            assertThat(sent.checksums("UploadPartRequest").toString()).contains("crc32");
            assertThat(sent.checksums("CreateMultipartUploadRequest"))
                    .containsEntry("x-amz-checksum-algorithm", "CRC32");
        }
    }

    @Test
    void theBucketIsInThePathOrInTheHostName() {
        for (boolean pathStyle : new boolean[] {true, false}) {
            // Nothing is sent: a host name with a bucket in front of it would have to be looked up.
            Sent sent = new Sent(true);
            S3Clients.Settings settings = new S3Clients.Settings(
                    URI.create("http://localhost:1"),
                    Region.US_EAST_1,
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")),
                    pathStyle,
                    RequestChecksumCalculation.WHEN_REQUIRED);
            try (S3AsyncClient recording = recording(settings, sent)) {
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> store(recording)
                                .maxRetries(0)
                                .build()
                                .upload(KEY, random(10))
                                .block(PATIENCE))
                        .isInstanceOf(ObjectStoreException.class);
            }
            SdkHttpRequest request = sent.requests.get("PutObjectRequest");
            assertThat(request.host()).isEqualTo(pathStyle ? "localhost" : BUCKET + ".localhost");
            assertThat(request.encodedPath()).isEqualTo(pathStyle ? "/" + BUCKET + "/" + KEY : "/" + KEY);
        }
    }
}
