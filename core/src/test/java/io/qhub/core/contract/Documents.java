package io.qhub.core.contract;

import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A small client's operations, and documents of Hubs that serve them. */
final class Documents {

    record Gate(@Nullable String name, List<Gate> parts) {}

    record Job(
            @Nullable String id,
            @Nullable Integer shots,
            @Nullable Gate gate,
            List<Gate> gates,
            @Nullable JsonNode input) {}

    record Create(@Nullable String backendId, @Nullable Integer shots) {}

    static final Operation<Job> GET_JOB =
            Operations.of("test.jobs").get("getJob", "/jobs/{id}").answers(Job.class);
    static final Operation<?> LIST_JOBS = Operations.of("test.jobs")
            .get("listJobs", "/jobs")
            .query("page", "size")
            .answersPage(Job.class);
    static final Operation<?> CREATE_JOB = Operations.of("test.jobs")
            .post("createJob", "/jobs")
            .body(Create.class)
            .answers(Job.class);
    static final Operation<?> GET_FILE = Operations.of("test.dataPools")
            .get("getFile", "/datapools/{poolId}/files/{fileId}")
            .streams();
    static final Operation<?> ADD_FILE = Operations.of("test.dataPools")
            .post("addFile", "/datapools/{id}/files")
            .query("filename")
            .parts("file")
            .answersNothing();
    static final List<Operation<?>> ALL = List.of(GET_JOB, LIST_JOBS, CREATE_JOB, GET_FILE, ADD_FILE);

    private Documents() {}

    /** As the client knows it. */
    static String same() {
        return document("3.0.3", """
                "/jobs/{jobId}": {"get": {"operationId": "getJob", "tags": ["Jobs"],
                    "parameters": [{"name": "jobId", "in": "path", "required": true, "schema": {"type": "string"}}],
                    "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}}}}},
                "/jobs": {
                  "get": {"operationId": "list_jobs", "tags": ["job-controller"],
                    "parameters": [{"$ref": "#/components/parameters/page"}, {"name": "size", "in": "query"},
                        {"name": "X-OrganizationId", "in": "header"}],
                    "responses": {"200": {"content": {"*/*": {"schema": {"$ref": "#/components/schemas/PageOfJobs"}}}}}},
                  "post": {"operationId": "createJob_1", "tags": ["Jobs"],
                    "requestBody": {"$ref": "#/components/requestBodies/Create"},
                    "responses": {"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}}}}},
                "/datapools/{poolId}/files/{fileId}": {"get": {"operationId": "getFile", "tags": ["Data Pools"]}},
                "/datapools/{id}/files": {
                  "parameters": [{"name": "filename", "in": "query", "required": true}],
                  "post": {"operationId": "addFile", "tags": ["data_pool"],
                    "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "required": ["file"],
                        "properties": {"file": {"type": "string", "format": "binary"}}}}}}}}
                """);
    }

    static String document(String version, String paths) {
        return """
                {"openapi": "%s", "info": {"title": "Test", "version": "1"},
                 "servers": [{"url": "https://evil.test/elsewhere"}],
                 "paths": {%s},
                 "components": {
                   "parameters": {"page": {"name": "page", "in": "query", "required": false}},
                   "requestBodies": {"Create": {"required": true, "content": {"application/json": {"schema":
                       {"$ref": "#/components/schemas/Create"}}}}},
                   "schemas": {
                     "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
                     "Job": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {
                         "shots": {"type": ["integer", "null"]},
                         "gate": {"oneOf": [{"$ref": "#/components/schemas/Gate"}, {"type": "null"}]},
                         "gates": {"type": "array", "items": {"$ref": "#/components/schemas/Gate"}},
                         "input": {}}}]},
                     "Gate": {"type": "object", "properties": {"name": {"type": "string"}, "parts": {"type": "array",
                         "items": {"$ref": "#/components/schemas/Gate"}}}},
                     "Create": {"type": "object", "required": ["backendId"], "properties": {
                         "backendId": {"type": "string"}, "shots": {"type": "integer"}}},
                     "PageOfJobs": {"type": "object", "properties": {"content": {"type": "array", "items":
                         {"$ref": "#/components/schemas/Job"}}, "totalPages": {"type": "integer"}}}}}}
                """.formatted(version, paths);
    }
}
