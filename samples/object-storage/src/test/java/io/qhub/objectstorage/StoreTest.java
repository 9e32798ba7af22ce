package io.qhub.objectstorage;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server over HTTP, one for all classes; each test finds and leaves it empty. */
abstract class StoreTest {

    static final int PART = 5 * PartSizes.MIB;
    static final String BUCKET = "results";
    static final String KEY = "some/result.json";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One for all classes: to start and stop it takes longer than most tests. */
    static final LocalS3 server = LocalS3.start(BUCKET);

    static final S3AsyncClient client = S3Clients.create(server.settings(RequestChecksumCalculation.WHEN_SUPPORTED));

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    }

    @AfterEach
    void deleteObjects() {
        keys().forEach(key ->
                client.deleteObject(request -> request.bucket(BUCKET).key(key)).join());
    }

    static ObjectStore.Builder store() {
        return store(client);
    }

    static ObjectStore.Builder store(S3AsyncClient through) {
        return ObjectStore.builder(through, BUCKET).partSize(PART).maxRetries(1);
    }

    static List<String> keys() {
        return client.listObjectsV2(request -> request.bucket(BUCKET)).join().contents().stream()
                .map(S3Object::key)
                .toList();
    }

    static List<MultipartUpload> uploads() {
        return client.listMultipartUploads(request -> request.bucket(BUCKET))
                .join()
                .uploads();
    }

    static byte[] content(String key) {
        return client.getObject(request -> request.bucket(BUCKET).key(key), AsyncResponseTransformer.toBytes())
                .join()
                .asByteArrayUnsafe();
    }

    static Map<String, String> metadata(String key) {
        return client.headObject(request -> request.bucket(BUCKET).key(key))
                .join()
                .metadata();
    }

    static void awaitNothingLeft() {
        await().atMost(PATIENCE).until(() -> uploads().isEmpty() && keys().isEmpty());
    }

    static Flux<DataBuffer> random(long bytes) {
        return RandomContent.of(bytes);
    }

    static DataBuffer buffer(byte[] bytes) {
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }
}
