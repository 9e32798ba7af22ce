package io.qhub.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PagingPropertiesTest {

    /** A listing, and how much of it each page tells: any part of it, which is what the Hub's endpoints do. */
    record Listing(
            int items,
            int size,
            boolean tellsPage,
            boolean tellsSize,
            boolean tellsElements,
            boolean tellsPages,
            boolean tellsLast) {

        /** The number of items tells it only to who has seen them all. */
        boolean tellsItsEnd(int first) {
            return tellsPages || tellsLast || tellsElements && first == 0;
        }

        List<Integer> from(int page) {
            return IntStream.range(Math.min(page * size, items), items).boxed().toList();
        }

        Page<Integer> page(@Nullable Integer asked) {
            int page = asked == null ? 0 : asked;
            List<Integer> rest = from(page);
            int pages = (items + size - 1) / size;
            return new Page<>(
                    rest.subList(0, Math.min(size, rest.size())),
                    tellsPage ? page : null,
                    tellsSize ? size : null,
                    tellsElements ? (long) items : null,
                    tellsPages ? pages : null,
                    tellsLast ? page >= pages - 1 : null);
        }
    }

    @Provide
    Arbitrary<Listing> listings() {
        Arbitrary<Boolean> tells = Arbitraries.of(true, false);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(1, 10),
                        tells,
                        tells,
                        tells,
                        tells,
                        tells)
                .as(Listing::new);
    }

    @Provide
    Arbitrary<PageQuery> queries() {
        return Arbitraries.integers()
                .between(0, 8)
                .injectNull(0.3)
                .map(page ->
                        page == null ? PageQuery.first() : PageQuery.first().withPage(page));
    }

    @Property
    void everyItemFromTheAskedPageOnComesOnceAndInOrder(
            @ForAll("listings") Listing listing, @ForAll("queries") PageQuery query) {
        List<Integer> asked = new ArrayList<>();
        int first = query.page() == null ? 0 : query.page();
        List<Integer> expected = listing.from(first);

        StepVerifier.create(Paging.list(
                                query,
                                each -> Mono.fromSupplier(() -> {
                                    asked.add(each.page());
                                    return listing.page(each.page());
                                }))
                        .collectList())
                .expectNext(expected)
                .verifyComplete();

        int full = (expected.size() + listing.size() - 1) / listing.size();
        // Where no page tells that it is the last, an empty one ends the listing.
        assertThat(asked).hasSize(listing.tellsItsEnd(first) ? Math.max(full, 1) : full + 1);
        assertThat(asked.get(0)).isEqualTo(query.page());
        assertThat(asked.subList(1, asked.size()))
                .isEqualTo(
                        IntStream.range(first + 1, first + asked.size()).boxed().toList());
    }

    @Property
    void noMoreThanOnePageAheadIsFetched(
            @ForAll("listings") Listing listing, @ForAll @IntRange(min = 1, max = 70) int wanted) {
        List<Integer> asked = new ArrayList<>();

        StepVerifier.create(
                        Paging.list(
                                PageQuery.first(),
                                each -> Mono.fromSupplier(() -> {
                                    asked.add(each.page());
                                    return listing.page(each.page());
                                })),
                        wanted)
                .expectNextSequence(listing.from(0).subList(0, Math.min(wanted, listing.items())))
                .thenCancel()
                .verify();

        assertThat(asked.size()).isLessThanOrEqualTo((wanted + listing.size() - 1) / listing.size() + 1);
    }
}
