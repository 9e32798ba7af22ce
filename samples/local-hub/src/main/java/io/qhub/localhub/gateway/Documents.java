package io.qhub.localhub.gateway;

import io.qhub.localhub.control.GatewaySettings;
import io.qhub.localhub.gateway.Execution.LogEntry;
import io.qhub.localhub.gateway.Execution.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The gateway's JSON. */
final class Documents {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter PLAIN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final GatewaySettings settings;

    Documents(GatewaySettings settings) {
        this.settings = settings;
    }

    ObjectNode execution(Execution execution) {
        ObjectNode json = JSON.objectNode();
        json.put("id", execution.id);
        if (settings.kind2024()) {
            json.put("status", execution.status.name());
            json.put("created_at", time(execution.createdAt));
            json.put("started_at", time(execution.startedAt));
            json.put("ended_at", time(execution.endedAt));
            return json;
        }
        json.put("createdAt", time(execution.createdAt));
        json.put("startedAt", time(execution.startedAt));
        json.put("endedAt", time(execution.endedAt));
        json.put("status", execution.status.name());
        json.put("type", execution.service.type);
        json.put("serviceId", execution.service.id);
        json.put("serviceDefinitionId", execution.service.definitionId);
        json.put("applicationId", execution.application);
        execution.tags.forEach(json.putArray("tags")::add);
        return json;
    }

    ArrayNode executions(List<Execution> executions) {
        ArrayNode json = JSON.arrayNode();
        executions.forEach(execution -> json.add(execution(execution)));
        return json;
    }

    /** The service's own JSON with the gateway's members. */
    ObjectNode result(Execution execution, ObjectNode outcome) {
        ObjectNode json = JSON.objectNode();
        json.setAll(outcome);
        if (settings.kind2024()) {
            return json;
        }
        json.remove(List.of("_links", "_embedded"));
        ObjectNode links = json.putObject("_links");
        String self = "/" + execution.id;
        if (execution.status == Status.SUCCEEDED) {
            links.putObject("self").put("href", self + "/result");
        }
        links.putObject("status").put("href", self);
        execution.files.keySet().forEach(name -> links.putObject(name).put("href", self + "/result/" + encoded(name)));
        json.putObject("_embedded").set("status", execution(execution));
        return json;
    }

    /** Oldest first; null as long as there is nothing. */
    JsonNode log(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return JSON.nullNode();
        }
        ArrayNode json = JSON.arrayNode();
        for (LogEntry entry : entries) {
            if (settings.plainLogs()) {
                json.add(entry.message());
            } else {
                json.addObject()
                        .put("message", entry.message())
                        .put("severity", entry.severity().name())
                        .put("timestamp", ISO.format(Instant.ofEpochMilli(entry.at())));
            }
        }
        return json;
    }

    private @Nullable String time(long millis) {
        if (millis == 0) {
            return null;
        }
        boolean iso = settings.isoTimestamps() && !settings.kind2024();
        return (iso ? ISO : PLAIN).format(Instant.ofEpochMilli(millis));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
