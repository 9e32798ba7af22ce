package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogCaptureTest {

    private static final String SECRET = "s3cr3t/+value";

    private final Logger logger = (Logger) LoggerFactory.getLogger("testing.capture.one");

    static Stream<Consumer<Logger>> leaks() {
        return Stream.of(
                log -> log.trace("Token {}", SECRET),
                log -> log.info("Failed", new IllegalStateException("x", new RuntimeException("token " + SECRET))),
                log -> log.atDebug().addKeyValue("token", SECRET).log("Asked"),
                log -> log.debug("Authorization: Basic {}", base64("id:" + SECRET)),
                log -> log.debug("body client_secret=s3cr3t%2F%2Bvalue&x=1"),
                log -> {
                    MDC.put("token", SECRET);
                    log.warn("Asked");
                    MDC.remove("token");
                });
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void findsASecretWhereverItStands(Consumer<Logger> leak) {
        try (LogCapture log = new LogCapture()) {
            leak.accept(logger);

            assertThatThrownBy(() -> log.assertNoSecret("other", SECRET))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("The secret '" + SECRET + "' was logged: testing.capture.one ");
            log.assertNoSecret("other");
        }
    }

    @Test
    void catchesEveryLoggerAtTraceAndPutsTheLevelsBack() {
        Logger parent = (Logger) LoggerFactory.getLogger("testing.capture");
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        parent.setLevel(Level.ERROR);
        try (LogCapture log = new LogCapture()) {
            logger.trace("first {}", 1);
            LoggerFactory.getLogger("testing.capture.made.later").trace("second");
            LoggerFactory.getLogger("testing.captured").trace("third");

            assertThat(log.messages("testing.capture")).containsExactly("first 1", "second");
            assertThat(log.text()).contains("testing.captured TRACE third");
        }
        assertThat(parent.getLevel()).isEqualTo(Level.ERROR);
        assertThat(root.getLevel()).isEqualTo(before);
        assertThat(root.iteratorForAppenders()).toIterable().hasSize(1);
        parent.setLevel(null);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
