package io.qhub.localhub.quantum;

import io.qhub.localhub.control.HubSettings;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.sim.CircuitException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A checked {@code CreateJobRequest}, but for its session. */
record JobRequest(
        Backend backend,
        int shots,
        byte[] input,
        String format,
        @Nullable String name,
        List<String> tags,
        @Nullable String sessionId,
        String sdkProvider,
        byte @Nullable [] inputParams,
        long padding,
        @Nullable String failure) {

    /** Reads and checks a request, the circuit included: that can take a while. */
    static JobRequest parse(byte[] bytes, BackendCatalog catalog, HubSettings settings, Simulations simulations) {
        RequestBody body = RequestBody.parse(bytes);
        body.require("backend_id", "shots", "input");
        String id = body.text("backend_id");
        long shots = body.integer("shots");
        String format = body.textOrNull("input_format");
        String name = body.textOrNull("name");
        String session = body.textOrNull("session_id");
        String sdk = body.textOrNull("sdk_provider");
        List<String> tags = body.texts("tags");
        ObjectNode params = body.object("input_params");

        Backend backend = catalog.get(id);
        if (format == null) {
            format = backend.formats.get(0);
        } else if (!backend.formats.contains(format)) {
            throw new HttpError(
                    422,
                    "the backend " + id + " does not support the input format " + format + "; it supports "
                            + String.join(", ", backend.formats));
        }
        if (shots < backend.minShots || shots > backend.maxShots) {
            throw new HttpError(
                    422,
                    "the backend " + id + " takes " + backend.minShots + " to " + backend.maxShots + " shots, not "
                            + shots);
        }
        if (!backend.isOnline()) {
            throw new HttpError(422, "the backend " + id + " is " + backend.status + " and takes no jobs");
        }
        String input = input(body.get("input"), backend);
        try {
            simulations.check(backend, input);
        } catch (CircuitException e) {
            throw new HttpError(422, "the circuit is refused: " + e.getMessage());
        }
        long padding = settings.resultPaddingBytes();
        String failure = null;
        if (params != null) {
            params.remove(List.of("backendId", "backend_id"));
            JsonNode wanted = params.get("result_padding_bytes");
            if (wanted != null && wanted.isIntegralNumber() && wanted.canConvertToLong() && wanted.longValue() >= 0) {
                padding = wanted.longValue();
            } else if (wanted != null) {
                throw new HttpError(400, "input_params.result_padding_bytes must be an integer, 0 or more");
            }
            JsonNode message = params.get("failure_message");
            if (message != null && message.isString()) {
                failure = message.stringValue();
            } else if (message != null) {
                throw new HttpError(400, "input_params.failure_message must be a string");
            }
        }
        return new JobRequest(
                backend,
                (int) shots,
                input.getBytes(StandardCharsets.UTF_8),
                format,
                name,
                tags,
                session,
                sdk == null ? "CLIENT" : sdk,
                params == null || params.isEmpty() ? null : params.toString().getBytes(StandardCharsets.UTF_8),
                padding,
                failure);
    }

    /** The circuit as text, without the wrapping that names the backend. */
    private static String input(JsonNode input, Backend backend) {
        JsonNode bare = input;
        if (input instanceof ObjectNode object) {
            object.remove(List.of("backendId", "backend_id"));
            JsonNode value = object.get("value");
            if (value != null && object.size() == 1) {
                bare = value;
            }
        }
        if (backend.engine != Backend.Engine.OPENQASM) {
            return bare.toString();
        }
        if (!bare.isString()) {
            throw new HttpError(422, "the backend " + backend.id + " takes OpenQASM source text as input");
        }
        return bare.stringValue();
    }
}
