package io.qhub.localhub.http;

/** One API of the hub, for example the Quantum API under {@code /quantum}. */
public interface Api extends AutoCloseable {

    /** Where the API lives: empty for the root, or with a leading and without a trailing slash. */
    String basePath();

    /** Names the operations. Called once, before the server starts. */
    void register(Routes routes);

    /** Stops what the API runs in the background. */
    @Override
    default void close() {}
}
