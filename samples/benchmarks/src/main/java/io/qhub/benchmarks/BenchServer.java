package io.qhub.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The server of the comparisons, in a process of its own: answers a constant status, and streams as many bytes as a path
 * names. It does as little as it can, so that what is measured is the client.
 */
public final class BenchServer {

    private static final byte[] STATUS = "{\"status\":\"RUNNING\"}".getBytes(StandardCharsets.UTF_8);
    private static final int CHUNK = 64 * 1024;
    private static final ByteBuf CONTENT = content();

    private BenchServer() {}

    /** Serves on a free loopback port, prints it, and ends when standard input ends. */
    public static void main(String[] args) throws Exception {
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/jobs/{id}/status", BenchServer::status)
                        .get("/jobs/{bytes}/result-stream", BenchServer::stream))
                .bindNow();
        System.out.println(server.port());
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        server.disposeNow();
    }

    private static Publisher<Void> status(HttpServerRequest request, HttpServerResponse response) {
        return response.header("Content-Type", "application/json")
                .header("Content-Length", Integer.toString(STATUS.length))
                .sendObject(Unpooled.wrappedBuffer(STATUS));
    }

    private static Publisher<Void> stream(HttpServerRequest request, HttpServerResponse response) {
        long bytes = Long.parseLong(String.valueOf(request.param("bytes")));
        return response.header("Content-Type", "application/octet-stream")
                .header("Content-Length", Long.toString(bytes))
                .send(chunks(bytes));
    }

    static Flux<ByteBuf> chunks(long bytes) {
        int whole = Math.toIntExact(bytes / CHUNK);
        int rest = (int) (bytes % CHUNK);
        return Flux.range(0, whole)
                .map(i -> CONTENT.retainedDuplicate())
                .concatWith(rest == 0 ? Mono.empty() : Mono.fromSupplier(() -> CONTENT.retainedSlice(0, rest)));
    }

    private static ByteBuf content() {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(CHUNK).writeBytes(chunk()));
    }

    private static byte[] chunk() {
        byte[] random = new byte[CHUNK];
        new Random(1).nextBytes(random);
        return random;
    }

    /** What {@code result-stream} sends, made without a server, to hold what arrived against. */
    static InputStream content(long bytes) {
        byte[] chunk = chunk();
        return new InputStream() {

            private long position;

            @Override
            public int read() {
                return position == bytes ? -1 : chunk[(int) (position++ % CHUNK)] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (position == bytes) {
                    return -1;
                }
                int from = (int) (position % CHUNK);
                int count = (int) Math.min(Math.min(length, CHUNK - from), bytes - position);
                System.arraycopy(chunk, from, target, offset, count);
                position += count;
                return count;
            }
        };
    }
}
