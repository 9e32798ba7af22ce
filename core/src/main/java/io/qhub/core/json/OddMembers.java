package io.qhub.core.json;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once per member that the Hub sent something odd. A poll would say it every few seconds otherwise. */
final class OddMembers {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.json");
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();
    /** Names come from the server, so what is remembered of them has a limit. */
    private static final int REMEMBERED = 1_000;

    private static final int EXCERPT = 40;

    private OddMembers() {}

    static void warnTimestamp(@Nullable String member, @Nullable String value) {
        String name = excerpt(member);
        if (first("timestamp " + name)) {
            LOG.warn(
                    "Member '{}' of an answer is no timestamp that this client can read; it is taken as absent. Value: {}",
                    name,
                    excerpt(value));
        }
    }

    /** The reason is an exception's class, not its message: a message of Jackson quotes the value. */
    static void warnDropped(Class<?> type, @Nullable String member, String reason) {
        String name = excerpt(member);
        if (first(type.getName() + ' ' + name)) {
            LOG.warn(
                    "Member '{}' of a {} in an answer does not have the type of the contract; it is taken as absent ({})",
                    name,
                    type.getSimpleName(),
                    reason);
        }
    }

    private static boolean first(String key) {
        return SAID.size() < REMEMBERED && SAID.add(key);
    }

    private static String excerpt(@Nullable String text) {
        if (text == null) {
            return "(none)";
        }
        String printable = text.codePoints()
                .limit(EXCERPT)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.length() < text.length() ? printable + "..." : printable;
    }
}
