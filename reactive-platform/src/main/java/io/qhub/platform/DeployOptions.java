package io.qhub.platform;

import io.qhub.core.polling.PollingPolicy;
import io.qhub.platform.model.ServiceDto;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a service is deployed from a directory. Immutable; the {@code with} methods give changed copies.
 *
 * @param publication how far it is published once it is built
 * @param included which files go into the archive, by their paths below the directory
 * @param polling how the build is awaited; null is the client's policy
 * @param onCreated told as soon as the service exists, before it is built
 * @param onLogLine told each line of the build's log; must not block
 */
public record DeployOptions(
        Publication publication,
        Predicate<String> included,
        @Nullable PollingPolicy polling,
        Consumer<ServiceDto> onCreated,
        Consumer<String> onLogLine) {

    private static final DeployOptions DEFAULTS =
            new DeployOptions(Publication.INTERNAL, DeployOptions::isSource, null, service -> {}, line -> {});

    /** Refuses null. */
    public DeployOptions {
        Objects.requireNonNull(publication, "publication");
        Objects.requireNonNull(included, "included");
        Objects.requireNonNull(onCreated, "onCreated");
        Objects.requireNonNull(onLogLine, "onLogLine");
    }

    /** Published for its owners; all files but those of version control and Python's caches. */
    public static DeployOptions defaults() {
        return DEFAULTS;
    }

    private static boolean isSource(String name) {
        for (String segment : name.split("/")) {
            if (segment.equals(".git") || segment.equals("__pycache__") || segment.equals(".venv")) {
                return false;
            }
        }
        return true;
    }

    /** Publishes it this far once it is built; default {@link Publication#INTERNAL}. */
    public DeployOptions withPublication(Publication how) {
        return new DeployOptions(how, included, polling, onCreated, onLogLine);
    }

    /** Archives only these files. */
    public DeployOptions including(Predicate<String> names) {
        return new DeployOptions(publication, names, polling, onCreated, onLogLine);
    }

    /** Awaits the build by this policy. */
    public DeployOptions withPolling(PollingPolicy policy) {
        return new DeployOptions(publication, included, Objects.requireNonNull(policy, "policy"), onCreated, onLogLine);
    }

    /** Told as soon as the service exists: write its id down to find it again whatever happens. */
    public DeployOptions onCreated(Consumer<ServiceDto> listener) {
        return new DeployOptions(publication, included, polling, listener, onLogLine);
    }

    /** Told each line of the build's log, once, in order; must not block. */
    public DeployOptions onLogLine(Consumer<String> listener) {
        return new DeployOptions(publication, included, polling, onCreated, listener);
    }
}
