package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The controls: a buffer that is not released is seen, whoever allocated it, and fails the class that did it. */
class LeakHarnessTest {

    private static boolean leakOnPurpose;

    static Stream<ByteBufAllocator> allocators() {
        return Stream.of(ByteBufAllocator.DEFAULT, PooledByteBufAllocator.DEFAULT, new UnpooledByteBufAllocator(true));
    }

    @ParameterizedTest
    @MethodSource("allocators")
    void seesEveryLeak(ByteBufAllocator allocator) {
        assertThatThrownBy(() -> LeakHarness.assertNoLeaks(() -> write(allocator.directBuffer(64))))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("In %1$d runs: %1$d leaked: ".formatted(LeakHarness.iterations()))
                .hasMessageContaining("during " + LeakHarnessTest.class.getName())
                .hasMessageContaining("LeakHarnessTest.write");
    }

    @ParameterizedTest
    @MethodSource("allocators")
    void seesNoLeakWhereThereIsNone(ByteBufAllocator allocator) throws Throwable {
        AtomicInteger runs = new AtomicInteger();
        LeakHarness.assertNoLeaks(() -> {
            runs.incrementAndGet();
            write(allocator.directBuffer(64)).release();
        });
        assertThat(runs).hasValue(LeakHarness.iterations());
    }

    @Test
    void doesNotBlameACaseForWhatLeakedBefore() {
        write(ByteBufAllocator.DEFAULT.buffer(64));

        assertThatThrownBy(() -> LeakHarness.assertNoLeaks(() -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Before the case began: 1 leaked: ");
    }

    @Test
    void failsTheClassThatLeaks() {
        leakOnPurpose = true;
        TestExecutionResult result = run(Leaking.class);
        leakOnPurpose = false;

        assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
        assertThat(result.getThrowable()).get().satisfies(failure -> assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("1 leaked: ")
                .hasMessageContaining("during " + Leaking.class.getName()));
    }

    @Test
    void passesTheClassThatReleases() {
        assertThat(run(Releasing.class).getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    }

    /** What became of the class as a whole; its methods must have passed. */
    private static TestExecutionResult run(Class<?> type) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(type))
                .build();
        AtomicInteger passed = new AtomicInteger();
        TestExecutionResult[] ofClass = new TestExecutionResult[1];
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                if (identifier.isTest()) {
                    assertThat(result.getThrowable()).isEmpty();
                    passed.incrementAndGet();
                } else if (identifier.getUniqueId().contains("class:")) {
                    ofClass[0] = result;
                }
            }
        });
        assertThat(passed).hasValue(1);
        return ofClass[0];
    }

    private static ByteBuf write(ByteBuf buffer) {
        return buffer.writeLong(1);
    }

    /** Leaks only when the test above runs it: a pattern of class names on the command line finds it as well. */
    static class Leaking {
        @Test
        void leaks() {
            if (!leakOnPurpose) {
                return;
            }
            write(ByteBufAllocator.DEFAULT.buffer(64));
        }
    }

    static class Releasing {
        @Test
        void releases() {
            write(ByteBufAllocator.DEFAULT.buffer(64)).release();
        }
    }
}
