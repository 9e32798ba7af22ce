package io.qhub.core.http;

import io.qhub.core.HubClientResources;
import io.qhub.testing.Waits;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A client with two connections, a server that does as it is told, and time that stands still. */
abstract class OnTheWire {

    static final Duration WAIT = Waits.seconds(30);
    static final Duration LIMIT = Duration.ofSeconds(60);
    static final TestOperation GET = TestOperation.get("test.things.get", "/things/{id}");
    static final TestOperation POST = TestOperation.post("test.things.post", "/things");
    static final TestOperation PUT = TestOperation.put("test.things.put", "/things/{id}");
    static final TestOperation DOWNLOAD = TestOperation.get("test.things.download", "/things/{id}/content");
    static final String JSON = "{\"id\":\"t-1\"}";

    record Thing(@Nullable String id) {}

    final WireServer server = new WireServer();
    final ManualTimer timer = new ManualTimer();
    /** One permit for each answer's head that the client has seen. */
    final Semaphore heads = new Semaphore(0);

    private @Nullable HubClientResources resources;

    HubClientResources resources(UnaryOperator<HubClientResources.Builder> change) {
        HubClientResources made = change.apply(HubClientResources.builder()
                        .maxConnections(2)
                        .maxStreamConnections(2)
                        .httpClient(http -> http.doOnResponse((response, connection) -> heads.release())))
                .build();
        resources = made;
        return made;
    }

    TestHub client(UnaryOperator<TestHttp> change) {
        HubClientResources shared = resources;
        return change.apply(TestHttp.at(server.url())
                        .resources(shared == null ? resources(builder -> builder) : shared)
                        .scheduler(timer))
                .build();
    }

    TestHub client() {
        return client(builder -> builder);
    }

    void awaitHead() {
        try {
            if (!heads.tryAcquire(WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("no head came");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Takes and releases everything. */
    static Mono<Long> bytes(Flux<DataBuffer> body) {
        return body.map(OnTheWire::take).reduce(0L, Long::sum);
    }

    static long take(DataBuffer buffer) {
        long length = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return length;
    }

    @AfterEach
    void closeBothEnds() {
        server.close();
        HubClientResources made = resources;
        if (made != null) {
            made.closeLater().block(WAIT);
        }
    }
}
