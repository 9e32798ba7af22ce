package io.qhub.localhub.http;

import java.util.function.BinaryOperator;

/** An API whose operations are served elsewhere. */
public final class MovedApi implements Api {

    private final Api api;
    private final BinaryOperator<String> move;

    /**
     * Serves an API elsewhere.
     *
     * @param move from the method and the template below the base path to the new template
     */
    public MovedApi(Api api, BinaryOperator<String> move) {
        this.api = api;
        this.move = move;
    }

    @Override
    public String basePath() {
        return api.basePath();
    }

    @Override
    public void register(Routes routes) {
        api.register(routes);
    }

    @Override
    public String place(String method, String template) {
        return move.apply(method, template);
    }

    @Override
    public void close() {
        api.close();
    }
}
