package io.qhub.localhub.http;

/** One API of the hub, for example the Quantum API under {@code /quantum}. */
public interface Api extends AutoCloseable {

    /** Where the API lives: empty for the root, or with a leading and without a trailing slash. */
    String basePath();

    /** Names the operations. Called once, before the server starts. */
    void register(Routes routes);

    /**
     * Where the API's operations are served: the template below the base path, from the method and the template that
     * {@link #register} names. As named, unless the API has been moved.
     */
    default String place(String method, String template) {
        return template;
    }

    /** Stops what the API runs in the background. */
    @Override
    default void close() {}
}
