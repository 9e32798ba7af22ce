package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Every public method that gives a publisher: nothing is sent before it is subscribed to, and one request at each. */
class ColdnessTest extends WireFixture {

    static List<Call> calls() {
        return Call.all();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void nothingHappensBeforeASubscriptionAndEverythingAtEach(Call call) throws IOException {
        boolean json = !call.row().response().startsWith("binary")
                && !call.row().response().startsWith("text");
        boolean listing =
                call.row().response().endsWith("[]") || call.row().response().startsWith("PageResponse");
        answer(new MockResponse.Builder()
                .setHeader("Content-Type", json ? "application/json" : "application/octet-stream")
                .body(listing ? "[]" : "{\"id\":\"i\",\"accessKeyId\":\"k\",\"token\":\"t\",\"grant\":\"g\"}")
                .build());
        int before = requests();

        Publisher<?> published = call.on(platform(), user(), directory());

        assertThat(requests()).isEqualTo(before);
        drain(published);
        assertThat(requests()).isEqualTo(before + 1);
        drain(Flux.from(published));
        assertThat(requests()).isEqualTo(before + 2);
        taken();
        taken();
        Files.deleteIfExists(directory().resolve("downloaded"));
    }
}
