package io.qhub.objectstorage;

import io.qhub.core.transfer.Downloads;
import io.qhub.service.ServiceExecutionHandle;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** Streams the result files of a service's executions into a bucket. */
public final class ExecutionFiles {

    private static final int AT_ONCE = 2;

    private ExecutionFiles() {}

    /**
     * Waits for the end of an execution and stores each of its result files under its own name, two at a time, each as
     * {@link ObjectStore#upload} does. The first failure ends it and cancels the other upload; files that were stored
     * stay.
     *
     * @param prefix what the keys begin with, such as {@code executions/42/}
     * @return the objects, in the order in which they are complete. Signals what the execution and the upload signal, and
     *     {@link IllegalArgumentException}, before a file is asked for, if a name is not a plain file name: a name that a
     *     server gave leads nowhere but below the prefix
     */
    public static Flux<StoredObject> store(ServiceExecutionHandle execution, ObjectStore store, String prefix) {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(prefix, "prefix");
        return execution
                .resultFiles()
                .map(Downloads::safeName)
                .collectList()
                .flatMapIterable(names -> names)
                .flatMap(name -> store.upload(prefix + name, execution.resultFileStream(name)), AT_ONCE, 1);
    }
}
