package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** An HTTP/1.1 server that does to each exchange just what a script says, and sees what becomes of its connections. */
public final class WireServer implements Closeable {

    /** What is done to one exchange. The connection is kept if the answer is whole at the end of it. */
    @FunctionalInterface
    public interface Script {
        void play(Exchange exchange) throws IOException;
    }

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Exchange> begun = new LinkedBlockingQueue<>();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Script script = exchange -> exchange.answer(200, "{}");
    private volatile Supplier<@Nullable SSLContext> tls = () -> null;
    private volatile BooleanSupplier deaf = () -> false;

    public WireServer() {
        try {
            listener = new ServerSocket();
            // Small, so that a server which does not read is felt soon.
            listener.setReceiveBufferSize(16 * 1024);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "wire-server");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    public WireServer script(Script next) {
        script = next;
        return this;
    }

    /** Asked at each connection: with what it speaks TLS; null for a plain one. */
    public WireServer tls(Supplier<@Nullable SSLContext> contexts) {
        tls = contexts;
        return this;
    }

    /** Asked when a request begins: whether the connection is reset with the request unread. */
    public WireServer deaf(BooleanSupplier whether) {
        deaf = whether;
        return this;
    }

    /** The port on the loopback address. */
    public int port() {
        return listener.getLocalPort();
    }

    /** All exchanges so far. */
    public List<Exchange> exchanges() {
        return exchanges;
    }

    /** The next exchange whose head has been read. */
    public Exchange next() {
        try {
            Exchange exchange = begun.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(exchange).as("a request within " + WAIT).isNotNull();
            return exchange;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException closed) {
                // The test is over.
            }
        }
    }

    private void serve(Socket plain) {
        CountDownLatch gone = new CountDownLatch(1);
        int connection = connections.incrementAndGet();
        try (Socket socket = secured(plain)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                in.mark(1);
                if (in.read() >= 0 && deaf.getAsBoolean()) {
                    socket.setSoLinger(true, 0);
                    return;
                }
                in.reset();
                List<String> head = readHead(in);
                if (head == null) {
                    return;
                }
                Exchange exchange = new Exchange(socket, in, connection, gone, head);
                exchanges.add(exchange);
                begun.add(exchange);
                script.play(exchange);
                if (!exchange.whole) {
                    return;
                }
            }
        } catch (IOException ended) {
            // The client went, or the script closed.
        } finally {
            sockets.remove(plain);
            gone.countDown();
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLContext context = tls.get();
        if (context == null) {
            return plain;
        }
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    private static @Nullable List<String> readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int read = in.read(); read >= 0; read = in.read()) {
            head.write(read);
            last = last << 8 | read;
            if (last == 0x0d0a0d0a) {
                return List.of(head.toString(StandardCharsets.ISO_8859_1).split("\r\n"));
            }
        }
        return null;
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One request and what becomes of it. */
    public static final class Exchange {

        public final int connection;
        public final String method;
        public final String target;
        public final HttpHeaders headers = new HttpHeaders();

        private final Socket socket;
        private final InputStream in;
        private final CountDownLatch gone;
        private final CountDownLatch go = new CountDownLatch(1);
        private boolean bodyRead;
        private boolean whole;

        /** What of the request's body has come. */
        public volatile byte[] body = new byte[0];
        /** Whether the request's body came to its end. */
        public volatile boolean complete;
        /** Bytes that the socket took. */
        public volatile long written;

        private Exchange(Socket socket, InputStream in, int connection, CountDownLatch gone, List<String> head) {
            this.socket = socket;
            this.in = in;
            this.connection = connection;
            this.gone = gone;
            String[] line = head.get(0).split(" ");
            this.method = line[0];
            this.target = line[1];
            for (String header : head.subList(1, head.size())) {
                int colon = header.indexOf(':');
                headers.add(
                        header.substring(0, colon), header.substring(colon + 1).trim());
            }
        }

        /** Reads the request's body to its end. */
        public byte[] readBody() throws IOException {
            if (bodyRead) {
                return body;
            }
            bodyRead = true;
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            try {
                if ("chunked".equalsIgnoreCase(headers.getFirst(HttpHeaders.TRANSFER_ENCODING))) {
                    for (int size = chunkSize(); size > 0; size = chunkSize()) {
                        read(content, size);
                        line();
                    }
                    line();
                } else {
                    read(content, (int) Math.max(0, headers.getContentLength()));
                }
                complete = true;
            } finally {
                body = content.toByteArray();
            }
            return body;
        }

        private int chunkSize() throws IOException {
            return Integer.parseInt(line().trim(), 16);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int read = in.read(); read != '\n'; read = in.read()) {
                if (read < 0) {
                    throw new EOFException();
                }
                line.append((char) read);
            }
            return line.toString();
        }

        private void read(ByteArrayOutputStream into, int length) throws IOException {
            byte[] buffer = new byte[8192];
            for (int left = length; left > 0; ) {
                int read = in.read(buffer, 0, Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException();
                }
                into.write(buffer, 0, read);
                left -= read;
            }
        }

        /** Answers the whole request with a whole answer. */
        public void answer(int status, String content, String... headers) throws IOException {
            answer(status, content.getBytes(StandardCharsets.UTF_8), headers);
        }

        public void answer(int status, byte[] content, String... headers) throws IOException {
            readBody();
            head(status, content.length, headers);
            write(content);
            whole = true;
        }

        /** The head of an answer that is to have so many bytes; below 0 for chunks. */
        public void head(int status, long length, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
            head.append(length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length)
                    .append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        }

        public void write(byte[] bytes) throws IOException {
            for (int at = 0; at < bytes.length; at += 8192) {
                int length = Math.min(8192, bytes.length - at);
                socket.getOutputStream().write(bytes, at, length);
                written += length;
            }
            socket.getOutputStream().flush();
        }

        /** The answer is whole: the connection serves the next request. */
        public void keep() {
            whole = true;
        }

        /** Goes on only when the client has gone. */
        public void hold() throws IOException {
            whole = false;
            try {
                while (in.read() >= 0) {
                    continue;
                }
            } finally {
                gone.countDown();
            }
        }

        /** Goes on when the test says so. */
        public void pause() {
            try {
                if (!go.await(WAIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody said go");
                }
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        public void go() {
            go.countDown();
        }

        public void reset() throws IOException {
            whole = false;
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public boolean isGone() {
            return gone.getCount() == 0;
        }

        /** The connection has ended. */
        public void awaitGone() {
            try {
                assertThat(gone.await(WAIT.toSeconds(), TimeUnit.SECONDS))
                        .as("the connection of " + method + " " + target + " ends")
                        .isTrue();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }
}
