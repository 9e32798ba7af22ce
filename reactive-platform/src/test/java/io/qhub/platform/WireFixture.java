package io.qhub.platform;

import io.qhub.testing.MockServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/** One server and one client of each API for all tests of a class. */
abstract class WireFixture {

    static final Duration WAIT = Duration.ofSeconds(30);
    static final String TOKEN = "token-1";
    static final String ORGANIZATION = "org-1";

    @TempDir
    static @Nullable Path temporary;

    private static @Nullable MockWebServer server;
    private static @Nullable HubPlatformClient platform;
    private static @Nullable HubUserClient user;
    private static volatile MockResponse answer = new MockResponse.Builder().build();

    @BeforeAll
    static void start() throws IOException {
        MockWebServer started = MockServers.create();
        started.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer;
            }
        });
        started.start();
        server = started;
        platform = HubPlatformClient.builder()
                .baseUrl(started.url("/qc-catalog").toString())
                .apiKey(TOKEN)
                .organization(ORGANIZATION)
                .maxRetries(0)
                .build();
        user = HubUserClient.builder()
                .baseUrl(started.url("/user-service").toString())
                .apiKey(TOKEN)
                .organization(ORGANIZATION)
                .maxRetries(0)
                .build();
        Files.write(directory().resolve(Call.FILE_NAME), Call.CONTENT);
    }

    /** What a failed test has left. */
    @BeforeEach
    void forgetRequests() throws InterruptedException {
        while (Objects.requireNonNull(server).takeRequest(0, TimeUnit.MILLISECONDS) != null) {
            continue;
        }
    }

    @AfterAll
    static void stop() {
        platform().close();
        user().close();
        Objects.requireNonNull(server).close();
    }

    static Path directory() {
        return Objects.requireNonNull(temporary);
    }

    static HubPlatformClient platform() {
        return Objects.requireNonNull(platform);
    }

    static HubUserClient user() {
        return Objects.requireNonNull(user);
    }

    /** Answers every request from now on. */
    static void answer(MockResponse response) {
        answer = response;
    }

    static void answerJson(int status, String body) {
        answer(new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build());
    }

    static int requests() {
        return Objects.requireNonNull(server).getRequestCount();
    }

    /** The one request that has been made and not been taken. */
    static RecordedRequest taken() {
        try {
            return Objects.requireNonNull(
                    Objects.requireNonNull(server).takeRequest(WAIT.toSeconds(), TimeUnit.SECONDS), "no request");
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** All that comes; buffers as their text. */
    static List<Object> drain(Publisher<?> call) {
        return Objects.requireNonNull(Flux.from(call)
                .map(value -> {
                    if (value instanceof DataBuffer buffer) {
                        byte[] bytes = new byte[buffer.readableByteCount()];
                        buffer.read(bytes);
                        DataBufferUtils.release(buffer);
                        return (Object) new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
                    }
                    return (Object) value;
                })
                .collectList()
                .block(WAIT));
    }
}
