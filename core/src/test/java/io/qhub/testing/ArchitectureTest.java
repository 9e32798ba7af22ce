package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Holds the main classes of a module to the {@link ArchitectureRules}, and sees to it that the guards of this package
 * are up in the module's tests: each library module has a class that extends this.
 */
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

    @Test
    void blockingCallsAreFlagged() {
        Mono<String> sleeper = Mono.fromCallable(() -> {
                    Thread.sleep(1);
                    return "slept";
                })
                .subscribeOn(Schedulers.parallel());

        assertThatThrownBy(() -> sleeper.block(Duration.ofSeconds(20)))
                .hasRootCauseInstanceOf(BlockingOperationError.class);
        assertThat(BlockingCalls.take()).hasSize(1);
    }

    /** The name in the report shows that the extension came by itself, and will look after the class. */
    @Test
    void leaksAreCollected() {
        ByteBufAllocator.DEFAULT.buffer(64).writeLong(1);

        assertThat(NettyLeaks.drain())
                .singleElement()
                .asString()
                .contains("during " + getClass().getName());
    }
}
