package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the main classes of a module to the {@link ArchitectureRules}: each library module has a class that extends this. */
public abstract class ArchitectureTest {

    private final Class<?> anchor;

    /** Of the module that has this main class. */
    protected ArchitectureTest(Class<?> anchor) {
        this.anchor = anchor;
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        JavaClasses classes = new ClassFileImporter()
                .importUrl(anchor.getProtectionDomain().getCodeSource().getLocation());
        assertThat(classes.contain(anchor)).isTrue();
        return ArchitectureRules.all().stream()
                .map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }
}
