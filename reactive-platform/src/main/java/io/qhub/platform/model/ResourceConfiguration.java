package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A resource that a managed service gets. On the wire {@code UpdateResourceConfigurationRequest} too. */
public sealed interface ResourceConfiguration
        permits CpuConfiguration, MemoryConfiguration, GpuConfiguration, ResourceConfiguration.Other {

    /** What kind of resource it is. */
    @Nullable
    ResourceType type();

    /**
     * What the type says that it is.
     *
     * @return null for JSON that is no object
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static @Nullable ResourceConfiguration of(JsonNode json) {
        return switch (json.path("type").asString("")) {
            case "cpu" -> Values.read(json, CpuConfiguration.class);
            case "memory" -> Values.read(json, MemoryConfiguration.class);
            case "gpu" -> Values.read(json, GpuConfiguration.class);
            default -> json.isObject() ? new Other(json) : null;
        };
    }

    /**
     * A resource that this version of the client does not know.
     *
     * @param json all of it
     */
    record Other(@JsonValue JsonNode json) implements ResourceConfiguration {

        public Other {
            Objects.requireNonNull(json, "json");
        }

        @Override
        public @Nullable ResourceType type() {
            JsonNode type = json.path("type");
            return type.isString() ? ResourceType.of(type.stringValue()) : null;
        }
    }
}
