package io.qhub.localhub.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.error.HubTransportException;
import io.qhub.localhub.faults.FaultTable.Cell;
import io.qhub.localhub.faults.FaultTable.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Each fault against each kind of operation: it ends as the {@link FaultTable} says, in bounded time and memory, submits
 * nothing twice, and leaves its only connection free and the client as good as new.
 */
class FaultTableTest {

    private static final Path DOCUMENT = Path.of("FAULTS.md");
    private static final int EXCERPT = 64 * 1024;
    private static final long SOCKETS = 16 << 20;

    @TempDir
    private Path directory;

    // It warns of each fault, with its stack, and all of them are meant to happen.
    private static final Logger NETWORK = (Logger) LoggerFactory.getLogger("reactor.netty");

    @BeforeAll
    static void quiet() {
        NETWORK.setLevel(Level.OFF);
    }

    @AfterAll
    static void asBefore() {
        NETWORK.setLevel(null);
    }

    static Stream<Arguments> cells() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Arrays.stream(Kind.values()).flatMap(kind -> cells(fault, kind)));
    }

    private static Stream<Arguments> cells(Fault fault, Kind kind) {
        Cell cell = FaultTable.cell(fault, kind);
        Stream.Builder<Arguments> cases = Stream.builder();
        // Where there is but one request, once is always.
        if (cell.once() != null
                && (!cell.once().equals(cell.always()) || cell.once().requests() > 1)) {
            cases.add(Arguments.of(fault, kind, "once", cell.once()));
        }
        if (cell.always() != null) {
            cases.add(Arguments.of(fault, kind, "always", cell.always()));
        }
        return cases.build();
    }

    @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
    @MethodSource("cells")
    void endsAsTheTableSays(Fault fault, Kind kind, String times, Ending ending) throws IOException {
        try (Rig rig = new Rig(fault, kind, times.equals("once"), directory)) {
            AtomicReference<String> value = new AtomicReference<>();
            Throwable failure = catchThrowable(() -> value.set(kind.call(rig).block(Rig.WAIT)));

            check(ending, failure, value.get());
            // A server may come to a request only after its client has given up.
            await().untilAsserted(
                            () -> assertThat(rig.requests()).as("requests").isEqualTo(ending.requests()));
            assertThat(rig.submissions()).as("submissions").isLessThanOrEqualTo(1);
            assertThat(rig.time.jumped()).as("waits").isLessThanOrEqualTo(patience(kind));
            assertThat(rig.written()).as("bytes of one answer").isLessThan(SOCKETS);
            assertThat(rig.sentElsewhere()).doesNotContain(Rig.SECRET);
            if (failure != null) {
                checkFailure(failure, kind, ending);
                try (Stream<Path> files = Files.list(directory)) {
                    assertThat(files).as("files left behind").isEmpty();
                }
            }

            rig.heal();
            assertThat(kind.call(rig).block(Rig.WAIT)).as("the next call").isEqualTo(kind.right());
        }
    }

    private static void check(Ending ending, Throwable failure, String value) {
        if (ending.error() == null) {
            assertThat(failure).isNull();
            assertThat(value).isEqualTo(ending.value());
            return;
        }
        assertThat(failure).isExactlyInstanceOf(ending.error());
        if (ending.detail() instanceof Phase phase) {
            assertThat(((HubTimeoutException) failure).phase()).isEqualTo(phase);
        } else if (ending.detail() instanceof Integer status) {
            assertThat(((HubApiException) failure).status()).isEqualTo(status);
        } else if (ending.detail() instanceof Class<?> cause) {
            assertThat(failure.getCause()).isExactlyInstanceOf(cause);
        } else if (ending.detail() != null) {
            assertThat(((HubDecodingException) failure).isTooLarge()).isTrue();
        }
    }

    private static void checkFailure(Throwable failure, Kind kind, Ending ending) {
        HubException hub = (HubException) failure;
        if (hub.operation() != null) {
            assertThat(hub.operation()).isEqualTo(kind.operation);
            assertThat(hub).hasMessageContaining(kind.operation);
        }
        if (failure instanceof HubTransportException transport) {
            assertThat(transport.mayHaveReachedServer()).isEqualTo(kind != Kind.TOKEN && ending.requests() > 0);
        }
        assertThat(told(failure)).doesNotContain(Rig.SECRET, "WebClient");
        assertThat(failure.getMessage()).hasSizeLessThan(1500).doesNotContainPattern("\\p{Cntrl}");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HubApiException api) {
                assertThat(api.body()).hasSizeLessThanOrEqualTo(EXCERPT);
            } else if (cause instanceof HubDecodingException unreadable) {
                assertThat(unreadable.excerpt()).hasSizeLessThanOrEqualTo(1024);
            }
        }
    }

    private static Duration patience(Kind kind) {
        return kind == Kind.POLL ? Duration.ofMinutes(5) : Duration.ofSeconds(20);
    }

    private static String told(Throwable failure) {
        StringBuilder story = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            story.append(cause).append('\n');
        }
        return story.toString();
    }

    /** Recorded anew with {@code -Dfaults.record=true}. */
    @Test
    void theDocumentShowsTheTable() throws IOException {
        String document = Files.readString(DOCUMENT);
        int table = document.indexOf("| |");
        String now = document.substring(0, table < 0 ? document.length() : table) + FaultTable.markdown();
        if (Boolean.getBoolean("faults.record")) {
            Files.writeString(DOCUMENT, now);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(now);
    }
}
