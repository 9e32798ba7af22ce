package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qhub.core.transfer.Uploads;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** An upload that is cancelled half-way, seen from a server that reads everything it can. */
class UploadCancelTest {

    private static final TestOperation PUT = TestOperation.put("test.things.put", "/things/{id}");

    @Test
    void cancellingInTheMiddleOfTheBodyClosesTheConnection() throws Exception {
        AtomicLong read = new AtomicLong();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread reader = new Thread(() -> readToTheEnd(server, read, closed), "upload-cancel-server");
            reader.setDaemon(true);
            reader.start();
            TestHub hub =
                    TestHttp.at("http://127.0.0.1:" + server.getLocalPort()).build();
            try {
                Flux<DataBuffer> halfBody = Flux.range(0, 20)
                        .map(i -> (DataBuffer) DefaultDataBufferFactory.sharedInstance.wrap(new byte[8192]))
                        .concatWith(Flux.never());
                Disposable upload = hub.call(PUT, "x")
                        .body(Uploads.fromSupplier(() -> halfBody))
                        .toNothing()
                        .subscribe();
                await().atMost(Duration.ofSeconds(20)).until(() -> read.get() > 20 * 8192);
                assertThat(closed).isNotDone();

                upload.dispose();

                await().atMost(Duration.ofSeconds(20)).until(closed::isDone);
            } finally {
                hub.close();
            }
        }
    }

    private static void readToTheEnd(ServerSocket server, AtomicLong read, CompletableFuture<Void> closed) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream()) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read.addAndGet(n);
            }
        } catch (java.io.IOException reset) {
            // a reset ends a connection too
        } finally {
            closed.complete(null);
        }
    }
}
