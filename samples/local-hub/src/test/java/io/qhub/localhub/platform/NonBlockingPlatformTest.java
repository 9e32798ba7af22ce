package io.qhub.localhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.testing.BlockingCalls;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The hub shares the process with programs that watch for blocking calls: it must not be what they find. */
class NonBlockingPlatformTest {

    private static final String MULTIPART = "multipart/form-data; boundary=" + PlainClient.BOUNDARY;

    @Test
    void noRequestToThePlatformBlocksAnEventLoop() {
        try (LocalHub hub = LocalHub.start()) {
            PlainClient client = PlainClient.platform(hub);
            String pool = client.create("/datapools", "{\"name\":\"p\"}");
            String files = "/datapools/" + pool + "/files";
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                byte[] body = PlainClient.multipart("file", "f" + i, "text/plain", new byte[i * 5000]);
                answers.add(client.sendAsync("POST", files, BodyPublishers.ofByteArray(body), MULTIPART));
                answers.add(client.sendAsync("GET", "/datapools", BodyPublishers.noBody(), "text/plain"));
                answers.add(client.sendAsync("GET", "/docs", BodyPublishers.noBody(), "text/plain"));
                answers.add(client.sendAsync(
                        "POST",
                        "/data-pool-grants",
                        BodyPublishers.ofString("{\"datapoolId\":\"" + pool + "\",\"applicationId\":\""
                                + hub.applicationId() + "\",\"permission\":\"VIEW\"}"),
                        "application/json"));
                answers.add(client.sendAsync(
                        "POST",
                        "/v2/applications/" + hub.applicationId() + "/access-token",
                        BodyPublishers.noBody(),
                        "application/json"));
                answers.add(client.sendAsync(
                        "POST", "/access-tokens", BodyPublishers.ofString("{\"name\":\"t\"}"), "application/json"));
                answers.add(client.sendAsync("GET", "/quantum-workloads", BodyPublishers.noBody(), "text/plain"));
                answers.add(client.sendAsync("GET", "/service-executions", BodyPublishers.noBody(), "text/plain"));
            }
            answers.forEach(answer -> assertThat(answer.join().statusCode())
                    .as(answer.join().body())
                    .isBetween(200, 201));
            client.publish(client.service("s"));
            for (JsonNode file : client.getJson(files)) {
                String path = files + "/" + file.get("id").stringValue();
                assertThat(client.bytes(path).body()).hasSize(file.get("size").intValue());
                client.delete(path);
            }
            assertThat(hub.stats().answers(500)).isZero();
        }
        assertThat(BlockingCalls.take()).isEmpty();
    }
}
