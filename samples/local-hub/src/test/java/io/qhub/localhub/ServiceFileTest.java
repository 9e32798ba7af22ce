package io.qhub.localhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.localhub.control.FailureRule;
import io.qhub.testing.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceFileTest {

    private final LocalHub hub =
            LocalHub.builder().queueTime(Duration.ZERO).runTime(Duration.ZERO).start();
    private final TestClient client = TestClient.service(hub, "optimiser");

    @AfterEach
    void close() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(hub.stats().activeRequests()).isZero());
        hub.close();
    }

    private String execution(long padding) {
        String id =
                client.start("{\"qubo\":{\"0\":1,\"0,1\":-4,\"1,1\":2},\"seed\":5,\"padding_bytes\":" + padding + "}");
        client.awaitExecution(id, "SUCCEEDED");
        return id;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void servesTheFilesOfTheOptimiser() throws Exception {
        String id = execution(10);
        JsonNode result = client.getJson("/" + id + "/result");
        HttpResponse<String> output = client.get("/" + id + "/result/output.json");
        assertThat(output.statusCode()).isEqualTo(200);
        assertThat(output.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(output.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        JsonNode same = JsonMapper.shared().readTree(output.body());
        assertThat(same.get("assignment")).isEqualTo(result.get("assignment"));
        assertThat(same.get("energy")).isEqualTo(result.get("energy"));
        HttpResponse<String> trace = client.get("/" + id + "/result/trace.csv");
        assertThat(trace.headers().firstValue("Content-Type")).hasValue("text/csv");
        assertThat(trace.body().split("\n"))
                .startsWith("part,evaluations,best_energy")
                .endsWith("4,4,-1.0");
        HttpResponse<byte[]> padding = client.bytes("GET", "/" + id + "/result/padding.bin");
        assertThat(padding.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(padding.body()).hasSize(10);
        assertThat(output.headers().firstValue("ETag").orElseThrow())
                .matches("\"[^\"]+\"")
                .isNotEqualTo(trace.headers().firstValue("ETag").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8, 65_536, 1_000_003})
    void padsToAnySize(long size) throws Exception {
        String id = execution(size);
        byte[] body = client.bytes("GET", "/" + id + "/result/padding.bin").body();
        assertThat(body).hasSize((int) size);
        assertThat(hub.gateway().fileSha256(id, "padding.bin")).isEqualTo(sha256(body));
        assertThat(hub.gateway().fileSha256(id, "output.json"))
                .isEqualTo(sha256(
                        client.bytes("GET", "/" + id + "/result/output.json").body()));
    }

    @Test
    void knowsTheHashOfItsFilesOnly() {
        String id = execution(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hub.gateway().fileSha256(id, "padding.bin"))
                .withMessage("the execution " + id + " has no result file padding.bin");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hub.gateway().fileSha256("nope", "output.json"))
                .withMessage("no execution has the id nope");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=3-20, 3, 21",
        "bytes=50-, 50, 100000",
        "bytes=70001-70009, 70001, 70010",
        "bytes=-9, 99991, 100000",
        "bytes=99990-999999999, 99990, 100000"
    })
    void answersRanges(String range, int from, int to) throws Exception {
        String id = execution(100_000);
        byte[] all = client.bytes("GET", "/" + id + "/result/padding.bin").body();
        HttpResponse<byte[]> part = client.with("Range", range).bytes("GET", "/" + id + "/result/padding.bin");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes " + from + "-" + (to - 1) + "/100000");
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(all, from, to));
    }

    @Test
    void honoursIfRange() throws Exception {
        String path = "/" + execution(1000) + "/result/padding.bin";
        String etag = client.bytes("GET", path).headers().firstValue("ETag").orElseThrow();
        TestClient range = client.with("Range", "bytes=5-");
        assertThat(range.with("If-Range", etag).bytes("GET", path).statusCode()).isEqualTo(206);
        assertThat(range.with("If-Range", "\"other\"").bytes("GET", path).statusCode())
                .isEqualTo(200);
        assertThat(client.with("Range", "bytes=1000-").bytes("GET", path).statusCode())
                .isEqualTo(416);
    }

    @Test
    void downloadsCanBeCutAndStalled() throws Exception {
        String id = execution(300_000);
        String path = "/" + id + "/result/padding.bin";
        String rule = "/local/optimiser/1.0.0/{id}/result/padding.bin";
        hub.fail(FailureRule.on("GET", rule).times(1).cutBody(200_000));
        assertThatThrownBy(() -> client.bytes("GET", path)).isInstanceOf(IOException.class);
        hub.fail(FailureRule.on("GET", rule).times(1).stallBody(1000));
        CompletableFuture<HttpResponse<InputStream>> stalled = HttpClient.newHttpClient()
                .sendAsync(client.request("GET", path, ""), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = stalled.join().body()) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            assertThat(hub.stats().activeRequests()).isEqualTo(1);
        }
        assertThat(sha256(client.bytes("GET", path).body()))
                .isEqualTo(hub.gateway().fileSha256(id, "padding.bin"));
    }

    @Test
    void aHugeFileNeedsNoMemory() throws Exception {
        long size = Sizes.big(1L << 30) / 4;
        String id = execution(size);
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(
                        client.request("GET", "/" + id + "/result/padding.bin", ""),
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
        assertThat(total).isEqualTo(size);
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(hub.gateway().fileSha256(id, "padding.bin"));
    }

    @Test
    void anEnormousFileCanBeReadFromAnywhere() throws Exception {
        long size = 100L << 30;
        String path = "/" + execution(size) + "/result/padding.bin";
        HttpResponse<byte[]> part =
                client.with("Range", "bytes=" + (size - 1003) + "-").bytes("GET", path);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(1003);
        assertThat(client.with("Range", "bytes=-1000").bytes("GET", path).body())
                .isEqualTo(Arrays.copyOfRange(part.body(), 3, 1003));
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(client.request("GET", path, ""), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(size);
        try (InputStream in = response.body()) {
            assertThat(in.readNBytes(1 << 20)).hasSize(1 << 20);
        }
    }

    @Test
    void theSameProblemAndSeedMakeTheSameFiles() {
        String one = execution(5000);
        String other = execution(5000);
        for (String file : new String[] {"output.json", "trace.csv", "padding.bin"}) {
            assertThat(hub.gateway().fileSha256(one, file))
                    .isEqualTo(hub.gateway().fileSha256(other, file));
        }
    }
}
