package io.qhub.localhub.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operations and schemas of one API. Immutable.
 *
 * @param title the name of the API
 * @param basePath where it lives, for example {@code /qc-catalog}
 * @param operations all operations, in the order of the table
 * @param schemas the schemas that the operations use, by name
 */
public record ApiContract(String title, String basePath, List<Operation> operations, Map<String, Schema> schemas) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    /**
     * A value and what it may be.
     *
     * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code binary}, {@code JSON value},
     *     the name of a schema, {@code A | B}, {@code map<string,T>}; a format in parentheses, {@code []} for an array
     * @param required whether it must be there and not null
     * @param values the values of an enum; empty for no enum
     * @param repeatable whether a query parameter may occur several times
     */
    public record Member(String type, boolean required, List<String> values, boolean repeatable) {}

    /**
     * An object.
     *
     * @param members by wire name
     * @param alternatives the schemas of which the object is one; empty if it has members of its own
     */
    public record Schema(Map<String, Member> members, List<String> alternatives) {}

    /**
     * An operation.
     *
     * @param namespace the SDK's namespace, for example {@code data_pools}
     * @param name the SDK's name, for example {@code get_data_pool}
     * @param path the template below the base path
     * @param evidence {@code VERIFIED}, {@code INFERRED} or {@code DESIGNED}
     * @param organizationScoped whether it takes {@code X-OrganizationId}
     * @param query its query parameters
     * @param body the schema of its JSON body; null for none
     * @param parts the parts of its multipart body; empty for none
     * @param text whether its body is plain text
     * @param response the type of its answer; null for no body
     * @param status the status of success
     * @param errors the statuses of failure
     */
    public record Operation(
            String namespace,
            String name,
            String method,
            String path,
            String evidence,
            boolean organizationScoped,
            Map<String, Member> query,
            @Nullable String body,
            Map<String, Member> parts,
            boolean text,
            @Nullable String response,
            int status,
            List<Integer> errors) {

        /** The namespace and the name, for example {@code data_pools.get_data_pool}. */
        public String key() {
            return namespace + "." + name;
        }

        /** The name in camelCase. */
        public String operationId() {
            StringBuilder id = new StringBuilder();
            for (String word : name.split("_")) {
                id.append(id.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
            }
            return id.toString();
        }

        /** The names of the path's variables, in order. */
        public List<String> variables() {
            return VARIABLE.matcher(path).results().map(found -> found.group(1)).toList();
        }

        /** Whether no source shows method and path. */
        public boolean isDesigned() {
            return evidence.equals("DESIGNED");
        }
    }

    /** The Platform API. */
    public static ApiContract platform() {
        return load("platform.json");
    }

    /** The user service. */
    public static ApiContract user() {
        return load("user.json");
    }

    /** The Quantum API. */
    public static ApiContract quantum() {
        return load("quantum.json");
    }

    private static ApiContract load(String resource) {
        JsonNode json;
        try (InputStream in = ApiContract.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            json = JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Operation> operations = new ArrayList<>();
        json.get("namespaces")
                .forEachEntry((namespace, list) -> list.forEach(one -> operations.add(operation(namespace, one))));
        Map<String, Schema> schemas = new LinkedHashMap<>();
        json.get("schemas")
                .forEachEntry((name, one) ->
                        schemas.put(name, new Schema(members(one.path("members")), texts(one.path("oneOf")))));
        return new ApiContract(
                json.get("title").stringValue(),
                json.get("basePath").stringValue(),
                List.copyOf(operations),
                Collections.unmodifiableMap(schemas));
    }

    private static Operation operation(String namespace, JsonNode json) {
        List<Integer> errors = new ArrayList<>();
        json.get("errors").forEach(status -> errors.add(status.intValue()));
        return new Operation(
                namespace,
                json.get("op").stringValue(),
                json.get("method").stringValue(),
                json.get("path").stringValue(),
                json.get("evidence").stringValue(),
                json.path("organization").asBoolean(false),
                members(json.path("query")),
                json.path("body").stringValue(null),
                members(json.path("parts")),
                json.path("text").asBoolean(false),
                json.path("response").stringValue(null),
                json.get("status").intValue(),
                List.copyOf(errors));
    }

    private static Map<String, Member> members(JsonNode json) {
        Map<String, Member> members = new LinkedHashMap<>();
        json.forEachEntry((name, one) -> members.put(
                name,
                new Member(
                        one.get("type").stringValue(),
                        one.path("required").asBoolean(false),
                        texts(one.path("enum")),
                        one.path("repeatable").asBoolean(false))));
        return Collections.unmodifiableMap(members);
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(one -> texts.add(one.stringValue()));
        return List.copyOf(texts);
    }
}
