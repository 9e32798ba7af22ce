package io.qhub.core.credentials;

import io.qhub.core.error.CredentialUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration file of the command line tool. A path that a variable names is the only place looked at; else the
 * first file that exists, and never two of them mixed.
 */
final class ConfigFile {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> PATH_VARIABLES = List.of("KQH_CONFIG_FILE_PATH", "PLANQK_CONFIG_FILE_PATH");

    private final HostEnvironment host;

    ConfigFile(HostEnvironment host) {
        this.host = host;
    }

    /** The file as it stood when it was read. */
    record Content(Path path, JsonNode json) {

        /** The member at {@code parent.name} if it is a text that says something, without surrounding blanks. */
        @Nullable
        String text(String parent, String name) {
            JsonNode value = json.path(parent).path(name);
            return value.isString() && !value.stringValue().isBlank()
                    ? value.stringValue().strip()
                    : null;
        }

        boolean flag(String parent, String name) {
            JsonNode value = json.path(parent).path(name);
            return value.isBoolean() && value.booleanValue();
        }

        @Override
        public String toString() {
            return "Content[path=" + path + "]";
        }
    }

    /** Reads the file; null where there is none. Blocks on the file system. */
    @Nullable
    Content read() {
        for (Path path : places()) {
            if (Files.exists(path)) {
                return new Content(path, parse(path));
            }
        }
        return null;
    }

    /** The places looked at, for messages. */
    String describePlaces() {
        return places().stream().map(Path::toString).collect(Collectors.joining(" or "));
    }

    private List<Path> places() {
        for (String name : PATH_VARIABLES) {
            String value = host.variable(name);
            if (value != null) {
                return List.of(path(name, value));
            }
        }
        Path directory = directory();
        return List.of(
                directory.resolve("qhubctl").resolve("config.json"),
                directory.resolve("planqk").resolve("config.json"));
    }

    private Path directory() {
        if (!host.windows()) {
            return host.home().resolve(".config");
        }
        String local = host.variable("LOCALAPPDATA");
        return local == null ? host.home().resolve("AppData").resolve("Local") : path("LOCALAPPDATA", local);
    }

    private static Path path(String variable, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException notAPath) {
            throw new CredentialUnavailableException(
                    "Environment variable " + variable + " holds no usable path: " + notAPath.getReason());
        }
    }

    // Neither Jackson's message nor its exception goes further: both quote the file, which holds the token.
    private static JsonNode parse(Path path) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw new CredentialUnavailableException(
                    "Config file " + path + " cannot be read: "
                            + unreadable.getClass().getSimpleName(),
                    unreadable,
                    null);
        }
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException notJson) {
            throw new CredentialUnavailableException("Config file " + path + " is not JSON (line "
                    + notJson.getLocation().getLineNr() + ")");
        }
        throw new CredentialUnavailableException("Config file " + path + " is not a JSON object");
    }
}
