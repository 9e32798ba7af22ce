package io.qhub.core.contract;

import io.qhub.core.http.Operation;
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

    static final Operation GET_JOB =
            Operation.get("test.jobs.getJob", "/jobs/{id}").returns(Job.class);
    static final Operation LIST_JOBS =
            Operation.get("test.jobs.listJobs", "/jobs").query("page", "size").returnsPage(Job.class);
    static final Operation CREATE_JOB =
            Operation.post("test.jobs.createJob", "/jobs").body(Create.class).returns(Job.class);
    static final Operation GET_FILE = Operation.get("test.dataPools.getFile", "/datapools/{poolId}/files/{fileId}")
            .returnsBytes();
    static final Operation ADD_FILE = Operation.post("test.dataPools.addFile", "/datapools/{id}/files")
            .query("filename")
            .parts("file");
    static final List<Operation> ALL = List.of(GET_JOB, LIST_JOBS, CREATE_JOB, GET_FILE, ADD_FILE);

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
