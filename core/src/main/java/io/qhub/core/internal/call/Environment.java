package io.qhub.core.internal.call;

import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.HubClientOptions;
import io.qhub.core.HubClientResources;
import io.qhub.core.observation.HubObservationConvention;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What is the same for all calls of one client: time, chance, limits, and who wants to hear of them. */
public final class Environment {

    private final String apiName;
    private final HubClientOptions options;
    private final DoubleSupplier random;

    public Environment(String apiName, HubClientOptions options) {
        this.apiName = apiName;
        this.options = options;
        DoubleSupplier given = options.random();
        this.random = given != null ? given : () -> ThreadLocalRandom.current().nextDouble();
    }

    /** In words, such as {@code Quantum API}. */
    public String apiName() {
        return apiName;
    }

    /** Yields the numbers in [0, 1) for jitter. */
    public DoubleSupplier random() {
        return random;
    }

    public Clock clock() {
        return options.clock();
    }

    /** Times retries, waits and polls; asked anew each time, because virtual time replaces Reactor's own. */
    public Scheduler scheduler() {
        Scheduler given = options.scheduler();
        return given != null ? given : Schedulers.parallel();
    }

    public long millis() {
        return scheduler().now(TimeUnit.MILLISECONDS);
    }

    /** The largest answer that is read into memory, in bytes. */
    public int maxInMemorySize() {
        return options.maxInMemorySize();
    }

    public HubClientResources resources() {
        return options.resources();
    }

    ObservationRegistry observations() {
        return options.observations();
    }

    @Nullable
    HubObservationConvention convention() {
        return options.convention();
    }
}
