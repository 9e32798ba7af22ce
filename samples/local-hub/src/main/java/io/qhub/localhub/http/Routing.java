package io.qhub.localhub.http;

/** Where APIs come and go while the server runs. Thread-safe. */
public interface Routing {

    /** Serves this API from now on. */
    void add(Api api);

    /** Ends the API with this base path: its operations answer 404. */
    void remove(String basePath);
}
