package io.qhub.localhub;

import static io.qhub.localhub.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.qhub.localhub.control.AccessKeys;
import io.qhub.localhub.control.GatewaySettings;
import io.qhub.localhub.control.HubSettings;
import io.qhub.localhub.control.HubStats;
import io.qhub.localhub.gateway.DataPoolAccess;
import io.qhub.localhub.gateway.Gateway;
import io.qhub.localhub.gateway.LogSeverity;
import io.qhub.localhub.gateway.ServiceBehaviour;
import io.qhub.localhub.gateway.ServiceFailureException;
import io.qhub.localhub.gateway.ServiceRun;
import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.HttpError;
import io.qhub.testing.LogCapture;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ServiceBehaviourTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static LocalHub.Builder quick() {
        return LocalHub.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ZERO)
                .cancelTime(Duration.ZERO);
    }

    private LocalHub hub(ServiceBehaviour behaviour) {
        LocalHub hub = quick().service("acme", "mine", "1.0.0", behaviour).start();
        open.add(hub);
        return hub;
    }

    private TestClient client(LocalHub hub) {
        return TestClient.at(hub.serviceUrl("acme", "mine", "1.0.0"))
                .bearer(hub.gateway().issueToken());
    }

    private TestClient client(ServiceBehaviour behaviour) {
        return client(hub(behaviour));
    }

    private static JsonNode failure(TestClient client, String body) {
        String id = client.start(body);
        client.awaitExecution(id, "FAILED");
        return client.getJson("/" + id + "/result");
    }

    // --------------------------------------------------------------------------------- what a service sees

    @Test
    void seesTheRequestItsTagsAndSecrets() {
        LocalHub hub = hub(run -> Mono.just(JSON.objectNode()
                .put("application", run.applicationId())
                .put("tags", String.join("+", run.tags()))
                .put("secrets", run.secretNames().size())
                .put("length", String.valueOf(run.secret("KEY")).length())
                .put("list", run.secret("tags"))
                .put("none", run.secret("other"))
                .put("id", run.executionId())
                .set("input", run.input())));
        JsonNode result = client(hub)
                .execute("{\"a\":{\"b\":[1,2]},\"$tags\":[\"x\",\"y\",\"x\"],"
                        + "\"$secrets\":{\"KEY\":\"example-only\",\"tags\":[\"odd\"]}}");
        assertThat(result.get("application").stringValue()).isEqualTo(hub.applicationId());
        assertThat(result.get("tags").stringValue()).isEqualTo("x+y+x");
        assertThat(result.get("secrets").intValue()).isEqualTo(2);
        assertThat(result.get("length").intValue()).isEqualTo("example-only".length());
        assertThat(result.get("list").stringValue()).isEqualTo("[\"odd\"]");
        assertThat(result.get("none").isNull()).isTrue();
        assertThat(result.get("id"))
                .isEqualTo(result.get("_embedded").get("status").get("id"));
        assertThat(result.get("input")).hasToString("{\"a\":{\"b\":[1,2]}}");
    }

    @Test
    void secretsShowNowhere() throws Exception {
        String secret = "example-secret-0815";
        AtomicReference<ServiceRun> seen = new AtomicReference<>();
        String token;
        String accessSecret;
        List<String> answers = new ArrayList<>();
        try (LogCapture logs = new LogCapture()) {
            LocalHub hub = hub(run -> {
                seen.set(run);
                run.log(
                        LogSeverity.INFO,
                        "calling with " + run.secret("KEY") + " and again " + run.secret("KEY") + run.secret("A"));
                return Mono.error(new IllegalStateException("refused: " + run.secret("KEY")));
            });
            token = hub.gateway().issueToken();
            accessSecret = hub.secretAccessKey();
            TestClient client =
                    TestClient.at(hub.serviceUrl("acme", "mine", "1.0.0")).bearer(token);
            String body = "{\"$secrets\":{\"KEY\":\"" + secret + "\"},\"p\":{\"id\":\"dp\",\"ref\":\"DATAPOOL\","
                    + "\"grant\":\"" + secret + "\"}}";
            answers.add(client.post("/", body).body());
            answers.add(client.post("/", body.replace("\"}}", "\"]")).body());
            String id = client.start("{\"$secrets\":{\"A\":\"example\",\"KEY\":\"" + secret + "\"}}");
            client.awaitExecution(id, "FAILED");
            answers.add(client.get("/" + id).body());
            answers.add(client.get("/").body());
            answers.add(client.get("/" + id + "/result").body());
            answers.add(client.get("/" + id + "/log").body());
            assertThat(answers.get(4)).contains("\"detail\":\"refused: ***\"", "\"code\":\"SERVICE_ERROR\"");
            assertThat(answers.get(5)).contains("calling with *** and again ******");
            answers.add(seen.get().toString());
            answers.add(hub.gateway().toString() + hub + hub.gateway().accessKeys() + hub.stats());
            logs.assertNoSecret(secret, token, accessSecret);
        }
        assertThat(String.join("\n", answers)).doesNotContain(secret).doesNotContain(accessSecret);
    }

    @Test
    void theSeedDependsOnTheRequestAlone() {
        ServiceBehaviour seeds = run -> Mono.just(JSON.objectNode().put("seed", run.seed()));
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        TestClient one = client(seeds);
        for (String body : List.of("{\"a\":1}", "{\"a\":2}", "{\"a\":1}")) {
            first.add(one.execute(body).get("seed").longValue());
        }
        TestClient other = client(seeds);
        for (String body : List.of("{\"a\":1,\"$secrets\":{\"K\":\"v\"}}", "{\"a\":1}", "{\"a\":2}")) {
            second.add(other.execute(body).get("seed").longValue());
        }
        assertThat(first).doesNotHaveDuplicates();
        assertThat(second).containsExactly(first.get(0), first.get(2), first.get(1));
    }

    // --------------------------------------------------------------------------------- what a service does

    @Test
    void answersAnEmptyObjectForAnEmptyMono() {
        JsonNode result = client(run -> Mono.empty()).execute("{}");
        assertThat(result.propertyNames()).containsExactly("_links", "_embedded");
    }

    @Test
    void failsWithCodeAndDetail() {
        JsonNode result =
                failure(client(run -> Mono.error(new ServiceFailureException("TOO_LONG", "the tour is too long"))), "");
        assertThat(result.get("code").stringValue()).isEqualTo("TOO_LONG");
        assertThat(result.get("detail").stringValue()).isEqualTo("the tour is too long");
    }

    @Test
    void failsForAnyOtherErrorToo() {
        JsonNode thrown = failure(
                client(run -> {
                    run.file("partial.txt", "text/plain", new byte[1]);
                    throw new IllegalStateException("no way");
                }),
                "");
        assertThat(thrown.get("code").stringValue()).isEqualTo("SERVICE_ERROR");
        assertThat(thrown.get("detail").stringValue()).isEqualTo("no way");
        assertThat(thrown.get("_links").propertyNames()).containsExactly("status");
        JsonNode silent = failure(client(run -> Mono.error(new IllegalStateException())), "");
        assertThat(silent.get("detail").stringValue()).isEqualTo("IllegalStateException");
    }

    @Test
    void isCancelledWithTheExecution() throws Exception {
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        TestClient client =
                client(run -> Mono.<ObjectNode>never().doOnCancel(() -> cancelled.complete(run.isCancelled())));
        String id = client.start("");
        client.awaitExecution(id, "RUNNING");
        client.put("/" + id + "/cancel");
        assertThat(cancelled.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.executionStatus(id)).isEqualTo("CANCELLED");
    }

    @Test
    void isCancelledWithTheHub() throws Exception {
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        LocalHub hub = hub(run -> Mono.<ObjectNode>never().doOnCancel(() -> cancelled.complete(true)));
        TestClient client = client(hub);
        client.awaitExecution(client.start(""), "RUNNING");
        hub.close();
        open.clear();
        assertThat(cancelled.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void writesFilesOfAnyName() throws Exception {
        List<String> names =
                List.of("a b.txt", "100%.txt", "a#b?c.txt", "Lösung.txt", "../../x", "/etc/x", "a/b", "CON", "a+b");
        LocalHub hub = hub(run -> {
            names.forEach(name -> run.file(name, "text/plain", name.getBytes(StandardCharsets.UTF_8)));
            return Mono.empty();
        });
        TestClient client = client(hub);
        String id = client.start("");
        client.awaitExecution(id, "SUCCEEDED");
        JsonNode links = client.getJson("/" + id + "/result").get("_links");
        assertThat(links).hasSize(2 + names.size());
        for (String name : names) {
            String segment = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            assertThat(links.get(name).get("href").stringValue()).isEqualTo("/" + id + "/result/" + segment);
            HttpResponse<byte[]> file = client.bytes("GET", "/" + id + "/result/" + segment);
            assertThat(file.statusCode()).as(name).isEqualTo(200);
            assertThat(new String(file.body(), StandardCharsets.UTF_8)).isEqualTo(name);
        }
        assertThat(client.get("/" + id + "/result/nope").statusCode()).isEqualTo(404);
        assertThat(client.get("/" + id + "/result/").statusCode()).isEqualTo(404);
    }

    @Test
    void cannotNameAFileLikeALink() {
        for (String name : List.of("self", "status", " ")) {
            JsonNode result = failure(
                    client(run -> {
                        run.file(name, "text/plain", new byte[1]);
                        return Mono.empty();
                    }),
                    "");
            assertThat(result.get("detail").stringValue()).isEqualTo("a result file must not be named '" + name + "'");
        }
    }

    @Test
    void waitsAndComputesOffTheEventLoops() {
        JsonNode result = client(run -> run.pause(Duration.ofMillis(20))
                        .then(run.compute(() -> Thread.currentThread().getName()))
                        .map(name -> JSON.objectNode().put("thread", name)))
                .execute("");
        assertThat(result.get("thread").stringValue()).isEqualTo("local-hub-service");
    }

    @Test
    void servicesAreNamedOnceAndPlainly() {
        ServiceBehaviour nothing = run -> Mono.empty();
        LocalHub.Builder builder = LocalHub.builder().service("acme", "mine", "1.0.0", nothing);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.service("acme", "mine", "1.0.0", nothing))
                .withMessage("there is already a service /acme/mine/1.0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.service("local", "optimiser", "1.0.0", nothing));
        for (String bad : List.of("", "..", "a/b", "ä", "a b", "<context>")) {
            assertThatIllegalArgumentException()
                    .as(bad)
                    .isThrownBy(() -> builder.service(bad, "mine", "1.0.0", nothing))
                    .withMessageContaining("context must consist of");
        }
    }

    // ------------------------------------------------------------------------------------------- data pools

    /** One pool, which wants the grant "good" of the application "app", or none. */
    private static final class OnePool implements DataPoolAccess, DataPoolAccess.DataPool {

        private final Map<String, byte[]> files;

        private OnePool(Map<String, byte[]> files) {
            this.files = files;
        }

        @Override
        public Mono<DataPool> open(String poolId, String grant, String applicationId) {
            if (!poolId.equals("dp-1")) {
                return Mono.error(new HttpError(404, "no data pool has the id " + poolId));
            }
            if (grant != null && !(grant.equals("good") && applicationId.equals("app"))) {
                return Mono.error(new HttpError(403, "the grant is not good"));
            }
            return Mono.just(this);
        }

        @Override
        public String id() {
            return "dp-1";
        }

        @Override
        public boolean isModifiable() {
            return false;
        }

        @Override
        public Flux<PoolFile> files() {
            return Flux.fromIterable(files.entrySet())
                    .map(file -> new PoolFile(file.getKey(), Content.of(file.getValue())));
        }
    }

    /** A service in a hub with that pool, called by the application "app". */
    private TestClient withPool(String service, Map<String, byte[]> files, ServiceBehaviour behaviour) {
        Gateway.Services services = new Gateway.Services();
        services.add("acme", "mine", "1.0.0", behaviour);
        HubSettings settings = new HubSettings().queueTime(Duration.ZERO).runTime(Duration.ZERO);
        Gateway gateway = new Gateway(
                services,
                new AccessKeys(),
                "app",
                new OnePool(files),
                settings,
                new GatewaySettings(),
                new HubStats(),
                0);
        LocalHub.Builder builder = LocalHub.builder();
        gateway.apis().forEach(builder::api);
        LocalHub hub = builder.start();
        open.add(hub);
        open.add(gateway);
        return TestClient.at(hub.url() + service).bearer(gateway.issueToken());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsTheDataPoolsOfTheRequest() {
        TestClient client = withPool(
                "/acme/mine/1.0.0",
                Map.of("roads.csv", utf8("a,b")),
                run -> run.dataPools().get("roads").file("roads.csv").map(file -> JSON.objectNode()
                        .put("length", file.content().length())
                        .put("pools", run.dataPools().size())
                        .set("input", run.input())));
        String request = "{\"n\":1,\"roads\":{\"id\":\"dp-1\",\"ref\":\"DATAPOOL\",\"grant\":\"good\"},"
                + "\"other\":{\"id\":\"dp-1\",\"ref\":\"FILE\"}}";
        JsonNode result = client.execute(request);
        assertThat(result.get("length").intValue()).isEqualTo(3);
        assertThat(result.get("pools").intValue()).isEqualTo(1);
        assertThat(result.get("input"))
                .hasToString("{\"n\":1,\"roads\":{\"id\":\"dp-1\",\"ref\":\"DATAPOOL\"},"
                        + "\"other\":{\"id\":\"dp-1\",\"ref\":\"FILE\"}}");
        assertThat(client.execute(request.replace(",\"grant\":\"good\"", ""))
                        .get("length")
                        .intValue())
                .isEqualTo(3);
        HttpResponse<String> refused = client.post("/", request.replace("good", "bad-grant"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused)).hasToString("{\"detail\":\"the grant is not good\"}");
        assertThat(client.post("/", request.replace("dp-1", "dp-2")).statusCode())
                .isEqualTo(404);
        assertThat(client.getJson("/")).hasSize(2);
    }

    @Test
    void theOptimiserReadsItsProblemFromAPool() {
        TestClient client = withPool(
                "/local/optimiser/1.0.0",
                Map.of(
                        "qubo.json", utf8("{\"qubo\":{\"0,1\":-2,\"1\":1}}"),
                        "other.json", utf8("{\"terms\":[[0,0,-5]],\"offset\":1}"),
                        "bad.json", utf8("[1")),
                run -> Mono.empty());
        String reference = "{\"qubo\":{\"id\":\"dp-1\",\"ref\":\"DATAPOOL\",\"grant\":\"good\"}";
        JsonNode result = client.execute(reference + "}");
        assertThat(result.get("assignment")).hasToString("[1,1]");
        assertThat(result.get("energy").doubleValue()).isEqualTo(-1);
        assertThat(client.execute(reference + ",\"file\":\"other.json\"}")
                        .get("energy")
                        .doubleValue())
                .isEqualTo(-4);
        assertThat(failure(client, reference + ",\"file\":\"bad.json\"}")
                        .get("detail")
                        .stringValue())
                .isEqualTo("bad.json is not a JSON object");
        JsonNode none = failure(client, reference + ",\"file\":\"none.json\"}");
        assertThat(none.get("code").stringValue()).isEqualTo("FILE_NOT_FOUND");
        assertThat(none.get("detail").stringValue()).isEqualTo("the data pool dp-1 has no file none.json");
    }
}
