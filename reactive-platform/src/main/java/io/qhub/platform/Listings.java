package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Paging;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Listings that the Hub documents without pages, and may serve with them. */
final class Listings {

    private static final String PAGE = "page";

    private Listings() {}

    /** As below, without query. */
    static <T> Flux<T> all(HubHttp http, Operation<Page<T>> operation, Object... variables) {
        return all(http, operation, call -> call, variables);
    }

    /**
     * All items, in order. A bare array is all of them. Where the Hub answers with a page that says that there are more,
     * the others are fetched as they are needed; a page that does not say so is the last.
     *
     * @param query adds the query of the caller's to each call
     */
    static <T> Flux<T> all(
            HubHttp http, Operation<Page<T>> operation, UnaryOperator<HubCall<Page<T>>> query, Object... variables) {
        Mono<Page<T>> first =
                query.apply(http.request(operation, variables)).send().map(Listings::closed);
        return Paging.list(PageQuery.first(), page -> {
            if (page.page() == null) {
                return first;
            }
            HubCall<Page<T>> next = query.apply(http.request(operation.alsoQuery(PAGE), variables));
            return next.query(PAGE, page.page()).send().map(Listings::closed);
        });
    }

    private static <T> Page<T> closed(Page<T> page) {
        boolean saysWhetherMore = page.last() != null || page.totalPages() != null || page.totalElements() != null;
        return saysWhetherMore ? page : new Page<>(page.content(), page.page(), page.size(), null, null, true);
    }
}
