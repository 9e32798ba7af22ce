package io.qhub.contractcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.PathOverrides;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.http.Operation;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ContractCheckTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private AccessTokenProvider credential = new StaticCredential("secret-token");

    private int run(String... arguments) {
        return ContractCheck.run(new PrintWriter(out, true), new PrintWriter(err, true), credential, arguments);
    }

    private Path document(String version, List<Operation<?>> operations, UnaryOperator<String> move)
            throws IOException {
        return Files.writeString(
                directory.resolve("docs.json"),
                Documents.of(version, operations, move).toString());
    }

    private static String[] file(Api api, Path file, String... more) {
        return Stream.concat(Stream.of("--api", api.toString(), "--file", file.toString()), Stream.of(more))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void theClientsOwnContractHasNoDrift(Api api) throws IOException {
        for (String version : List.of("3.0.3", "3.1.0")) {
            Path docs = document(version, api.operations(), path -> path);

            assertThat(run(file(api, docs))).as("%s%n%s", out, err).isZero();

            assertThat(out.toString())
                    .contains(api.title() + ": " + api.operations().size() + " operations: "
                            + api.operations().size() + " found, 0 moved, 0 changed, 0 missing; 0 new")
                    .contains(api.operations().get(0).name());
            assertThat(err.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHasMovedIsMendedByTheOverrides(Api api) throws IOException {
        Path docs = document("3.1.0", api.operations(), path -> "/v9" + path);

        assertThat(run(file(api, docs, "--write-overrides"))).isEqualTo(1);

        Properties properties = new Properties();
        properties.load(new StringReader(out.toString()));
        PathOverrides overrides = PathOverrides.ofProperties(properties);
        assertThat(overrides.asMap()).hasSameSizeAs(api.operations());
        for (Operation<?> operation : api.operations()) {
            assertThat(overrides.asMap()).containsEntry(operation.name(), "/v9" + operation.path());
        }
        assertThat(err.toString()).contains(api.operations().size() + " moved");
    }

    @Test
    void oneFileMayHoldAllApis() throws IOException {
        List<Operation<?>> all = Stream.of(Api.values())
                .flatMap(each -> each.operations().stream())
                .toList();

        assertThat(run("--file", document("3.0.3", all, path -> path).toString()))
                .as("%s%n%s", out, err)
                .isLessThan(2);
        assertThat(out.toString()).contains(": " + all.size() + " operations: ");
    }

    @Test
    void everyKindOfDriftStandsInTheTable() throws IOException {
        ObjectNode docs = Documents.of("3.0.3", Api.QUANTUM.operations(), path -> path);
        ObjectNode paths = (ObjectNode) docs.get("paths");
        paths.set("/v2/backends", paths.remove("/backends"));
        paths.remove("/workloads");
        ObjectNode sessions = (ObjectNode) paths.get("/sessions");
        sessions.set("put", sessions.remove("post"));
        ObjectNode news = paths.putObject("/news").putObject("get").put("operationId", "getNews");
        news.putArray("tags").add("News");
        ObjectNode jobs = (ObjectNode) paths.get("/jobs").get("get");
        jobs.putArray("parameters").addObject().put("name", "limit").put("in", "query");
        Path file = Files.writeString(directory.resolve("docs.json"), docs.toString());

        assertThat(run(file(Api.QUANTUM, file))).isEqualTo(1);

        assertThat(out.toString())
                .containsPattern("MOVED +verified +quantum.backends.getBackends +GET /backends +GET /v2/backends")
                .containsPattern("MISSING +inferred +quantum.workloads.getWorkloads +GET /workloads\n")
                .containsPattern("CHANGED +verified +quantum.sessions.createSession +POST /sessions +PUT /sessions")
                .contains("the method is PUT, not POST")
                .containsPattern("NEW +News: getNews +GET /news")
                .contains("query parameter 'limit' only in the Hub's document")
                .contains("query parameter 'page' only in this client");
    }

    @Test
    void whatIsNewIsDriftOnlyIfAskedFor() throws IOException {
        ObjectNode docs = Documents.of("3.0.3", Api.QUANTUM.operations(), path -> path);
        ((ObjectNode) docs.get("paths")).putObject("/news").putObject("get").put("operationId", "getNews");
        Path file = Files.writeString(directory.resolve("docs.json"), docs.toString());

        assertThat(run(file(Api.QUANTUM, file))).isZero();
        assertThat(run(file(Api.QUANTUM, file, "--strict"))).isEqualTo(1);
    }

    @Test
    void overridesGoIntoAFileWholeOrNotAtAll() throws IOException {
        Path docs = document("3.0.3", Api.QUANTUM.operations(), path -> path.replace("/backends", "/v2/backends"));
        Path target = directory.resolve("hub.properties");

        for (int i = 0; i < 2; i++) {
            assertThat(run(file(Api.QUANTUM, docs, "--write-overrides", target.toString())))
                    .isEqualTo(1);
            assertThat(target).content().contains("\nqhub.paths.quantum.backends.getBackends=/v2/backends\n");
        }
        assertThat(out.toString()).contains("MOVED", target.toString());
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(docs, target);
        }
    }

    @Test
    void aFileOfAnotherKindIsNotOverwritten() throws IOException {
        Path docs = document("3.0.3", Api.QUANTUM.operations(), path -> path);
        Path precious = Files.writeString(directory.resolve("application.properties"), "a=b\n");

        assertThat(run(file(Api.QUANTUM, docs, "--write-overrides", precious.toString())))
                .isEqualTo(2);
        assertThat(run(file(Api.QUANTUM, docs, "--write-overrides", docs.toString())))
                .isEqualTo(2);
        assertThat(run(file(Api.QUANTUM, docs, "--write-overrides", directory.toString())))
                .isEqualTo(2);
        assertThat(run(file(
                        Api.QUANTUM,
                        docs,
                        "--write-overrides",
                        directory.resolve("none/hub.properties").toString())))
                .isEqualTo(2);

        assertThat(precious).hasContent("a=b\n");
        assertThat(err.toString()).contains("was not written by this command", "There is no directory");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void readsTheDocumentOfAHub() throws Exception {
        try (MockWebServer hub = MockServers.create()) {
            hub.start();
            hub.enqueue(new MockResponse.Builder().code(404).build());
            hub.enqueue(new MockResponse.Builder()
                    .body(Documents.of("3.1.0", Api.QUANTUM.operations(), path -> path)
                            .toString())
                    .build());

            assertThat(run("--api", "Quantum", "--url", hub.url("/base/").toString()))
                    .as("%s%n%s", out, err)
                    .isZero();

            assertThat(hub.takeRequest().getTarget()).isEqualTo("/base/docs");
            RecordedRequest second = hub.takeRequest();
            assertThat(second.getTarget()).isEqualTo("/base/v3/api-docs");
            assertThat(second.getHeaders().get("X-Auth-Token")).isEqualTo("secret-token");
            assertThat(out + err.toString()).doesNotContain("secret-token");
        }
    }

    @Test
    void allApisOfAHubAreAskedAtTheirPaths() throws Exception {
        try (MockWebServer hub = MockServers.create()) {
            hub.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    for (Api api : Api.values()) {
                        if (api != Api.SERVICE && request.getTarget().equals(api.below("") + "/docs")) {
                            return new MockResponse.Builder()
                                    .body(Documents.of("3.1.0", api.operations(), path -> path)
                                            .toString())
                                    .build();
                        }
                    }
                    return new MockResponse.Builder().code(404).build();
                }
            });
            hub.start();

            assertThat(run("--url", hub.url("/").toString()))
                    .as("%s%n%s", out, err)
                    .isZero();

            for (Api api : List.of(Api.QUANTUM, Api.PLATFORM, Api.USER)) {
                assertThat(out.toString()).contains(api.title() + ": ");
            }
            assertThat(err.toString()).contains("Service gateway is not asked").hasLineCount(1);
        }
    }

    @Test
    void theGatewayOfAServiceIsAskedWithItsOwnHeader() throws Exception {
        try (MockWebServer gateway = MockServers.create()) {
            gateway.start();
            gateway.enqueue(new MockResponse.Builder()
                    .body(Documents.of("3.1.0", Api.SERVICE.operations(), path -> path)
                            .toString())
                    .build());

            assertThat(run(
                            "--api",
                            "service",
                            "--url",
                            gateway.url("/acme/route/1.0.0").toString()))
                    .as("%s%n%s", out, err)
                    .isZero();

            RecordedRequest request = gateway.takeRequest();
            assertThat(request.getTarget()).isEqualTo("/acme/route/1.0.0/docs");
            assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer secret-token");
            assertThat(request.getHeaders().get("X-Auth-Token")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500})
    void aHubThatRefusesIsNoDrift(int status) throws Exception {
        try (MockWebServer hub = MockServers.create()) {
            hub.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return new MockResponse.Builder().code(status).body("no").build();
                }
            });
            hub.start();

            assertThat(run("--api", "quantum", "--url", hub.url("/").toString()))
                    .isEqualTo(2);

            assertThat(err.toString()).contains("Quantum API cannot be read", String.valueOf(status));
            assertThat(err.toString()).doesNotContain("secret-token", "\tat ");
        }
    }

    @Test
    void withoutATokenNoHubIsAsked() {
        credential = new StaticCredential(null);

        assertThat(run("--api", "quantum", "--url", "http://127.0.0.1:1/")).isEqualTo(2);

        assertThat(err.toString()).contains("token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty",
                "<html><body>Log in</body></html>|HTML",
                "openapi: 3.0.0|YAML",
                "{\"openapi\": \"3.0.0\"|not JSON that can be read",
                "{\"swagger\": \"2.0\"}|Swagger 2",
                "{\"openapi\": \"3.0.0\"}|'paths'"
            })
    void brokenDocumentsAreBadInput(String text, String why) throws IOException {
        Path file = Files.writeString(directory.resolve("docs.json"), text);

        assertThat(run(file(Api.QUANTUM, file))).isEqualTo(2);

        assertThat(err.toString()).contains(file.toString(), why).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void hugeAndHostileDocumentsAreBadInput() throws IOException {
        Path deep = Files.writeString(
                directory.resolve("deep.json"), "{\"openapi\":\"3.0.0\",\"paths\":" + "{\"a\":".repeat(10_000));
        assertThat(run(file(Api.QUANTUM, deep))).isEqualTo(2);

        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(run(file(Api.QUANTUM, binary))).isEqualTo(2);

        Path huge = directory.resolve("huge.json");
        try (var sparse = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(10L * 1024 * 1024 * 1024);
        }
        assertThat(run(file(Api.QUANTUM, huge))).isEqualTo(2);

        assertThat(err.toString())
                .contains("depth", "not text", "larger than 64 MiB")
                .hasLineCount(3);
    }

    @Test
    void pathsThatMeanNoGoodAreNotWritten() throws IOException {
        Path docs = document("3.1.0", Api.QUANTUM.operations(), path -> "//evil.test" + path);

        assertThat(run(file(Api.QUANTUM, docs, "--write-overrides", "-"))).isEqualTo(1);

        assertThat(out.toString()).hasLineCount(1).startsWith("# ");
        assertThat(err.toString()).contains("CHANGED", "//evil.test/jobs", "the path is not used");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--api quantums --file docs.json|There is no API 'quantums'",
                "--api quantum --file none.json|There is no file none.json",
                "--api quantum --file none.json --url http://x|exclude each other",
                "--api quantum --url ftp://x|not an http or https URL",
                "--api service|needs the --url of a service",
                "--api service --url http://x/{context}/y|still holds {context}",
                "--api quantum --url nonsense|not an http or https URL",
                "--nonsense|Unknown option",
                "--api|parameter",
                "surplus|Unmatched argument"
            })
    void badInputIsNamedInOneLine(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).hasLineCount(1).doesNotContain("\tat ");
    }

    @Test
    void helpIsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--api", "--url", "--file", "--write-overrides", "--strict");
    }
}
