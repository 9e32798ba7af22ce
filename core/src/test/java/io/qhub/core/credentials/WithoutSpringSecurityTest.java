package io.qhub.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Spring Security is optional: only the class that speaks to the token endpoint may need it. */
class WithoutSpringSecurityTest {

    private static final String ENDPOINT = ClientCredentialsTokenProvider.class.getName() + "$Endpoint";

    @Test
    void everyOtherClassOfThisModuleLoads() throws Exception {
        try (URLClassLoader loader = without("spring-security", "oauth2-oidc-sdk")) {
            List<String> names = classNames();
            assertThat(names).contains(ENDPOINT, CachingTokenProvider.class.getName());
            for (String name : names) {
                if (!name.equals(ENDPOINT)) {
                    load(name, loader);
                }
            }
            assertThatThrownBy(() -> load(ENDPOINT, loader))
                    .as("the control: the class that needs it")
                    .isInstanceOf(NoClassDefFoundError.class)
                    .hasMessageContaining("springframework/security");
        }
    }

    @Test
    void thatClassLoadsWhereSecurityIs() throws Exception {
        try (URLClassLoader loader = without("nothing-of-this-name")) {
            load(ENDPOINT, loader);
        }
    }

    @Test
    void clientCredentialsSayWhatIsMissing() throws Exception {
        try (URLClassLoader loader = without("spring-security", "oauth2-oidc-sdk")) {
            Class<?> type = loader.loadClass(ClientCredentialsTokenProvider.class.getName());
            Object builder =
                    type.getMethod("builder", String.class, String.class).invoke(null, "id", "secret");
            assertThat(builder)
                    .hasToString("ClientCredentialsTokenProvider.Builder[tokenUri=https://gateway.hub."
                            + "kipu-quantum.com/token]");

            assertThatThrownBy(() -> builder.getClass().getMethod("build").invoke(builder))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Client credentials need org.springframework.security:spring-security-oauth2-client on"
                            + " the class path");
        }
    }

    /** Initializes the class, and resolves every type that it names, which loading alone does not. */
    private static void load(String name, ClassLoader loader) throws ClassNotFoundException {
        Class<?> type = Class.forName(name, true, loader);
        assertThat(type.getClassLoader()).isSameAs(loader);
        type.getDeclaredMethods();
        type.getDeclaredConstructors();
        type.getDeclaredFields();
    }

    private static List<String> classNames() throws IOException {
        Path root = Path.of(URI.create(AccessToken.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace(File.separatorChar, '.'))
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .toList();
        }
    }

    private static URLClassLoader without(String... parts) throws MalformedURLException {
        List<URL> kept = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Stream.of(parts).noneMatch(Path.of(entry).getFileName().toString()::contains)) {
                kept.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(kept.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
