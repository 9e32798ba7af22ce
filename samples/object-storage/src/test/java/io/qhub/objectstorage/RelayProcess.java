package io.qhub.objectstorage;

import io.qhub.quantum.HubQuantumClient;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Relays a job's result into a bucket in a process whose memory is limited. */
public final class RelayProcess {

    private RelayProcess() {}

    /** Takes hub, token, job, store, its two credentials and bucket; prints bytes, SHA-256 and parts. */
    public static void main(String[] args) {
        try (HubQuantumClient hub = HubQuantumClient.builder()
                        .baseUrl(args[0])
                        .apiKey(args[1])
                        .build();
                S3AsyncClient client = S3Clients.create(new S3Clients.Settings(
                        URI.create(args[3]),
                        Region.US_EAST_1,
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(args[4], args[5])),
                        true,
                        RequestChecksumCalculation.WHEN_SUPPORTED))) {
            ObjectStore store = ObjectStore.builder(client, args[6]).build();
            StoredObject stored = store.upload("relayed", hub.jobs().getJobResultStream(args[2]))
                    .flatMap(store::verify)
                    .block(Duration.ofMinutes(10));
            System.out.println(stored.bytes() + " " + stored.sha256() + " " + stored.parts());
        }
    }
}
