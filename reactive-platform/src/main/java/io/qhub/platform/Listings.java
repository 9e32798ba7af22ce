package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Paging;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Listings that the Hub documents without pages, and may serve with them. */
final class Listings {

    private static final String PAGE = "page";

    private Listings() {}

    /** As below, without query. */
    static <T> Flux<T> all(HubHttp http, Operation operation, Class<T> element, Object... variables) {
        return all(http, operation, element, call -> call, variables);
    }

    /**
     * All items, in order. A bare array is all of them. Where the Hub answers with a page that says that there are more,
     * the others are fetched as they are needed; a page that does not say so is the last.
     *
     * @param query adds the query of the caller's to each call
     */
    static <T> Flux<T> all(
            HubHttp http, Operation operation, Class<T> element, UnaryOperator<HubCall> query, Object... variables) {
        Mono<Page<T>> first =
                query.apply(http.call(operation, variables)).toPage(element).map(Listings::closed);
        return Paging.list(PageQuery.first(), page -> {
            if (page.page() == null) {
                return first;
            }
            HubCall next = query.apply(http.call(paged(operation), variables));
            return next.query(PAGE, page.page()).toPage(element).map(Listings::closed);
        });
    }

    private static Operation paged(Operation operation) {
        List<String> names = new ArrayList<>(operation.query());
        names.add(PAGE);
        return operation.query(names.toArray(String[]::new));
    }

    private static <T> Page<T> closed(Page<T> page) {
        boolean saysWhetherMore = page.last() != null || page.totalPages() != null || page.totalElements() != null;
        return saysWhetherMore ? page : new Page<>(page.content(), page.page(), page.size(), null, null, true);
    }
}
