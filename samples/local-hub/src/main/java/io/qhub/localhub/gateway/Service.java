package io.qhub.localhub.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

    /** MANAGED or WORKFLOW. */
    final String type;

    /** Whether users deployed it while the hub ran; then only some applications may use it, and inputs are kept. */
    final boolean deployed;

    final Set<String> admitted = ConcurrentHashMap.newKeySet();

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
        this.type = "MANAGED";
        this.deployed = false;
    }

    /** One that was deployed while the hub ran. */
    Service(String basePath, String id, String definitionId, String type, ServiceBehaviour behaviour) {
        this.basePath = basePath;
        this.id = id;
        this.definitionId = definitionId;
        this.behaviour = behaviour;
        this.type = type;
        this.deployed = true;
    }

    boolean admits(String application) {
        return !deployed || admitted.contains(application);
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
