package io.qhub.localhub;

import static io.qhub.localhub.TestClient.BELL_QASM;
import static io.qhub.localhub.TestClient.ionqJob;
import static io.qhub.localhub.TestClient.qasmJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.localhub.control.FailureRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultStreamTest {

    private final LocalHub hub =
            LocalHub.builder().queueTime(Duration.ZERO).runTime(Duration.ZERO).start();
    private final TestClient client = new TestClient(hub);

    @AfterEach
    void close() {
        hub.close();
    }

    private String job(long padding) {
        String id = client.create(ionqJob(",\"input_params\":{\"result_padding_bytes\":" + padding + "}"));
        client.awaitStatus("/jobs/" + id, "COMPLETED");
        return id;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void streamsTheResultFile() throws Exception {
        String id = job(0);
        HttpResponse<byte[]> response = client.bytes("GET", "/jobs/" + id + "/result-stream");
        assertThat(response.statusCode()).isEqualTo(200);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(body).isEqualTo("{\"histogram\": {\"0\": 0.5, \"3\": 0.5}}");
        assertThat(response.headers().firstValue("Content-Length")).hasValue(Integer.toString(body.length()));
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"result-" + id + ".json\"");
        assertThat(response.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(response.headers().firstValue("ETag").orElseThrow()).matches("\"[^\"]+\"");
        assertThat(hub.resultSha256(id)).isEqualTo(sha256(response.body()));
        assertThatThrownBy(() -> hub.resultSha256("nope")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8, 65_536, 1_000_003})
    void paddingKeepsTheResultValid(long padding) throws Exception {
        String id = job(padding);
        byte[] body = client.bytes("GET", "/jobs/" + id + "/result-stream").body();
        JsonNode json = JsonMapper.shared().readTree(body);
        assertThat(json.get("histogram")).hasToString("{\"0\":0.5,\"3\":0.5}");
        assertThat(json.get("padding").stringValue()).hasSize((int) padding);
        assertThat(client.bytes("GET", "/jobs/" + id + "/result").body()).isEqualTo(body);
        assertThat(hub.resultSha256(id)).isEqualTo(sha256(body));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=3-20, 3, 21",
        "bytes=50-, 50, -1",
        "bytes=70001-70009, 70001, 70010",
        "bytes=-9, -9, -1",
        "bytes=99990-999999999, 99990, -1",
        "bytes=-999999999, 0, -1"
    })
    void answersRanges(String range, int from, int to) throws Exception {
        String id = job(100_000);
        byte[] all = client.bytes("GET", "/jobs/" + id + "/result-stream").body();
        int start = from < 0 ? all.length + from : from;
        int end = to < 0 ? all.length : to;
        HttpResponse<byte[]> part = client.with("Range", range).bytes("GET", "/jobs/" + id + "/result-stream");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range"))
                .hasValue("bytes " + start + "-" + (end - 1) + "/" + all.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(all, start, end));
    }

    @Test
    void refusesRangesBehindTheEnd() throws Exception {
        String id = job(0);
        HttpResponse<byte[]> refused =
                client.with("Range", "bytes=1000-").bytes("GET", "/jobs/" + id + "/result-stream");
        assertThat(refused.statusCode()).isEqualTo(416);
        assertThat(refused.headers().firstValue("Content-Range")).hasValue("bytes */35");
        for (String ignored : new String[] {"bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-"}) {
            assertThat(client.with("Range", ignored)
                            .bytes("GET", "/jobs/" + id + "/result-stream")
                            .statusCode())
                    .as(ignored)
                    .isEqualTo(200);
        }
    }

    @Test
    void honoursIfRange() throws Exception {
        String id = job(0);
        String etag = client.bytes("GET", "/jobs/" + id + "/result-stream")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        TestClient range = client.with("Range", "bytes=5-");
        assertThat(range.with("If-Range", etag)
                        .bytes("GET", "/jobs/" + id + "/result-stream")
                        .statusCode())
                .isEqualTo(206);
        for (String other : new String[] {"\"other\"", "W/" + etag, "Sat, 21 Nov 2026 10:00:00 GMT"}) {
            assertThat(range.with("If-Range", other)
                            .bytes("GET", "/jobs/" + id + "/result-stream")
                            .statusCode())
                    .as(other)
                    .isEqualTo(200);
        }
        String otherJob = job(1);
        assertThat(client.bytes("GET", "/jobs/" + otherJob + "/result-stream")
                        .headers()
                        .firstValue("ETag"))
                .isNotEqualTo(java.util.Optional.of(etag));
    }

    @Test
    void aCutDownloadCanBeResumed() throws Exception {
        String id = job(300_000);
        String path = "/jobs/" + id + "/result-stream";
        hub.fail(FailureRule.on("GET", "/jobs/{id}/result-stream").times(1).cutBody(200_000));
        // Not as an InputStream: that one forgets what it has not yet given out once the connection breaks.
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        AtomicInteger status = new AtomicInteger();
        HttpResponse.BodyHandler<Void> collect = head -> {
            status.set(head.statusCode());
            return HttpResponse.BodySubscribers.ofByteArrayConsumer(
                    part -> part.ifPresent(bytes -> received.write(bytes, 0, bytes.length)));
        };
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(client.request("GET", path, ""), collect))
                .isInstanceOf(IOException.class);
        assertThat(status).hasValue(200);
        assertThat(received.size()).isEqualTo(200_000);
        HttpResponse<byte[]> rest = client.with("Range", "bytes=200000-").bytes("GET", path);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(received.toByteArray());
        digest.update(rest.body());
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hub.resultSha256(id));
    }

    @Test
    void aHugeResultNeedsNoMemory() throws Exception {
        long padding = 256L << 20;
        String id = job(padding);
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(hub.quantumUrl() + "/jobs/" + id + "/result-stream"))
                                .header("X-Auth-Token", hub.token())
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long total = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = response.body()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                total += n;
            }
        }
        assertThat(total)
                .isEqualTo(response.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isGreaterThan(padding);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hub.resultSha256(id));
    }

    @Test
    void theSettingPadsEveryResult() throws Exception {
        hub.settings().resultPaddingBytes(500);
        String id = client.create(qasmJob(BELL_QASM, 1, ""));
        client.awaitStatus("/jobs/" + id, "COMPLETED");
        assertThat(client.getJson("/jobs/" + id + "/result").get("padding").stringValue())
                .hasSize(500);
        assertThat(client.post("/jobs", ionqJob(",\"input_params\":{\"result_padding_bytes\":-1}"))
                        .statusCode())
                .isEqualTo(400);
    }
}
