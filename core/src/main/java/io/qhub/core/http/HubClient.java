package io.qhub.core.http;

import io.qhub.core.RequestOptions;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * What every client of the Hub can do. Clients are immutable and thread-safe. A view of a client shares its connections,
 * token and rate limits.
 *
 * @param <C> the client itself
 */
public interface HubClient<C extends HubClient<C>> extends AutoCloseable {

    /** The transport, for endpoints without a method of their own. */
    HubHttp http();

    /** A view with some options changed. */
    C withOptions(UnaryOperator<RequestOptions.Builder> change);

    /** A view that acts for this organization. */
    default C withOrganization(String id) {
        return withOptions(o -> o.organization(id));
    }

    /** A view that acts for the personal account. */
    default C withoutOrganization() {
        return withOptions(RequestOptions.Builder::withoutOrganization);
    }

    /** Closes the client's own connections and returns at once; shared ones stay open. */
    @Override
    void close();

    /** Closes the client's own connections and completes when they are closed. Cold. */
    Mono<Void> closeLater();
}
