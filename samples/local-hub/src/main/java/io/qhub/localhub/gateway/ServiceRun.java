package io.qhub.localhub.gateway;

import io.qhub.localhub.http.Content;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** One execution, as the service sees it. Thread-safe; {@code toString} shows no secret. */
public interface ServiceRun {

    /** The id of the execution. */
    String executionId();

    /** The application that started it. */
    String applicationId();

    /**
     * The request without {@code $tags} and {@code $secrets}, and without the grants of its references to data pools. Not
     * to be changed.
     */
    ObjectNode input();

    /** The tags of the request, in order. */
    List<String> tags();

    /** The names of the secrets of the request. */
    Set<String> secretNames();

    /** A secret of the request, or null. One that is not a string is its JSON text. */
    @Nullable
    String secret(String name);

    /** The data pools that members of the request refer to, by the member's name. */
    Map<String, DataPoolAccess.DataPool> dataPools();

    /** What random choices should derive from: the same for the same request to a hub of the same seed. */
    long seed();

    /** How long the hub is asked to let executions run at least; a service can spread its work over it. */
    Duration runTime();

    /** Whether the execution has been cancelled; for loops that compute. */
    boolean isCancelled();

    /**
     * Writes to the log. The values of the request's secrets are replaced by {@code ***}. Has no effect once the execution
     * has ended.
     */
    void log(LogSeverity severity, String message);

    /**
     * Adds a result file, which shows up when the execution has succeeded, and replaces an earlier one of the same name.
     *
     * @param name any name that is not blank; not {@code self} or {@code status}, which are links of their own
     * @param contentType its media type
     * @param content its bytes, which must be the same each time that they are read
     */
    void file(String name, String contentType, Content content);

    /** Adds a result file that is held in memory. The array is not copied. */
    default void file(String name, String contentType, byte[] bytes) {
        file(name, contentType, Content.of(bytes));
    }

    /** Waits without holding a thread. */
    Mono<Void> pause(Duration time);

    /** Computes on one of the threads of the services. */
    <T> Mono<T> compute(Callable<T> task);
}
