package io.qhub.core.credentials;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the ambient credentials are looked up in: the environment variables, the home directory, the kind of system.
 * Replaceable, so that an application or a test can look somewhere else.
 *
 * @param variables the value of an environment variable by its name, or null where it is unset
 * @param home the user's home directory
 * @param windows whether configuration files lie where Windows keeps them
 */
public record HostEnvironment(Function<String, @Nullable String> variables, Path home, boolean windows) {

    public HostEnvironment {
        Objects.requireNonNull(variables, "variables");
        Objects.requireNonNull(home, "home");
    }

    /** The environment of this process. */
    public static HostEnvironment current() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return new HostEnvironment(System::getenv, Path.of(System.getProperty("user.home", ".")), windows);
    }

    /** The variable's value without surrounding blanks, or null where it is unset or empty. */
    @Nullable
    String variable(String name) {
        String value = variables.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Override
    public String toString() {
        return "HostEnvironment[home=" + home + ", windows=" + windows + "]";
    }
}
