package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.observation.HubMeters;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/**
 * Spring Boot, Spring Security and {@code micrometer-core} are optional: without all three a module's classes load, but
 * for those that are there for them, and a call works. Each library module has a class that extends this.
 */
public abstract class WithoutOptionalTest {

    private static final Pattern THERE_FOR_THEM = Pattern.compile(
            "io\\.qhub\\.\\w+\\.(internal\\.)?autoconfigure\\..*|io\\.qhub\\.core\\.observation\\.HubMeters.*"
                    + "|io\\.qhub\\.core\\.credentials\\.ClientCredentialsTokenProvider\\$Endpoint");

    private final Class<?> anchor;
    private final Class<? extends Callable<String>> call;
    private final String answer;
    private final String expected;

    /**
     * Tests one module.
     *
     * @param anchor one of its main classes
     * @param call makes a call to the server whose URL is given to its constructor, and tells of the answer; is loaded
     *     where the three are not
     * @param answer what the server answers, in JSON
     * @param expected what is told of it
     */
    protected WithoutOptionalTest(
            Class<?> anchor, Class<? extends Callable<String>> call, String answer, String expected) {
        this.anchor = anchor;
        this.call = call;
        this.answer = answer;
        this.expected = expected;
    }

    private static URLClassLoader bare() throws MalformedURLException {
        return without("spring-boot", "spring-security", "oauth2-oidc-sdk", "micrometer-core", "context-propagation");
    }

    @Test
    void allOtherClassesLoad() throws Exception {
        try (URLClassLoader loader = bare()) {
            List<String> names = classNames(anchor);
            assertThat(names).contains(anchor.getName());
            for (String name : names) {
                if (!THERE_FOR_THEM.matcher(name).matches()) {
                    load(name, loader);
                }
            }
            for (String optional : List.of(
                    "org.springframework.boot.SpringApplication",
                    "org.springframework.security.oauth2.core.OAuth2AccessToken",
                    "io.micrometer.core.instrument.MeterRegistry")) {
                assertThatThrownBy(() -> loader.loadClass(optional))
                        .as("the control")
                        .isInstanceOf(ClassNotFoundException.class);
            }
            assertThatThrownBy(() -> load(HubMeters.class.getName(), loader))
                    .as("the control: a class that needs one of them")
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void aCallWorks() throws Exception {
        try (URLClassLoader loader = bare();
                MockWebServer server = new MockWebServer()) {
            server.start();
            server.enqueue(new MockResponse.Builder()
                    .setHeader("Content-Type", "application/json")
                    .body(answer)
                    .build());
            Class<?> there = loader.loadClass(call.getName());
            assertThat(there).isNotSameAs(call);
            Callable<String> made = (Callable<String>) there.getConstructor(String.class)
                    .newInstance(server.url("").toString());
            assertThat(made.call()).isEqualTo(expected);
            assertThat(server.takeRequest(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    /** Initializes the class, and resolves every type that it names, which loading alone does not. */
    public static void load(String name, ClassLoader loader) throws ClassNotFoundException {
        Class<?> type = Class.forName(name, true, loader);
        assertThat(type.getClassLoader()).isSameAs(loader);
        type.getDeclaredMethods();
        type.getDeclaredConstructors();
        type.getDeclaredFields();
    }

    /** The names of all classes that are where this one is. */
    public static List<String> classNames(Class<?> anchor) throws IOException {
        Path root = Path.of(URI.create(
                anchor.getProtectionDomain().getCodeSource().getLocation().toString()));
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace(File.separatorChar, '.'))
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .toList();
        }
    }

    /** The class path of this JVM in a loader of its own, but for files whose names have one of these parts. */
    public static URLClassLoader without(String... parts) throws MalformedURLException {
        List<URL> kept = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Stream.of(parts).noneMatch(Path.of(entry).getFileName().toString()::contains)) {
                kept.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(kept.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
