package io.qhub.core.credentials;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Where a secret could show: every log line at TRACE, and everything that an exception says. */
final class Secrets {

    private Secrets() {}

    /** Everything that an exception, its causes and what it suppresses say, in every way there is to print it. */
    static String textOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        collect(failure, text, Collections.newSetFromMap(new IdentityHashMap<>()));
        return text.toString();
    }

    private static void collect(Throwable failure, StringWriter text, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return;
        }
        text.append(failure.getClass().getName()).append('\n');
        text.append(failure.getMessage()).append('\n');
        text.append(failure.getLocalizedMessage()).append('\n');
        text.append(failure.toString()).append('\n');
        if (failure instanceof io.qhub.core.error.HubException hub) {
            text.append(String.valueOf(hub.trace())).append('\n');
            text.append(hub.attempts().toString()).append('\n');
        }
        if (failure instanceof io.qhub.core.error.HubApiException answered) {
            text.append(answered.body()).append(String.valueOf(answered.json())).append(answered.apiMessage());
        }
        collect(failure.getCause(), text, seen);
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, text, seen);
        }
    }

    /** Catches what every logger says at TRACE until closed. */
    static final class Log implements AutoCloseable {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        private final Map<Logger, Level> levels = new HashMap<>();
        private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
        private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getLoggerName()
                        + ' '
                        + event.getFormattedMessage()
                        + ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        };

        Log() {
            for (Logger logger : context.getLoggerList()) {
                levels.put(logger, logger.getLevel());
                logger.setLevel(logger == root ? Level.TRACE : null);
            }
            root.iteratorForAppenders().forEachRemaining(others::add);
            others.forEach(root::detachAppender);
            appender.setContext(context);
            appender.start();
            root.addAppender(appender);
        }

        String text() {
            return String.join("\n", lines);
        }

        @Override
        public void close() {
            root.detachAppender(appender);
            others.forEach(root::addAppender);
            levels.forEach(Logger::setLevel);
        }
    }
}
