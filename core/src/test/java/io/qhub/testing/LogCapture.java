package io.qhub.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Catches what every logger says at TRACE, from its creation until it is closed; nothing reaches the console. */
public final class LogCapture implements AutoCloseable {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{8,}");

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<Logger, @Nullable Level> levels = new HashMap<>();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.getFormattedMessage();
            event.getMDCPropertyMap();
            events.add(event);
        }
    };

    public LogCapture() {
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

    /** What has been logged so far, in order. */
    public List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    /** What loggers of that name, or below it, have logged so far: the formatted messages, in order. */
    public List<String> messages(String logger) {
        return events.stream()
                .filter(event -> event.getLoggerName().equals(logger)
                        || event.getLoggerName().startsWith(logger + "."))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Everything in one text, a line per event: logger, level, message, key-value pairs, MDC, stack trace. */
    public String text() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(line(event)).append('\n'));
        return text.toString();
    }

    /** Fails if one of these texts has been logged: as it is, percent-encoded, or inside Base64. */
    public void assertNoSecret(String... secrets) {
        for (ILoggingEvent event : events) {
            String line = line(event);
            String decoded = decoded(line);
            for (String secret : secrets) {
                if (line.contains(secret)
                        || line.contains(URLEncoder.encode(secret, StandardCharsets.UTF_8))
                        || decoded.contains(secret)) {
                    throw new AssertionError("The secret '" + secret + "' was logged: " + line);
                }
            }
        }
    }

    private static String line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder()
                .append(event.getLoggerName())
                .append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            line.append(' ').append(event.getKeyValuePairs());
        }
        if (!event.getMDCPropertyMap().isEmpty()) {
            line.append(' ').append(event.getMDCPropertyMap());
        }
        if (event.getThrowableProxy() != null) {
            line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    /** What the line's Base64 says, as basic credentials are sent. */
    private static String decoded(String line) {
        StringBuilder decoded = new StringBuilder();
        for (Matcher run = BASE64.matcher(line); run.find(); ) {
            String text = run.group().replace('-', '+').replace('_', '/');
            // A run of another length than Base64 has is cut to one that it can have.
            int length = text.length() % 4 == 1 ? text.length() - 1 : text.length();
            byte[] bytes = Base64.getDecoder().decode(text.substring(0, length));
            decoded.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        }
        return decoded.toString();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        others.forEach(root::addAppender);
        for (Logger logger : context.getLoggerList()) {
            logger.setLevel(levels.get(logger));
        }
    }
}
