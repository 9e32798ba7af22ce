package io.qhub.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.contract.ContractReport.Difference;
import io.qhub.core.contract.ContractReport.Finding;
import io.qhub.core.contract.ContractReport.Kind;
import io.qhub.core.contract.ContractReport.Side;
import io.qhub.core.contract.ContractReport.State;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the same operation, and what is never taken for it. */
class ContractTest {

    private static ContractReport compare(String document) {
        return Contract.compare(Documents.ALL, document);
    }

    private static Finding of(ContractReport report, Operation<?> operation) {
        return report.findings().stream()
                .filter(each -> each.operation() == operation)
                .findFirst()
                .orElseThrow();
    }

    /** A document that has one operation, under {@code getJob}'s name unless said otherwise. */
    private static ContractReport one(String method, String path, String more) {
        return Contract.compare(
                List.of(Documents.GET_JOB),
                Documents.document("3.1.0", "\"" + path + "\": {\"" + method + "\": {" + more + "}}"));
    }

    private static ContractReport getJobAt(String path) {
        return one("get", path, "\"operationId\": \"getJob\", \"tags\": [\"Jobs\"]");
    }

    private static Finding only(ContractReport report) {
        assertThat(report.findings()).hasSize(1);
        return report.findings().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.0.3", "3.1.0"})
    void theSameContractHasNoDrift(String version) {
        ContractReport report = compare(Documents.same().replace("3.0.3", version));

        assertThat(report.findings()).allSatisfy(each -> {
            assertThat(each.state()).as(each.operation().name()).isEqualTo(State.FOUND);
            assertThat(each.differences()).as(each.operation().name()).isEmpty();
        });
        assertThat(report.hasDrift()).isFalse();
        assertThat(report.added()).isEmpty();
        assertThat(report.remarks()).isEmpty();
        assertThat(report.overrides().isEmpty()).isTrue();
    }

    @Test
    void movedPathsBecomeOverridesWithTheClientsOwnVariables() {
        ContractReport report = compare(Documents.same()
                .replace("/jobs/{jobId}", "/v2/quantum-jobs/{job_id}")
                .replace("/datapools/{poolId}/files/{fileId}", "/data-pools/{pool}/objects/{file}"));

        assertThat(report.moved())
                .extracting(Finding::operation)
                .containsExactly(Documents.GET_JOB, Documents.GET_FILE);
        assertThat(report.found()).hasSize(3);
        assertThat(report.overrides().asMap())
                .containsOnly(
                        Map.entry("test.jobs.getJob", "/v2/quantum-jobs/{id}"),
                        Map.entry("test.dataPools.getFile", "/data-pools/{poolId}/objects/{fileId}"));
        assertThat(report.hasDrift()).isTrue();
    }

    @Test
    void missingAndAddedOperationsAreTold() {
        ContractReport report = compare(Documents.same()
                .replace("\"getFile\"", "\"downloadEverything\"")
                .replace("/datapools/{poolId}/files/{fileId}", "/everything"));

        assertThat(report.missing()).extracting(Finding::operation).containsExactly(Documents.GET_FILE);
        assertThat(report.added())
                .containsExactly(
                        new ContractReport.Endpoint("GET", "/everything", "downloadEverything", List.of("Data Pools")));
        assertThat(report.added().get(0)).hasToString("GET /everything (downloadEverything, Data Pools)");
        assertThat(report.hasDrift()).isTrue();
    }

    @Test
    void whatTheHubHasBesideIsNoDrift() {
        ContractReport report = compare(
                Documents.same()
                        .replace(
                                "\"/jobs/{jobId}\"",
                                "\"/news\": {\"get\": {\"operationId\": \"getNews\", \"tags\": [\"News\"]}}, \"/jobs/{jobId}\""));

        assertThat(report.added()).hasSize(1);
        assertThat(report.hasDrift()).isFalse();
    }

    @Test
    void anotherMethodIsReportedAndNeverApplied() {
        ContractReport report = one("delete", "/v2/jobs/{id}", "\"operationId\": \"getJob\", \"tags\": [\"Jobs\"]");

        assertThat(only(report).state()).isEqualTo(State.CHANGED);
        assertThat(only(report).remark()).contains("DELETE", "GET");
        assertThat(report.overrides().isEmpty()).isTrue();
        assertThat(report.added()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jobs", "/jobs/{a}/{b}", "/orgs/{org}/jobs/{id}"})
    void anotherNumberOfVariablesIsNeverApplied(String path) {
        ContractReport report = getJobAt(path);

        assertThat(only(report).state()).isEqualTo(State.CHANGED);
        assertThat(only(report).remark()).contains("variables, not 1");
        assertThat(report.overrides().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/{fileId}/datapools/{poolId}",
                "/x/{file_id}/{pool_id}",
                "/files/{a}/datapools/{b}",
                "/v2/files/{fileId}/of/{x}"
            })
    void variablesInAnotherOrderAreNeverApplied(String path) {
        ContractReport report = compare(Documents.same().replace("/datapools/{poolId}/files/{fileId}", path));

        assertThat(of(report, Documents.GET_FILE).state()).isEqualTo(State.CHANGED);
        assertThat(of(report, Documents.GET_FILE).remark()).contains("another order");
        assertThat(report.overrides().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../admin/{id}",
                "/jobs/../{id}",
                "//evil.test/{id}",
                "/v2//{id}",
                "https://evil.test/{id}",
                "jobs/{id}",
                "/v2/{id}?admin=true",
                "/v2/{id}#x",
                "/v2/{id}\\r\\nX-Evil: 1",
                "/v2/%2e%2e/{id}",
                "/v2/..;/{id}",
                "/v2\\\\{id}",
                "/v2/{id}/{",
                "/v2/{id}\\u0000"
            })
    void pathsThatAreNotSafeAreNeverApplied(String path) {
        ContractReport report = getJobAt(path);

        assertThat(only(report).state()).isEqualTo(State.CHANGED);
        assertThat(only(report).template()).isNull();
        assertThat(report.overrides().isEmpty()).isTrue();
        assertThat(report.toString()).matches("\\P{Cc}*");
    }

    @Test
    void aNameThatIsThereTwiceIsNeverApplied() {
        String twice = "\"get\": {\"operationId\": \"getJob\", \"tags\": [\"Jobs\"]}";
        ContractReport report = Contract.compare(
                List.of(Documents.GET_JOB),
                Documents.document("3.0.0", "\"/a/{id}\": {" + twice + "}, \"/b/{id}\": {" + twice + "}"));

        assertThat(only(report).state()).isEqualTo(State.CHANGED);
        assertThat(only(report).remark()).contains("2 times", "/b/{id}");
        assertThat(report.overrides().isEmpty()).isTrue();
    }

    @Test
    void ofTwoOneMayStillBeWhereTheClientLooks() {
        String twice = "\"get\": {\"operationId\": \"getJob\", \"tags\": [\"Jobs\"]}";
        ContractReport report = Contract.compare(
                List.of(Documents.GET_JOB),
                Documents.document("3.0.0", "\"/a/{id}\": {" + twice + "}, \"/jobs/{id}\": {" + twice + "}"));

        assertThat(only(report).state()).isEqualTo(State.FOUND);
        assertThat(report.added()).hasSize(1);
    }

    @Test
    void theNameWithoutAGeneratorsSuffixComesFirst() {
        ContractReport report = Contract.compare(List.of(Documents.GET_JOB), Documents.document("3.0.0", """
                "/a/{id}": {"get": {"operationId": "getJob_1", "tags": ["Jobs"]}},
                "/b/{id}": {"get": {"operationId": "getJob", "tags": ["Jobs"]}}
                """));

        assertThat(report.overrides().asMap()).containsOnly(Map.entry("test.jobs.getJob", "/b/{id}"));
    }

    @ParameterizedTest
    @CsvSource({
        "getJob, Jobs, true",
        "get_job, jobs, true",
        "GetJob, job, true",
        "get-job, JOBS, true",
        "getJob_1, Job Controller, true",
        "getJob_999, jobs-controller, true",
        "getJob, JobsController, true",
        "getJob_1000, Jobs, false",
        "getJob1, Jobs, false",
        "getJobs, Jobs, false",
        "getJob, Sessions, false",
        "getJob, Service Jobs, false",
        "getJob, controller, false",
        "getJob, , false",
        ", Jobs, false"
    })
    void namesOfGeneratorsAreOne(@Nullable String id, @Nullable String tag, boolean same) {
        ContractReport report = one(
                "get",
                "/v2/jobs/{id}",
                (id == null ? "" : "\"operationId\": \"" + id + "\",") + "\"tags\": ["
                        + (tag == null ? "" : "\"" + tag + "\"") + "]");

        assertThat(only(report).state()).isEqualTo(same ? State.MOVED : State.MISSING);
        assertThat(report.added()).hasSize(same ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "dataPools, Data Pools",
        "dataPools, data-pool",
        "dataPools, datapools",
        "dataPools, DATA_POOL_CONTROLLER",
        "dataPools, DataPoolController",
        "useCases, use-cases",
        "eligibility, Eligibilities",
        "services, ServiceAPI"
    })
    void tagsOfGeneratorsAreOne(String namespace, String tag) {
        assertThat(Names.tag(namespace).equals(Names.tag(tag))).isEqualTo(!tag.endsWith("API"));
    }

    @Test
    void anOperationIdOfAnotherTagIsNotTakenButTold() {
        ContractReport report = one("get", "/v2/jobs/{id}", "\"operationId\": \"getJob\", \"tags\": [\"Admin\"]");

        assertThat(only(report).state()).isEqualTo(State.MISSING);
        assertThat(only(report).remark()).contains("another tag", "GET /v2/jobs/{id} (getJob, Admin)");
        assertThat(report.overrides().isEmpty()).isTrue();
    }

    @Test
    void aRequestUnderAnotherNameIsFoundAtItsPath() {
        ContractReport report = one("get", "/jobs/{x}", "\"operationId\": \"readJob\", \"tags\": [\"Jobs\"]");

        assertThat(only(report).state()).isEqualTo(State.FOUND);
        assertThat(only(report).remark()).contains("'readJob'");
        assertThat(report.added()).isEmpty();
    }

    @Test
    void theSameRequestUnderASecondNameIsFoundWithTheFirst() {
        Operation<?> inAScope =
                Operations.of("test.jobs").get("getScopedJob", "/jobs/{id}").answers(Documents.Job.class);
        ContractReport report =
                Contract.compare(List.of(inAScope, Documents.GET_JOB), Documents.document("3.0.0", """
                        "/jobs/{id}": {"get": {"operationId": "getJob", "tags": ["Jobs"]}},
                        "/scopes/{s}/jobs/{id}": {"get": {"operationId": "getScopedJob", "tags": ["Jobs"]}}
                        """));

        assertThat(report.found()).hasSize(2);
        assertThat(report.hasDrift()).isFalse();
    }

    @Test
    void theSameRequestUnderASecondNameGoesWhereTheFirstHasGone() {
        Operation<?> second = Operations.of("test.scopes")
                .get("getScopedJob", "/jobs/{jobId}")
                .answers(Documents.Job.class);
        for (String other : List.of(
                "",
                ", \"/scopes/{s}/jobs/{id}\": {\"get\": {\"operationId\": \"getScopedJob\","
                        + " \"tags\": [\"Scopes\"]}}")) {
            ContractReport report = Contract.compare(
                    List.of(second, Documents.GET_JOB),
                    Documents.document(
                            "3.0.0",
                            "\"/v2/jobs/{job_id}\": {\"get\": {\"operationId\": \"getJob\", \"tags\": [\"Jobs\"]}}"
                                    + other));

            assertThat(report.overrides().asMap())
                    .containsOnly(
                            Map.entry("test.scopes.getScopedJob", "/v2/jobs/{jobId}"),
                            Map.entry("test.jobs.getJob", "/v2/jobs/{id}"));
            assertThat(of(report, second).remark()).contains("same request as test.jobs.getJob");
        }
    }

    @Test
    void whatIsServedAtItsPathByAnotherIsNotFoundThereIfItsNameIsElsewhere() {
        ContractReport report = Contract.compare(List.of(Documents.GET_JOB), Documents.document("3.0.0", """
                "/jobs/{id}": {"get": {"operationId": "getJobOverview", "tags": ["Jobs"]}},
                "/orgs/{org}/jobs/{id}": {"get": {"operationId": "getJob", "tags": ["Jobs"]}}
                """));

        assertThat(only(report).state()).isEqualTo(State.CHANGED);
    }

    // ---- Parameters and members ----

    private static Difference difference(Kind kind, String name, Side side) {
        return new Difference(kind, name, side, false);
    }

    @Test
    void differingQueryParametersAreTold() {
        ContractReport report = compare(Documents.same()
                .replace("\"name\": \"size\"", "\"name\": \"limit\", \"required\": true")
                .replace("{\"name\": \"filename\"", "{\"name\": \"filename\", \"schema\": {\"type\": \"string\"}"));

        assertThat(of(report, Documents.LIST_JOBS).differences())
                .containsExactly(
                        difference(Kind.QUERY_PARAMETER, "size", Side.CLIENT),
                        new Difference(Kind.QUERY_PARAMETER, "limit", Side.HUB, true));
        assertThat(of(report, Documents.ADD_FILE).differences()).isEmpty();
        assertThat(report.hasDrift()).isTrue();
    }

    @Test
    void aQueryObjectStandsForItsMembers() {
        ContractReport report = Contract.compare(List.of(Documents.LIST_JOBS), Documents.document("3.0.0", """
                "/jobs": {"get": {"operationId": "listJobs", "tags": ["Jobs"], "parameters": [
                    {"name": "pageable", "in": "query", "required": true, "schema": {"type": "object",
                     "properties": {"page": {}, "size": {}, "sort": {}}}}]}}
                """));

        assertThat(only(report).differences()).containsExactly(difference(Kind.QUERY_PARAMETER, "sort", Side.HUB));
    }

    @Test
    void differingMembersAreToldAtEveryDepth() {
        ContractReport report = compare(Documents.same()
                .replace("\"backendId\": {", "\"backend\": {")
                .replace("[\"backendId\"]", "[\"backend\"]")
                .replace("\"name\": {\"type\": \"string\"}, \"parts\"", "\"label\": {}, \"parts\""));

        assertThat(of(report, Documents.CREATE_JOB).differences())
                .containsExactlyInAnyOrder(
                        difference(Kind.BODY_MEMBER, "backendId", Side.CLIENT),
                        new Difference(Kind.BODY_MEMBER, "backend", Side.HUB, true),
                        difference(Kind.ANSWER_MEMBER, "gate.name", Side.CLIENT),
                        difference(Kind.ANSWER_MEMBER, "gate.label", Side.HUB),
                        difference(Kind.ANSWER_MEMBER, "gates.name", Side.CLIENT),
                        difference(Kind.ANSWER_MEMBER, "gates.label", Side.HUB));
        assertThat(of(report, Documents.LIST_JOBS).differences()).hasSize(4);
        assertThat(of(report, Documents.CREATE_JOB).differences().get(1))
                .hasToString("body member 'backend' only in the Hub's document, required");
    }

    @Test
    void answersAreReadInBothCasesAndRequestsAreNotWrittenSo() {
        record Both(@Nullable String createdAt) {}
        Operation<?> both = Operations.of("test.jobs")
                .post("both", "/both")
                .body(Both.class)
                .answers(Both.class);
        String schema =
                "{\"application/json\": {\"schema\": {\"type\": \"object\", \"properties\": {\"created_at\": {}}}}}";
        ContractReport report = Contract.compare(
                List.of(both),
                Documents.document(
                        "3.0.0",
                        "\"/both\": {\"post\": {\"operationId\": \"both\", \"tags\": [\"jobs\"],"
                                + "\"requestBody\": {\"content\": " + schema
                                + "}, \"responses\": {\"200\": {\"content\": "
                                + schema + "}}}}"));

        assertThat(only(report).differences())
                .containsExactly(
                        difference(Kind.BODY_MEMBER, "createdAt", Side.CLIENT),
                        difference(Kind.BODY_MEMBER, "created_at", Side.HUB));
    }

    @Test
    void differingPartsAreTold() {
        ContractReport report = compare(Documents.same()
                .replace("\"required\": [\"file\"]", "\"required\": [\"content\"]")
                .replace("\"properties\": {\"file\"", "\"properties\": {\"content\""));

        assertThat(of(report, Documents.ADD_FILE).differences())
                .containsExactly(
                        difference(Kind.BODY_PART, "file", Side.CLIENT),
                        new Difference(Kind.BODY_PART, "content", Side.HUB, true));
    }

    @Test
    void anArrayWhereAnObjectIsDueIsTold() {
        Operation<?> list = Operations.of("test.jobs").get("list", "/list").answersList(Documents.Job.class);
        Operation<?> get = Operations.of("test.jobs").get("get", "/get").answers(Documents.Job.class);
        String job = "{\"$ref\": \"#/components/schemas/Job\"}";
        ContractReport report =
                Contract.compare(List.of(list, get), Documents.document("3.0.0", """
                "/list": {"get": {"operationId": "list", "tags": ["jobs"], "responses": {"200": {"content":
                    {"application/json": {"schema": %s}}}}}},
                "/get": {"get": {"operationId": "get", "tags": ["jobs"], "responses": {"200": {"content":
                    {"application/json": {"schema": {"type": "array", "items": %s}}}}}}}
                """.formatted(job, job)));

        assertThat(of(report, list).differences()).containsExactly(difference(Kind.ANSWER_MEMBER, "[]", Side.CLIENT));
        assertThat(of(report, get).differences()).containsExactly(difference(Kind.ANSWER_MEMBER, "[]", Side.HUB));
    }

    private static final String JOB = "{\"$ref\": \"#/components/schemas/Job\"}";

    /** What differs between a POST of ours and one that the document has in that way. */
    private static List<Difference> posted(Operation<?> operation, String document) {
        return of(Contract.compare(List.of(operation), Documents.document("3.0.0", """
                "/it": {"post": {"operationId": "post", "tags": ["its"]%s}}
                """.formatted(document))), operation)
                .differences();
    }

    @Test
    void aBodyWhereNoneOrAnotherKindIsDueIsTold() {
        Operation<?> post = Operations.of("test.its").post("post", "/it").answersNothing();
        Operation<?> sending = Operations.of("test.its")
                .post("post", "/it")
                .body(Documents.Create.class)
                .answersNothing();
        Operation<?> uploading =
                Operations.of("test.its").post("post", "/it").parts("file").answersNothing();
        String bytes = ", \"requestBody\": {\"content\": {\"application/octet-stream\": {}}}";
        String json = ", \"requestBody\": {\"content\": {\"application/json\": {\"schema\": " + JOB + "}}}";
        String form =
                ", \"requestBody\": {\"content\": {\"multipart/form-data\": {\"schema\": {\"type\": \"object\"}}}}";

        assertThat(posted(sending, "")).containsExactly(difference(Kind.BODY_MEMBER, "{}", Side.CLIENT));
        assertThat(posted(sending, bytes)).isEmpty();
        assertThat(posted(post, json)).containsExactly(difference(Kind.BODY_MEMBER, "{}", Side.HUB));
        assertThat(posted(post, bytes)).isEmpty();
        assertThat(posted(uploading, "")).containsExactly(difference(Kind.BODY_PART, "file", Side.CLIENT));
        assertThat(posted(uploading, bytes)).containsExactly(difference(Kind.BODY_PART, "{}", Side.CLIENT));
        assertThat(posted(uploading, form)).as("whose parts are not told").isEmpty();
    }

    record Bag(Map<String, Documents.Gate> byName) {}

    @Test
    void theValuesOfMapsAreCompared() {
        Operation<?> get = Operations.of("test.bags").get("get", "/bag").answers(Bag.class);
        ContractReport report = Contract.compare(List.of(get), Documents.document("3.0.0", """
                "/bag": {"get": {"operationId": "get", "tags": ["bags"], "responses": {"200": {"content":
                    {"application/json": {"schema": {"type": "object", "properties": {"byName": {"type": "object",
                        "additionalProperties": {"type": "object", "properties": {"name": {"type": "string"}}}}}}}}}}}}
                """));

        assertThat(of(report, get).differences())
                .containsExactly(difference(Kind.ANSWER_MEMBER, "byName.parts", Side.CLIENT));
    }

    @Test
    void aPageWithoutContentIsTold() {
        Operation<?> list = Operations.of("test.its").get("list", "/it").answersPage(Documents.Job.class);
        String page = """
                "/it": {"get": {"operationId": "list", "tags": ["its"], "responses": {"201": {"content":
                    {"application/json": {"schema": {"type": "object"%s}}}}, "404": {"content": {"application/json":
                    {"schema": %s}}}}}}
                """;

        assertThat(of(
                                Contract.compare(
                                        List.of(list),
                                        Documents.document(
                                                "3.0.0", page.formatted(", \"properties\": {\"items\": {}}", JOB))),
                                list)
                        .differences())
                .containsExactly(difference(Kind.ANSWER_MEMBER, "content", Side.CLIENT));
        assertThat(of(Contract.compare(List.of(list), Documents.document("3.0.0", page.formatted("", JOB))), list)
                        .differences())
                .as("an object whose members are not told")
                .isEmpty();
    }

    @Test
    void aBareArrayIsAPageToo() {
        ContractReport report = compare(
                Documents.same()
                        .replace("PageOfJobs\"}", "Jobs\"}")
                        .replace(
                                "\"Base\": {",
                                "\"Jobs\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/components/schemas/Job\"}}, \"Base\": {"));

        assertThat(report.hasDrift()).isFalse();
    }

    // ---- Documents that mean no good ----

    private static ContractReport answering(String schema, String components) {
        String document = Documents.document("3.1.0", """
                "/jobs/{id}": {"get": {"operationId": "getJob", "tags": ["Jobs"], "responses": {"200": {"content":
                    {"application/json": {"schema": %s}}}}}}
                """.formatted(schema));
        return Contract.compare(
                List.of(Documents.GET_JOB), document.replace("\"Base\": {", components + "\"Base\": {"));
    }

    @Test
    void referencesThatGoRoundEnd() {
        ContractReport report = answering("{\"$ref\": \"#/components/schemas/A\"}", """
                "A": {"allOf": [{"$ref": "#/components/schemas/B"}]},
                "B": {"$ref": "#/components/schemas/A", "properties": {"id": {}}},
                """);

        assertThat(only(report).state()).isEqualTo(State.FOUND);
        assertThat(only(report).differences()).contains(difference(Kind.ANSWER_MEMBER, "shots", Side.CLIENT));
        assertThat(only(report).differences()).doesNotContain(difference(Kind.ANSWER_MEMBER, "id", Side.CLIENT));
    }

    @Test
    void parametersAndPathsThatReferToThemselvesEnd() {
        ContractReport report = Contract.compare(Documents.ALL, """
                {"openapi": "3.1.0", "paths": {
                  "/a": {"$ref": "#/paths/~1a"},
                  "/jobs": {"get": {"operationId": "listJobs", "tags": ["jobs"],
                     "parameters": [{"$ref": "#/paths/~1jobs/get/parameters/0"}],
                     "requestBody": {"$ref": "#/paths/~1jobs/get/requestBody"}}}}}
                """);

        assertThat(of(report, Documents.LIST_JOBS).state()).isEqualTo(State.FOUND);
        assertThat(report.remarks()).anyMatch(each -> each.contains("longer than 32"));
    }

    @Test
    void schemasThatMultiplyAreVisitedOnce() {
        StringBuilder laughs = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String next = "{\"$ref\": \"#/components/schemas/L" + (i + 1) + "\"}";
            laughs.append("\"L")
                    .append(i)
                    .append("\": {\"allOf\": [")
                    .append((next + ",").repeat(9))
                    .append(next)
                    .append("]},");
        }
        laughs.append("\"L200\": {\"properties\": {\"id\": {}}},");

        ContractReport report = answering("{\"$ref\": \"#/components/schemas/L0\"}", laughs.toString());

        assertThat(only(report).differences()).doesNotContain(difference(Kind.ANSWER_MEMBER, "id", Side.CLIENT));
    }

    @Test
    void aDocumentThatCostsTooMuchIsRefused() {
        String wide = "{\"allOf\": [" + "{\"type\": \"object\"},".repeat(100_000) + "{\"properties\": {\"id\": {}}}]}";
        StringBuilder paths = new StringBuilder();
        List<Operation<?>> many = new java.util.ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(Operations.of("test.jobs").get("op" + i, "/op" + i).answers(Documents.Job.class));
            paths.append(i == 0 ? "" : ",").append("""
                    "/op%d": {"get": {"operationId": "op%d", "tags": ["jobs"], "responses": {"200": {"content":
                        {"application/json": {"schema": {"$ref": "#/components/schemas/Wide"}}}}}}}
                    """.formatted(i, i));
        }
        String document = Documents.document("3.0.0", paths.toString())
                .replace("\"Base\": {", "\"Wide\": " + wide + ", \"Base\": {");

        assertThatThrownBy(() -> Contract.compare(many, document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too entangled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test/schemas.json#/Job",
                "file:///etc/passwd",
                "other.json#/Job",
                "#/components/schemas/None",
                "#/%zz",
                "#anchor",
                "#",
                ""
            })
    void whatIsNotInTheDocumentIsNotLookedFor(String reference) {
        ContractReport report = answering("{\"$ref\": \"" + reference + "\"}", "");

        assertThat(only(report).state()).isEqualTo(State.FOUND);
        assertThat(only(report).differences()).isEmpty();
        assertThat(report.remarks()).hasSize(1).allMatch(each -> each.contains("'" + reference + "'"));
    }

    @Test
    void deepNestingIsRefusedAndNotFollowed() {
        for (String deep : List.of(
                "{\"openapi\":\"3.0.0\",\"paths\":" + "{\"a\":".repeat(10_000),
                "{\"openapi\":\"3.0.0\",\"paths\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_001),
                "{\"x\":" + "[".repeat(1_000_000))) {
            assertThatThrownBy(() -> compare(deep))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be used")
                    .hasMessageContaining("depth");
        }
    }

    @Test
    void schemasThatAreAsDeepAsJsonAllowsAreRead() {
        String deep = "{\"allOf\": [".repeat(200) + "{\"properties\": {\"id\": {}}}" + "]}".repeat(200);

        ContractReport report = answering(deep, "");

        assertThat(only(report).differences()).doesNotContain(difference(Kind.ANSWER_MEMBER, "id", Side.CLIENT));
    }

    @Test
    void aHugeNumberOfValuesIsRefused() {
        String huge = "{\"openapi\":\"3.0.0\",\"x\":[" + "{},".repeat(2_500_000) + "{}],\"paths\":{}}";

        assertThatThrownBy(() -> compare(huge))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4000000");
    }

    @Test
    void aLargeDocumentIsReadInTime() {
        StringBuilder paths = new StringBuilder(Documents.same());
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            more.append("\"/more/")
                    .append(i)
                    .append("\": {\"get\": {\"operationId\": \"more")
                    .append(i)
                    .append("\", \"tags\": [\"More\"], \"description\": \"")
                    .append("x".repeat(200))
                    .append("\"}},");
        }
        String document = paths.insert(paths.indexOf("\"/jobs/{jobId}\""), more).toString();

        ContractReport report = compare(document);

        assertThat(report.hasDrift()).isFalse();
        assertThat(report.added()).hasSize(20_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty",
                "'  \n '|empty",
                "<!DOCTYPE html><html></html>|HTML",
                "<?xml version=\"1.0\"?>|XML",
                "openapi: 3.0.0|YAML",
                "'---\nopenapi: 3.0.0'|YAML",
                "[]|not a JSON object",
                "null|not a JSON object",
                "hello|not a JSON object",
                "{\"openapi\": |not JSON that can be read",
                "{} {}|not JSON that can be read",
                "{}|'openapi'",
                "{\"openapi\": 3.0, \"paths\": {}}|'openapi'",
                "{\"swagger\": \"2.0\", \"paths\": {}}|Swagger 2",
                "{\"openapi\": \"4.0.0\", \"paths\": {}}|OpenAPI 4.0.0",
                "{\"openapi\": \"3.0.0\"}|'paths'",
                "{\"openapi\": \"3.0.0\", \"paths\": []}|'paths'",
                "{\"openapi\": \"3.0.0\", \"paths\": null}|'paths'"
            })
    void whatIsNoDocumentIsNamed(String text, String why) {
        assertThatThrownBy(() -> compare(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The OpenAPI document cannot be used: ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"/jobs/{id}\": null",
                "\"/jobs/{id}\": []",
                "\"/jobs/{id}\": {\"get\": 5}",
                "\"/jobs/{id}\": {\"get\": {\"operationId\": 7, \"tags\": \"Jobs\"}}",
                "\"/jobs/{id}\": {\"get\": {\"operationId\": \"getJob\", \"tags\": [\"Jobs\", 5, null],"
                        + " \"parameters\": {\"a\": 1}, \"requestBody\": 3, \"responses\": [1]}}",
                "\"/jobs/{id}\": {\"get\": {\"operationId\": \"getJob\", \"tags\": [\"Jobs\"],"
                        + " \"parameters\": [null, 1, {\"in\": \"query\"}, {\"in\": 5}],"
                        + " \"responses\": {\"200\": {\"content\": {\"application/json\": {\"schema\": true}}},"
                        + " \"default\": null}}}",
                "\"\": {\"get\": {\"operationId\": \"\", \"tags\": [\"\"]}}",
                "\"x-internal\": {\"get\": {\"operationId\": \"getJob\", \"tags\": [\"Jobs\"]}}"
            })
    void oddPartsAreBorne(String paths) {
        ContractReport report = Contract.compare(List.of(Documents.GET_JOB), Documents.document("3.0.0", paths));

        assertThat(report.findings()).hasSize(1);
        assertThat(report.overrides().isEmpty()).isTrue();
    }

    @Test
    void aByteOrderMarkIsNoContent() {
        assertThat(compare("\uFEFF" + Documents.same()).hasDrift()).isFalse();
    }

    @Test
    void namesOfTheDocumentCannotWriteToATerminal() {
        ContractReport report = one(
                "get",
                "/x\\u001b[2J/" + "y".repeat(5_000),
                "\"operationId\": \"evil\\u001b]0;x\\u0007\\nname\", \"tags\": [\"\\u202etag\"]");

        assertThat(report.added().get(0).toString())
                .matches("[^\\p{Cc}\\p{Cf}]*")
                .hasSizeLessThan(1_000)
                .contains("evil?]0;x??name");
    }

    @Test
    void tenThousandOperationsOfOneNameAreNoneToBeApplied() {
        StringBuilder paths = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            paths.append(i == 0 ? "" : ",")
                    .append("\"/p")
                    .append(i)
                    .append("/{id}\": {\"get\": {\"operationId\": \"getJob\", \"tags\": [\"Jobs\"]}}");
        }

        ContractReport report =
                Contract.compare(List.of(Documents.GET_JOB), Documents.document("3.0.0", paths.toString()));

        assertThat(only(report).state()).isEqualTo(State.CHANGED);
        assertThat(only(report).remark()).contains("10000 times");
    }
}
