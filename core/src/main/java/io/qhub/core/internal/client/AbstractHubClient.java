package io.qhub.core.internal.client;

import io.qhub.core.RequestOptions;
import io.qhub.core.http.HubClient;
import io.qhub.core.http.HubHttp;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * The common part of the facades.
 *
 * @param <C> the facade's interface
 */
public abstract class AbstractHubClient<C extends HubClient<C>> implements HubClient<C> {

    private final HubHttp http;
    private final Function<HubHttp, C> view;

    /** @param view makes the same client on another view of the transport */
    protected AbstractHubClient(HubHttp http, Function<HubHttp, C> view) {
        this.http = http;
        this.view = view;
    }

    @Override
    public final HubHttp http() {
        return http;
    }

    @Override
    public final C withOptions(UnaryOperator<RequestOptions.Builder> change) {
        return view.apply(http.withOptions(Objects.requireNonNull(change, "change")));
    }

    @Override
    public final void close() {
        http.close();
    }

    @Override
    public final Mono<Void> closeLater() {
        return http.closeLater();
    }
}
