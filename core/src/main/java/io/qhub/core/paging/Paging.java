package io.qhub.core.paging;

import io.qhub.core.error.HubDecodingException;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lazy listings over pages. */
public final class Paging {

    private Paging() {}

    /**
     * All items from the asked page on, in order. Pages are fetched as they are needed, one ahead at most: who takes five
     * items of the first page makes one request. Ends on an empty page, on {@code last}, or when the totals are reached,
     * whichever comes first.
     *
     * @param query the first page to fetch
     * @param fetch fetches one page; its Mono is subscribed once for each page
     * @return a cold Flux that signals what {@code fetch} signals, and {@link HubDecodingException} where the server
     *     answers the same page again and again
     */
    public static <T> Flux<T> list(PageQuery query, Function<PageQuery, Mono<Page<T>>> fetch) {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(fetch, "fetch");
        return Flux.defer(() -> new Walk<>(query, fetch).items());
    }

    /** One walk over the pages; used by one subscriber, whose signals are serial. */
    private static final class Walk<T> {

        private final PageQuery query;
        private final Function<PageQuery, Mono<Page<T>>> fetch;
        private int next;
        private long seen;

        private Walk(PageQuery query, Function<PageQuery, Mono<Page<T>>> fetch) {
            this.query = query;
            this.fetch = fetch;
            this.next = query.page() == null ? 0 : query.page();
        }

        private Flux<T> items() {
            // The very first request leaves the page number out if the caller did: the Hub's own first page.
            return fetch.apply(query)
                    .expand(page -> isLast(page) ? Mono.empty() : fetch.apply(query.withPage(next)))
                    .concatMapIterable(Page::content, 1);
        }

        private boolean isLast(Page<T> page) {
            int asked = next++;
            seen += page.content().size();
            if (page.content().isEmpty() || Boolean.TRUE.equals(page.last())) {
                return true;
            }
            if (page.totalPages() != null && next >= page.totalPages()) {
                return true;
            }
            if (page.totalElements() != null && seen >= page.totalElements()) {
                return true;
            }
            if (page.page() != null && page.page() < asked) {
                throw new HubDecodingException(
                        "The Hub was asked for page " + asked + " and answered page " + page.page()
                                + "; the listing would never end",
                        null,
                        null,
                        200,
                        "",
                        null);
            }
            return false;
        }
    }
}
