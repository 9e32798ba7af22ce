package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/**
 * Holds the runtime hints of one module against its model: nothing that JSON is made into is forgotten, and what GraalVM
 * reads without Spring says the same.
 */
public abstract class RuntimeHintsTest {

    private final RuntimeHintsRegistrar registrar;
    private final String artifact;
    private final String model;
    private final RuntimeHints hints = new RuntimeHints();

    /**
     * Tests one module.
     *
     * @param artifact its artifact id
     * @param model the package of its model, with all that are below
     */
    protected RuntimeHintsTest(RuntimeHintsRegistrar registrar, String artifact, String model) {
        this.registrar = registrar;
        this.artifact = artifact;
        this.model = model;
        registrar.registerHints(hints, getClass().getClassLoader());
    }

    @Test
    void springFindsThem() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class))
                .anyMatch(found -> found.getClass() == registrar.getClass());
    }

    @Test
    void noRecordOfTheModelIsForgotten() throws IOException {
        List<Class<?>> records = records();
        assertThat(records).isNotEmpty();
        List<String> forgotten = records.stream()
                .flatMap(RuntimeHintsTest::reached)
                .filter(needed -> !isHinted(needed))
                .map(Executable::toString)
                .toList();
        assertThat(forgotten).isEmpty();
    }

    @Test
    void graalReadsTheSameWithoutSpring() throws IOException {
        Path file = Path.of("META-INF", "native-image", "io.qhub", artifact, "reachability-metadata.json");
        Path generated = Path.of("target").resolve(file);
        Files.createDirectories(generated.getParent());
        Files.writeString(generated, metadata());

        assertThat(Path.of("src", "main", "resources").resolve(file))
                .as("must be a copy of %s", generated)
                .exists()
                .hasSameTextualContentAs(generated);
    }

    private List<Class<?>> records() throws IOException {
        Path classes = Path.of("target", "classes");
        try (Stream<Path> files = Files.walk(classes.resolve(model.replace('.', '/')))) {
            return files.map(file -> classes.relativize(file).toString().replace(File.separatorChar, '.'))
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .<Class<?>>map(
                            name -> ClassUtils.resolveClassName(name, getClass().getClassLoader()))
                    .filter(type -> type.isRecord() && isJson(type))
                    .toList();
        }
    }

    /** Whether a record of these packages is read from JSON or written to it: those that users see are. */
    protected boolean isJson(Class<?> record) {
        return Modifier.isPublic(record.getModifiers());
    }

    private static Stream<Executable> reached(Class<?> record) {
        List<Executable> reached = new ArrayList<>(List.of(record.getDeclaredConstructors()));
        Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .forEach(reached::add);
        Arrays.stream(record.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(JsonCreator.class) || method.isAnnotationPresent(JsonValue.class))
                .forEach(reached::add);
        return reached.stream();
    }

    private boolean isHinted(Executable needed) {
        return needed instanceof Method method
                ? RuntimeHintsPredicates.reflection().onMethodInvocation(method).test(hints)
                : RuntimeHintsPredicates.reflection()
                        .onConstructorInvocation((Constructor<?>) needed)
                        .test(hints);
    }

    /** All members of each type of ours: one line for each, so that a change can be read. */
    private String metadata() {
        return hints.reflection()
                .typeHints()
                .map(hint -> hint.getType().getName())
                .filter(name -> name.startsWith("io.qhub."))
                .sorted()
                .map(name -> "    {\"type\": \"" + name + "\", \"allDeclaredConstructors\": true,"
                        + " \"allDeclaredMethods\": true, \"allDeclaredFields\": true}")
                .collect(Collectors.joining(",\n", "{\n  \"reflection\": [\n", "\n  ]\n}\n"));
    }
}
