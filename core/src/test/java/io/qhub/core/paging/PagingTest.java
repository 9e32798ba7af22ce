package io.qhub.core.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.HubDecodingException;
import io.qhub.core.json.HubJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JavaType;

class PagingTest {

    private final List<PageQuery> asked = new ArrayList<>();

    /** 300 pages of 10, told of as the shape says. */
    private Mono<Page<Integer>> page(PageQuery query, Function<Integer, Page<Integer>> shape) {
        return Mono.fromSupplier(() -> {
            asked.add(query);
            return shape.apply(query.page() == null ? 0 : query.page());
        });
    }

    private static List<Integer> rows(int page) {
        return page >= 300
                ? List.of()
                : IntStream.range(page * 10, page * 10 + 10).boxed().toList();
    }

    private Flux<Integer> list(Function<Integer, Page<Integer>> shape) {
        return Paging.list(PageQuery.first(), query -> page(query, shape));
    }

    @Test
    void fiveOfAListingOf300PagesCostOneRequest() {
        StepVerifier.create(
                        list(n -> new Page<>(rows(n), n, 10, 3_000L, 300, null)).take(5))
                .expectNext(0, 1, 2, 3, 4)
                .verifyComplete();
        assertThat(asked).hasSize(1);
    }

    @Test
    void pagesAreFetchedAsTheyAreNeededOneAheadAtMost() {
        StepVerifier.create(list(n -> new Page<>(rows(n), n, 10, 3_000L, 300, null)), 15)
                .expectNextCount(15)
                .then(() -> assertThat(asked.size()).isBetween(2, 3))
                .thenRequest(10)
                .expectNextCount(10)
                .then(() -> assertThat(asked.size()).isBetween(3, 4))
                .thenCancel()
                .verify();
    }

    @Test
    void allRowsComeInOrderWhicheverWayTheEndIsTold() {
        List<Function<Integer, Page<Integer>>> shapes = List.of(
                n -> new Page<>(rows(n), n, 10, 3_000L, 300, null),
                n -> new Page<>(rows(n), null, null, null, 300, null),
                n -> new Page<>(rows(n), null, null, 3_000L, null, null),
                n -> new Page<>(rows(n), null, null, null, null, n == 299),
                n -> new Page<>(rows(n), null, null, null, null, null));
        for (Function<Integer, Page<Integer>> shape : shapes) {
            asked.clear();
            StepVerifier.create(list(shape).collectList())
                    .assertNext(all -> assertThat(all)
                            .isEqualTo(IntStream.range(0, 3_000).boxed().toList()))
                    .verifyComplete();
            assertThat(asked.size()).isBetween(300, 301);
        }
    }

    @Test
    void aBareArrayIsTheOnlyPage() {
        StepVerifier.create(list(n -> Page.ofAll(List.of(1, 2, 3))))
                .expectNext(1, 2, 3)
                .verifyComplete();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aHubThatAnswersTheFirstPageAgainAndAgainIsFoundOut() {
        StepVerifier.create(list(n -> new Page<>(rows(0), 0, 10, null, null, null)))
                .expectNextCount(10)
                .thenConsumeWhile(row -> true)
                .verifyError(HubDecodingException.class);
        assertThat(asked.size()).isLessThanOrEqualTo(2);
    }

    @Test
    void aLaterFirstPageDoesNotConfuseTheTotals() {
        StepVerifier.create(Paging.list(
                        PageQuery.first().withPage(298),
                        query -> page(query, n -> new Page<>(rows(n), n, 10, 3_000L, null, null))))
                .expectNextCount(20)
                .verifyComplete();
    }

    @Test
    void eachSubscriptionWalksAnew() {
        Flux<Integer> all =
                list(n -> new Page<>(rows(n), n, 10, 3_000L, 300, null)).take(5);
        StepVerifier.create(all).expectNextCount(5).verifyComplete();
        StepVerifier.create(all).expectNextCount(5).verifyComplete();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aFailingPageEndsTheListing() {
        StepVerifier.create(list(n -> {
                    if (n == 2) {
                        throw new IllegalStateException("page 2");
                    }
                    return new Page<>(rows(n), n, 10, 3_000L, 300, null);
                }))
                .expectNextCount(20)
                .verifyErrorMessage("page 2");
    }

    @Test
    void pagesAreReadInBothCases() {
        JavaType type = HubJson.mapper().getTypeFactory().constructParametricType(Page.class, String.class);
        for (String names : List.of("total_elements total_pages page", "totalElements totalPages number")) {
            String[] name = names.split(" ");
            String json = "{\"content\":[\"a\",null,\"b\"],\"" + name[2] + "\":1,\"size\":2,\"" + name[0] + "\":4,\""
                    + name[1] + "\":2,\"last\":true,\"odd\":{}}";
            Page<String> page = HubJson.readLenient(json.getBytes(StandardCharsets.UTF_8), type);
            assertThat(page).isEqualTo(new Page<>(List.of("a", "b"), 1, 2, 4L, 2, true));
        }
        Page<String> sparse = HubJson.readLenient("{}".getBytes(StandardCharsets.UTF_8), type);
        assertThat(sparse.content()).isEmpty();
    }

    @Test
    void badQueriesAreRefused() {
        assertThatThrownBy(() -> PageQuery.ofSize(0)).hasMessageContaining("size: 0");
        assertThatThrownBy(() -> PageQuery.first().withPage(-1)).hasMessageContaining("page: -1");
        assertThatThrownBy(() -> Sort.asc("a,b")).hasMessageContaining("property");
        assertThatThrownBy(() -> Sort.asc(",b")).hasMessageContaining("property");
        assertThat(PageQuery.ofSize(1).withPage(0)).isEqualTo(new PageQuery(0, 1, List.of()));
        assertThat(PageQuery.ofSize(3)
                        .sortedBy(Sort.desc("created_at"))
                        .sortedBy(Sort.asc("name"))
                        .sort())
                .extracting(Sort::toString)
                .containsExactly("created_at,desc", "name,asc");
    }
}
