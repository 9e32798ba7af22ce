package io.qhub.localhub.quantum;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON that clients see. */
final class Documents {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Documents() {}

    /** A time as the Hub writes it; null for 0. */
    static @Nullable String time(long millis) {
        return millis == 0 ? null : TIME.format(Instant.ofEpochMilli(millis));
    }

    static ObjectNode job(Job job) {
        ObjectNode json = JSON.objectNode();
        json.put("id", job.id);
        json.put("name", job.name);
        json.put("backend_id", job.backend.id);
        json.put("provider", job.backend.provider);
        json.put("provider_job_id", job.startedAt == 0 ? null : "local-" + Long.toHexString(job.seed));
        json.set(
                "input_params",
                job.inputParams == null
                        ? JSON.objectNode()
                        : JsonMapper.shared().readTree(job.inputParams));
        json.put("input_format", job.format);
        job.tags.forEach(json.putArray("tags")::add);
        json.put("status", job.status.name());
        json.put("created_at", time(job.createdAt));
        json.put("started_at", time(job.startedAt));
        json.put("ended_at", time(job.endedAt));
        if (job.startedAt == 0 || job.endedAt == 0) {
            json.putNull("runtime");
        } else {
            json.put("runtime", job.endedAt - job.startedAt);
        }
        json.put("shots", job.shots);
        json.put("session_id", job.session == null ? null : job.session.id);
        json.put("sdk_provider", job.sdkProvider);
        if (job.error != null) {
            json.putObject("error_data").put("code", "EXECUTION_ERROR").put("message", job.error);
        }
        return json;
    }

    static ObjectNode session(Session session) {
        ObjectNode json = JSON.objectNode();
        json.put("id", session.id);
        json.put("backend_id", session.backend.id);
        json.put("provider", session.backend.provider);
        json.put("status", session.status.name());
        json.put("mode", session.request.mode());
        json.put("created_at", time(session.createdAt));
        json.put("started_at", time(session.startedAt));
        json.put("closed_at", time(session.closedAt));
        json.put("expires_at", time(session.expiresAt));
        json.put("usage_time_millis", session.usage);
        json.put("provider_id", "local-session-" + session.number);
        session.request.tags().forEach(json.putArray("tags")::add);
        ObjectNode metadata = session.request.metadata();
        json.set("metadata", metadata == null ? JSON.objectNode() : metadata.deepCopy());
        json.put("sdk_provider", session.request.sdkProvider());
        json.put("final", session.status.isTerminal());
        json.put("final_not_aborted", session.status == Session.Status.CLOSED);
        return json;
    }

    static ObjectNode workload(Job job) {
        ObjectNode json = JSON.objectNode().put("type", "JOB");
        ObjectNode document = job(job);
        for (String member : new String[] {
            "id",
            "name",
            "backend_id",
            "provider",
            "status",
            "sdk_provider",
            "tags",
            "created_at",
            "started_at",
            "ended_at",
            "runtime",
            "shots",
            "session_id"
        }) {
            json.set(member, document.get(member));
        }
        return json;
    }

    static ObjectNode workload(Session session) {
        ObjectNode json = JSON.objectNode().put("type", "SESSION");
        ObjectNode document = session(session);
        for (String member : new String[] {
            "id",
            "backend_id",
            "provider",
            "status",
            "sdk_provider",
            "tags",
            "created_at",
            "started_at",
            "mode",
            "expires_at",
            "closed_at",
            "usage_time_millis"
        }) {
            json.set(member, document.get(member));
        }
        json.set("ended_at", document.get("closed_at"));
        return json;
    }

    static ObjectNode status(String status) {
        return JSON.objectNode().put("status", status);
    }

    static ObjectNode backend(Backend backend) {
        ObjectNode json = backend.document.deepCopy();
        json.put("status", backend.status);
        json.put("queue_size", backend.pending);
        json.put(
                "updated_at",
                Instant.now().atOffset(ZoneOffset.UTC).toLocalDate().toString());
        return json;
    }
}
