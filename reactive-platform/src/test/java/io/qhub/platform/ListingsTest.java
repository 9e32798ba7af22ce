package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.HubDecodingException;
import io.qhub.platform.model.datapools.DataPoolDto;
import io.qhub.platform.model.services.ServiceOverviewDto;
import io.qhub.testing.MockServers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings that turn out to have pages, and those that do not. */
class ListingsTest {

    private final MockWebServer server = MockServers.create();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> targets = new ArrayList<>();
    private HubPlatformClient hub;

    @BeforeEach
    void start() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                synchronized (targets) {
                    targets.add(request.getTarget());
                    return new MockResponse.Builder()
                            .body(answers.size() > 1 ? answers.remove() : answers.element())
                            .build();
                }
            }
        });
        server.start();
        hub = HubPlatformClient.builder()
                .baseUrl(server.url("").toString())
                .apiKey("token-1")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void stop() {
        hub.close();
        server.close();
    }

    private static String page(int from, int to, String rest) {
        return "{\"content\":["
                + String.join(
                        ",",
                        IntStream.range(from, to)
                                .mapToObj(i -> "{\"id\":\"p-" + i + "\"}")
                                .toList())
                + "]" + rest + "}";
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p-" + i).toList();
    }

    @Test
    void anArrayThatHasBecomePagesIsWalkedToItsEnd() {
        answers.add(page(0, 2, ",\"page\":0,\"size\":2,\"totalElements\":5,\"totalPages\":3"));
        answers.add(page(2, 4, ",\"page\":1,\"size\":2,\"totalElements\":5,\"totalPages\":3"));
        answers.add(page(4, 5, ",\"page\":2,\"size\":2,\"totalElements\":5,\"totalPages\":3"));

        assertThat(hub.dataPools()
                        .listDataPools()
                        .map(DataPoolDto::id)
                        .collectList()
                        .block(WireFixture.WAIT))
                .isEqualTo(ids(5));
        assertThat(targets).containsExactly("/datapools", "/datapools?page=1", "/datapools?page=2");
    }

    @Test
    void theFiltersOfAListingStandOnEachPage() {
        answers.add(page(0, 1, ",\"last\":false"));
        answers.add(page(1, 2, ",\"last\":true"));

        hub.dataPoolGrants().getDataPoolGrants("pool 1", null).collectList().block(WireFixture.WAIT);

        assertThat(targets)
                .containsExactly(
                        "/data-pool-grants?datapoolId=pool%201", "/data-pool-grants?datapoolId=pool%201&page=1");
    }

    @Test
    void whoTakesTheFirstPageMakesOneRequest() {
        answers.add(page(0, 2, ",\"page\":0,\"totalPages\":3"));

        hub.dataPools().getDataPools().take(2).collectList().block(WireFixture.WAIT);

        assertThat(targets).hasSize(1);
    }

    @Test
    void aPageThatDoesNotSayThatThereAreMoreIsTheLast() {
        answers.add(page(0, 2, ",\"page\":0,\"size\":2"));

        assertThat(hub.dataPools().getDataPools().count().block(WireFixture.WAIT))
                .isEqualTo(2);
        assertThat(targets).hasSize(1);
    }

    @Test
    void aHubThatAnswersTheSamePageAgainEndsTheListing() {
        answers.add(page(0, 2, ",\"page\":0,\"size\":2,\"totalElements\":5,\"totalPages\":3"));

        assertThatThrownBy(() -> hub.dataPools().getDataPools().count().block(WireFixture.WAIT))
                .isInstanceOf(HubDecodingException.class)
                .hasMessageContaining("would never end");
    }

    @Test
    void aPagedListingGoesOnFromTheAskedPage() {
        answers.add(page(0, 2, ",\"page\":1,\"size\":2,\"totalPages\":3"));
        answers.add(page(2, 3, ",\"page\":2,\"size\":2,\"totalPages\":3"));

        assertThat(hub.services()
                        .listServices(ServiceQuery.all().withPage(1).withSize(2))
                        .map(ServiceOverviewDto::id)
                        .collectList()
                        .block(WireFixture.WAIT))
                .isEqualTo(ids(3));
        assertThat(targets).containsExactly("/services?page=1&size=2", "/services?page=2&size=2");
    }
}
