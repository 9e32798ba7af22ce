package io.qhub.core.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Does to its connections what no HTTP server does on purpose; one exchange per connection. */
final class RudeServer implements Closeable {

    enum Manners {
        /** Closes after the first byte of the request: the client sees a reset, because the rest was not read. */
        CLOSE_BEFORE_READING,
        /** Resets the connection after the whole request. */
        RESET,
        /** Closes the connection in order after the whole request. */
        CLOSE,
        /** Reads the whole request and never answers. */
        SILENCE
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final Queue<Manners> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final @Nullable Manners always;
    private final String answer;

    /** @param always null answers when nothing else is asked for */
    RudeServer(@Nullable Manners always, String answer, Manners... first) throws IOException {
        this.always = always;
        this.answer = answer;
        next.addAll(java.util.List.of(first));
        Thread thread = new Thread(this::accept, "rude-server");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                serve(connection);
            } catch (IOException closed) {
                // The test goes on, or is over.
            }
        }
    }

    private void serve(Socket connection) throws IOException {
        Manners first = next.poll();
        Manners manners = first == null ? always : first;
        InputStream in = connection.getInputStream();
        if (in.read() < 0) {
            return;
        }
        requests.incrementAndGet();
        if (manners == Manners.CLOSE_BEFORE_READING) {
            connection.setSoLinger(true, 0);
            return;
        }
        readRequest(in);
        if (manners == Manners.RESET) {
            connection.setSoLinger(true, 0);
        } else if (manners == Manners.SILENCE) {
            waitForEnd(in);
        } else if (manners == null) {
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void waitForEnd(InputStream in) throws IOException {
        while (in.read() >= 0) {
            // The client sends nothing more; it goes.
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                return;
            }
            head.append((char) read);
        }
        for (String line : head.toString().toLowerCase(java.util.Locale.ROOT).split("\r\n")) {
            if (line.startsWith("content-length:")) {
                in.readNBytes(Integer.parseInt(line.substring(15).trim()));
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
