package io.qhub.localhub.quantum;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import tools.jackson.databind.node.ObjectNode;

/** A backend: what it is, and its queue. */
final class Backend {

    /** What computes the results. */
    enum Engine {
        IONQ,
        OPENQASM,
        /** Nothing: jobs fail. */
        NONE
    }

    final String id;
    final String provider;
    final Engine engine;
    final boolean sessions;
    final boolean calibrated;
    final List<String> formats;
    final int minShots;
    final int maxShots;
    /** The Amazon resource name of the device; null for backends that are not Amazon's. */
    final @Nullable String arn;

    /** The document without the members that change. Never handed out: only copies are. */
    final ObjectNode document;

    final ObjectNode config;

    volatile String status;

    // The queue; state thread only.
    final PriorityQueue<Job> queue = new PriorityQueue<>(
            Comparator.comparingLong((Job job) -> job.eligibleAt).thenComparingLong(job -> job.number));
    int pending;
    int running;

    @Nullable
    Disposable wakeUp;

    Backend(
            ObjectNode document,
            Engine engine,
            boolean sessions,
            @Nullable String arn,
            String status,
            ObjectNode config) {
        this.document = document;
        this.config = config;
        this.engine = engine;
        this.sessions = sessions;
        this.arn = arn;
        this.status = status;
        this.id = document.get("id").stringValue();
        this.provider = document.get("provider").stringValue();
        this.calibrated = document.get("has_calibration").booleanValue();
        ObjectNode configuration = (ObjectNode) document.get("configuration");
        this.formats = configuration
                .get("supported_input_formats")
                .valueStream()
                .map(format -> format.stringValue())
                .toList();
        this.minShots = configuration.get("shots_range").get("min").intValue();
        this.maxShots = configuration.get("shots_range").get("max").intValue();
    }

    boolean isOnline() {
        return status.equals("ONLINE");
    }
}
