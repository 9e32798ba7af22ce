package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.polling.PollingPolicy;
import io.qhub.platform.model.datapools.CreateDataPoolRequest;
import io.qhub.platform.model.servicejobs.CreateJobRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
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

    static List<Method> conveniences() {
        return Call.methods()
                .filter(method -> Call.CONVENIENCES.contains(method.getName()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("conveniences")
    void whatIsMadeOfSeveralCallsBeginsWithASubscriptionToo(Method method) throws ReflectiveOperationException {
        answerJson(403, "{}");
        Object client = Contract.rows().stream()
                .filter(row -> Clients.of(row) == method.getDeclaringClass())
                .map(row -> Clients.of(row, platform(), user()))
                .findFirst()
                .orElseThrow();
        int before = requests();

        Publisher<?> published = (Publisher<?>) method.invoke(
                client,
                Arrays.stream(method.getParameterTypes())
                        .map(ColdnessTest::argument)
                        .toArray());

        assertThat(requests()).isEqualTo(before);
        drain(Flux.from(published).onErrorComplete());
        int first = requests();
        assertThat(first).isGreaterThan(before);
        drain(Flux.from(published).onErrorComplete());
        assertThat(requests() - first).isEqualTo(first - before);
    }

    private static Object argument(Class<?> type) {
        Consumer<String> lines = line -> {};
        return Stream.of(
                        "id-1",
                        directory(),
                        lines,
                        PollingPolicy.defaults(),
                        SyncOptions.defaults(),
                        DeployOptions.defaults(),
                        CreateDataPoolRequest.builder("n").build(),
                        CreateManagedServiceRequest.builder("n").build(),
                        CreateJobRequest.builder("s").build())
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample of " + type));
    }

    @Test
    void theListOfConveniencesIsTheirs() {
        assertThat(Call.CONVENIENCES)
                .isEqualTo(conveniences().stream().map(Method::getName).collect(Collectors.toSet()));
    }
}
