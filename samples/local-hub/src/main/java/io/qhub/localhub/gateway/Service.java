package io.qhub.localhub.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** A managed service: what it is, and its queue. */
final class Service {

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");

    /** Where it lives, for example {@code /local/optimiser/1.0.0}. */
    final String basePath;

    final String id;
    final String definitionId;
    final ServiceBehaviour behaviour;

    // The queue; state thread only.
    final PriorityQueue<Execution> queue =
            new PriorityQueue<>(Comparator.comparingLong((Execution execution) -> execution.eligibleAt)
                    .thenComparingLong(execution -> execution.number));
    int running;

    @Nullable
    Disposable wakeUp;

    Service(String basePath, ServiceBehaviour behaviour) {
        this.basePath = basePath;
        this.id = uuid(basePath);
        this.definitionId = uuid("definition of " + basePath);
        this.behaviour = behaviour;
    }

    /** Where a service of this name lives. */
    static String basePath(String context, String name, String version) {
        return "/" + segment(context, "context") + "/" + segment(name, "name") + "/" + segment(version, "version");
    }

    private static String segment(String value, String what) {
        if (!SEGMENT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must consist of letters, digits and . _ ~ - and not begin with a dot, was " + value);
        }
        return value;
    }

    private static String uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
