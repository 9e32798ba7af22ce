package io.qhub.objectstorage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;

/**
 * An S3 server inside this process, on a free port of 127.0.0.1. Objects are files in a temporary directory, which is
 * deleted when the server is closed. Starting and closing block.
 */
final class LocalS3 implements AutoCloseable {

    private static final String IDENTITY = "local";
    private static final String CREDENTIAL = "local-secret";

    private final Path directory;
    private final S3Proxy server;

    private LocalS3(Path directory, S3Proxy server) {
        this.directory = directory;
        this.server = server;
    }

    static LocalS3 start(String... buckets) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory("qhub-object-storage");
            for (String bucket : buckets) {
                Files.createDirectory(directory.resolve(bucket));
            }
            Properties properties = new Properties();
            properties.setProperty("jclouds.identity", IDENTITY);
            properties.setProperty("jclouds.credential", CREDENTIAL);
            properties.setProperty("jclouds.filesystem.basedir", directory.toString());
            S3Proxy server = S3Proxy.builder()
                    .blobStore(BlobStores.create("filesystem-nio2", properties))
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, IDENTITY, CREDENTIAL)
                    // It does not know all headers that the SDK sends with parts.
                    .ignoreUnknownHeaders(true)
                    // One part is sent in one piece; the server's own limit is 32 MiB.
                    .v4MaxNonChunkedRequestSize(PartSizes.LARGEST)
                    .stopTimeout(0)
                    .build();
            // Returns when the port is open.
            server.start();
            return new LocalS3(directory, server);
        } catch (Exception failure) {
            delete(directory);
            throw new IllegalStateException("The local S3 server did not start: " + failure.getMessage(), failure);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    S3Clients.Settings settings(RequestChecksumCalculation checksums) {
        return new S3Clients.Settings(
                endpoint(),
                Region.US_EAST_1,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, CREDENTIAL)),
                true,
                checksums);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("The local S3 server did not stop: " + failure.getMessage(), failure);
        } finally {
            delete(directory);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
