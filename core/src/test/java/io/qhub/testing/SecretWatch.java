package io.qhub.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * With {@code -Dqhub.trace=true} every logger logs at TRACE in every test and Flight Recorder records what it can. A test
 * fails after which one of the tests' secrets has been logged or is part of a thread's name, a class of tests fails whose
 * recorded events hold one. Nothing reaches the console then. What a {@link LogCapture} takes is checked by its test.
 */
public final class SecretWatch implements AfterEachCallback, AfterAllCallback {

    private static final boolean ON = Boolean.getBoolean("qhub.trace");

    /** The credentials of the tests that cannot be mistaken for a word, and those that a local hub makes up. */
    private static final Pattern SECRETS =
            Pattern.compile("\\b(token-1|pat-1|s3cret|wr0ng-secret|top-secret|secret-token"
                    + "|from-a-bean|a-token-of-a-child|(local|secret)_[0-9a-f]{32})\\b");

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
    private static final AtomicLong LINES = new AtomicLong();
    private static final AtomicLong EVENTS = new AtomicLong();

    /** Of what happens now; the end of a class of tests begins the next one. */
    private static @Nullable FlightLog flight;

    /** Begins to watch, if that is asked for. */
    static void install() {
        if (!ON) {
            return;
        }
        // Else an application of Spring Boot's sets all loggers anew.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        context.getLoggerList().forEach(logger -> logger.setLevel(logger == root ? Level.TRACE : null));
        // By this one the AWS SDK writes each byte of each object in hexadecimal digits, which takes hours.
        context.getLogger("io.netty.handler.logging.LoggingHandler").setLevel(Level.INFO);
        root.detachAndStopAllAppenders();
        Watch watch = new Watch();
        watch.setContext(context);
        watch.start();
        root.addAppender(watch);
        flight = new FlightLog();
        Runtime.getRuntime().addShutdownHook(new Thread(SecretWatch::report));
    }

    // Maven does not listen to the output of a JVM that ends.
    private static void report() {
        try {
            Files.writeString(
                    Path.of("target", "trace-" + ProcessHandle.current().pid() + ".txt"),
                    LINES.get() + " lines that were logged at TRACE and " + EVENTS.get()
                            + " events of Flight Recorder were searched\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Watch extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            LINES.incrementAndGet();
            String text =
                    event.getFormattedMessage() + ' ' + event.getKeyValuePairs() + ' ' + event.getMDCPropertyMap();
            if (event.getThrowableProxy() != null) {
                text += ThrowableProxyUtil.asString(event.getThrowableProxy());
            }
            if (SECRETS.matcher(text).find()) {
                FOUND.add(event.getLoggerName() + " " + event.getLevel() + ": " + text);
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context.getDisplayName());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        FlightLog past = flight;
        if (past != null) {
            flight = new FlightLog();
            try (past) {
                EVENTS.addAndGet(past.stop(text -> {
                    if (SECRETS.matcher(text).find()) {
                        FOUND.add("event " + text);
                    }
                }));
            }
        }
        check(context.getDisplayName());
    }

    private static void check(String where) {
        if (!ON) {
            return;
        }
        List<String> found = new ArrayList<>();
        for (String line = FOUND.poll(); line != null; line = FOUND.poll()) {
            found.add(line);
        }
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> SECRETS.matcher(name).find())
                .forEach(name -> found.add("thread " + name));
        if (!found.isEmpty()) {
            throw new AssertionError("Secrets were shown by " + where + ":\n" + String.join("\n", found));
        }
    }
}
