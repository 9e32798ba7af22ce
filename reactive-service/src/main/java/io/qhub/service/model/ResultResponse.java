package io.qhub.service.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.qhub.core.json.HubJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of an execution: what the service itself answered, and what the gateway wraps around it.
 *
 * <pre>{@code
 * record Tour(List<Integer> tour, double length) {}
 *
 * Mono<Tour> tour = execution.result().map(result -> result.as(Tour.class));
 * }</pre>
 *
 * @param value the service's own JSON: an object without the gateway's members, or any other JSON where the service
 *     answers such
 * @param links the links by relation, in the order of the answer; the relation of a result file is the file's name.
 *     Never null
 * @param embedded what the answer carries along; null where it carries nothing
 */
public record ResultResponse(
        JsonNode value,
        Map<String, HalLink> links,
        @Nullable ResultResponseEmbedded embedded) {

    private static final String LINKS = "_links";
    private static final String EMBEDDED = "_embedded";

    public ResultResponse {
        Objects.requireNonNull(value, "value");
        links = Values.map(links);
    }

    /** Reads the answer. Links and embedded members of any shape are borne; the service's own JSON is left as it is. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ResultResponse of(JsonNode answer) {
        if (!(answer instanceof ObjectNode object) || !object.has(LINKS) && !object.has(EMBEDDED)) {
            return new ResultResponse(answer, Map.of(), null);
        }
        Map<String, HalLink> links = new LinkedHashMap<>();
        object.path(LINKS).properties().forEach(link -> links.put(link.getKey(), HalLink.read(link.getValue())));
        ObjectNode value = HubJson.mapper().createObjectNode();
        object.properties().forEach(member -> {
            if (!member.getKey().equals(LINKS) && !member.getKey().equals(EMBEDDED)) {
                value.set(member.getKey(), member.getValue());
            }
        });
        return new ResultResponse(value, links, embedded(object.path(EMBEDDED)));
    }

    private static @Nullable ResultResponseEmbedded embedded(JsonNode embedded) {
        JsonNode status = embedded.path("status");
        return status.isObject()
                ? new ResultResponseEmbedded(HubJson.readLenient(HubJson.write(status), ServiceExecution.class))
                : null;
    }

    /** The names of the result files, in the order of the answer: all relations but {@code status} and {@code self}. */
    public List<String> files() {
        return links.keySet().stream()
                .filter(relation -> !relation.equals("status") && !relation.equals("self"))
                .toList();
    }

    /**
     * The service's own JSON as a value of that type. Members that the type does not have are ignored.
     *
     * @throws IllegalArgumentException if it does not fit; the message says where
     */
    public <T> T as(Class<T> type) {
        return as(HubJson.type(type));
    }

    /**
     * The service's own JSON as a value of a generic type.
     *
     * @throws IllegalArgumentException if it does not fit; the message says where
     */
    public <T> T as(TypeReference<T> type) {
        return as(HubJson.mapper().getTypeFactory().constructType(type));
    }

    private <T> T as(JavaType type) {
        try {
            T read = HubJson.mapper().readerFor(type).readValue(value);
            if (read == null) {
                throw new IllegalArgumentException("The result is JSON null, and not a " + type.toCanonical());
            }
            return read;
        } catch (JacksonException unfit) {
            throw new IllegalArgumentException(
                    "The result does not fit " + type.toCanonical() + ": " + unfit.getOriginalMessage()
                            + (unfit.getPath().isEmpty() ? "" : " (at " + unfit.getPathReference() + ")"),
                    unfit);
        }
    }
}
