package io.qhub.localhub.platform;

import static io.qhub.localhub.platform.PlainClient.ok;
import static io.qhub.localhub.platform.PlainClient.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import io.qhub.testing.Sizes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DataPoolTest {

    private static final String MULTIPART = "multipart/form-data; boundary=" + PlainClient.BOUNDARY;

    private final LocalHub hub = LocalHub.start();
    private final PlainClient client = PlainClient.platform(hub);
    private String pool = "";
    private String files = "";

    @BeforeEach
    void create() {
        pool = client.create("/datapools", "{\"name\":\"roads\",\"description\":\"edges\"}");
        files = "/datapools/" + pool + "/files";
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    @Test
    void aPoolIsChangedAndGoesWithItsFiles() {
        assertThat(client.put("/datapools/" + pool, "{\"shortDescription\":\"s\"}"))
                .hasToString(client.getJson("/datapools/" + pool).toString());
        JsonNode changed = client.getJson("/datapools/" + pool);
        assertThat(changed.get("name").stringValue()).isEqualTo("roads");
        assertThat(changed.get("description").stringValue()).isEqualTo("edges");
        assertThat(changed.get("shortDescription").stringValue()).isEqualTo("s");
        assertThat(changed.get("currentUserPermission").stringValue()).isEqualTo("OWNER");
        assertThat(changed.get("createdAt").stringValue()).endsWith("Z");
        client.addFile(pool, "a", bytes(10));
        client.addFile(pool, "b", bytes(10));
        assertThat(hub.platform().storedFiles()).isEqualTo(2);
        // The older spelling leads to the same.
        assertThat(client.getJson("/data-pools/" + pool)).isEqualTo(changed);
        client.delete("/datapools/" + pool);
        assertThat(client.get("/datapools/" + pool).statusCode()).isEqualTo(404);
        assertThat(client.get(files).statusCode()).isEqualTo(404);
        noFilesLeft();
    }

    private void noFilesLeft() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hub.platform().storedFiles()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 1_000_003})
    void aFileComesBackAsItWas(int length) {
        byte[] content = bytes(length);
        JsonNode file = client.addFile(pool, "weights.json", content);
        assertThat(file.get("name").stringValue()).isEqualTo("weights.json");
        assertThat(file.get("size").longValue()).isEqualTo(length);
        assertThat(file.get("mimeType").stringValue()).isEqualTo("application/octet-stream");
        String path = files + "/" + file.get("id").stringValue();
        HttpResponse<byte[]> response = client.bytes(path);
        assertThat(response.body()).isEqualTo(content);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(client.getJson(files).get(0)).isEqualTo(file);
        if (length > 100) {
            HttpResponse<byte[]> part = client.with("Range", "bytes=100-").bytes(path);
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 100, length));
            String etag = response.headers().firstValue("ETag").orElseThrow();
            assertThat(client.with("Range", "bytes=1-", "If-Range", etag)
                            .bytes(path)
                            .statusCode())
                    .isEqualTo(206);
            assertThat(client.with("Range", "bytes=1-", "If-Range", "\"x\"")
                            .bytes(path)
                            .statusCode())
                    .isEqualTo(200);
        }
        client.delete(path);
        assertThat(client.bytes(path).statusCode()).isEqualTo(404);
        noFilesLeft();
    }

    @Test
    void theQueryNamesTheFileBeforeThePart() {
        JsonNode file = ok(
                client.upload(
                        "POST", files + "?filename=q%2F..%2F%C3%BC.txt", "file", "part.txt", "text/plain", bytes(1)),
                201);
        assertThat(file.get("name").stringValue()).isEqualTo("q/../ü.txt");
        assertThat(file.get("mimeType").stringValue()).isEqualTo("text/plain");
        assertThat(refusal(client.upload("POST", files, "file", "", "text/plain", bytes(1)), 400))
                .contains("no name");
        assertThat(hub.platform().storedFiles()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoUpload() {
        assertThat(refusal(client.send("POST", files, "{}"), 415)).contains("multipart/form-data");
        assertThat(refusal(client.upload("POST", files, "data", "a", "text/plain", bytes(9)), 400))
                .isEqualTo("the part file is missing");
        byte[] whole = PlainClient.multipart("file", "a", "text/plain", bytes(1000));
        byte[] cut = Arrays.copyOf(whole, whole.length - 20);
        assertThat(refusal(client.send("POST", files, BodyPublishers.ofByteArray(cut), MULTIPART), 400))
                .contains("closing delimiter");
        assertThat(refusal(client.upload("POST", "/datapools/none/files", "file", "a", "text/plain", bytes(9)), 404))
                .contains("/datapools/none");
        assertThat(client.get(files + "/none").statusCode()).isEqualTo(404);
        assertThat(client.getJson(files)).isEmpty();
        noFilesLeft();
    }

    @Test
    void aFileOfMoreThanTheLimitIsA413() {
        hub.platform().settings().maxFileBytes(100_000);
        ok(client.upload("POST", files, "file", "fits", "text/plain", bytes(100_000)), 201);
        for (int length : new int[] {100_001, 400_000}) {
            byte[] body = PlainClient.multipart("file", "a", "text/plain", bytes(length));
            assertThat(refusal(client.send("POST", files, BodyPublishers.ofByteArray(body), MULTIPART), 413))
                    .contains("at most 100000 bytes");
            // Without a length the hub finds out only while it reads.
            assertThat(refusal(
                            client.send(
                                    "POST",
                                    files,
                                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                                    MULTIPART),
                            413))
                    .contains("at most 100000 bytes");
        }
        assertThat(client.getJson(files)).hasSize(1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hub.platform().storedFiles()).isEqualTo(1));
    }

    @Test
    void aClientThatIsStillSendingReadsThe413() {
        hub.platform().settings().maxFileBytes(100_000);
        byte[] body = PlainClient.multipart("file", "a", "text/plain", bytes(32 << 20));
        for (int i = 0; i < 3; i++) {
            refusal(client.send("POST", files, BodyPublishers.ofByteArray(body), MULTIPART), 413);
            refusal(
                    client.send(
                            "POST",
                            files,
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                            MULTIPART),
                    413);
        }
        noFilesLeft();
    }

    @Test
    void theLimitIs500MB() {
        assertThat(hub.platform().settings().maxFileBytes()).isEqualTo(500_000_000L);
        assertThatThrownBy(() -> hub.platform().settings().maxFileBytes(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        URI url = URI.create(hub.url());
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(
                        ("POST /qc-catalog" + files + "?filename=a HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + hub.token()
                                        + "\r\nContent-Type: " + MULTIPART + "\r\nContent-Length: 9000000\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] body = PlainClient.multipart("file", "a", "text/plain", bytes(1_000_000 * i + 1));
                out.write(body, 0, body.length - 30);
                out.flush();
                if (i > 0) {
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> hub.platform().storedFiles() > 0);
                }
            }
            noFilesLeft();
        }
        assertThat(client.getJson(files)).isEmpty();
    }

    @Test
    void aFailureAfterAnUploadLeavesTheFile() {
        hub.fail(FailureRule.on("POST", "/datapools/{id}/files").times(1).statusAfter(503));
        assertThat(client.upload("POST", files, "file", "a", "text/plain", bytes(9))
                        .statusCode())
                .isEqualTo(503);
        assertThat(client.getJson(files)).hasSize(1);
        hub.fail(FailureRule.on("POST", "/datapools/{id}/files").times(1).stall(Duration.ofMillis(1)));
        ok(client.upload("POST", files, "file", "b", "text/plain", bytes(9)), 201);
        assertThat(client.getJson(files)).hasSize(2);
    }

    @Test
    void closingTheHubDeletesItsFiles() {
        LocalHub other = LocalHub.start();
        PlainClient one = PlainClient.platform(other);
        one.addFile(one.create("/datapools", "{\"name\":\"p\"}"), "a", bytes(5));
        assertThat(other.platform().storedFiles()).isEqualTo(1);
        other.close();
        assertThat(other.platform().storedFiles()).isZero();
    }

    @Test
    void aLargeFileNeedsNoMemory() throws Exception {
        long length = Sizes.big(2L << 30);
        hub.platform().settings().maxFileBytes(4L << 30);
        String head = "--b-1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big\"\r\n\r\n";
        MessageDigest sent = sha256();
        HttpResponse<String> response = client.send(
                "POST",
                files,
                BodyPublishers.ofInputStream(() -> new SequenceInputStream(Collections.enumeration(List.of(
                        new ByteArrayInputStream(head.getBytes(StandardCharsets.US_ASCII)),
                        new Made(length, sent),
                        new ByteArrayInputStream("\r\n--b-1--\r\n".getBytes(StandardCharsets.US_ASCII)))))),
                MULTIPART);
        JsonNode file = ok(response, 201);
        assertThat(file.get("size").longValue()).isEqualTo(length);
        MessageDigest received = sha256();
        HttpResponse<InputStream> download = PlainClient.send(
                client.request(files + "/" + file.get("id").stringValue()).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = download.body()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                received.update(buffer, 0, n);
            }
        }
        assertThat(HexFormat.of().formatHex(received.digest()))
                .isEqualTo(HexFormat.of().formatHex(sent.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes that are made up while they are read, and digested. */
    private static final class Made extends InputStream {

        private final MessageDigest digest;
        private long left;

        private Made(long length, MessageDigest digest) {
            this.left = length;
            this.digest = digest;
        }

        @Override
        public int read() {
            throw new UncheckedIOException(new IOException("read in pieces"));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = (byte) ((left - i) * 31 >>> 3);
            }
            digest.update(bytes, offset, count);
            left -= count;
            return count;
        }
    }
}
