package io.qhub.localhub.platform;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.qhub.localhub.http.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** A file on the hub's disk, read by threads that may block. Its name on disk is the hub's own. */
final class StoredFile implements Content {

    private static final int CHUNK = 64 * 1024;

    private final Path path;
    private final long length;
    private final String sha256;
    private final String mediaType;
    private final Scheduler files;

    StoredFile(Path path, long length, String sha256, String mediaType, Scheduler files) {
        this.path = path;
        this.length = length;
        this.sha256 = sha256;
        this.mediaType = mediaType;
        this.files = files;
    }

    @Override
    public long length() {
        return length;
    }

    Path path() {
        return path;
    }

    /** The SHA-256 of all of it, in hexadecimal. */
    String sha256() {
        return sha256;
    }

    /** The type that it was uploaded with. */
    String mediaType() {
        return mediaType;
    }

    /** A strong entity tag, with its quotes. */
    String etag() {
        return "\"" + sha256.substring(0, 32) + "\"";
    }

    @Override
    public Flux<ByteBuf> bytes(long from, long to) {
        return Flux.using(
                        () -> FileChannel.open(path, StandardOpenOption.READ),
                        channel -> Flux.<ByteBuf, Long>generate(() -> from, (at, sink) -> {
                            if (at >= to) {
                                sink.complete();
                                return at;
                            }
                            byte[] chunk = read(channel, at, (int) Math.min(CHUNK, to - at));
                            sink.next(Unpooled.wrappedBuffer(chunk));
                            return at + chunk.length;
                        }),
                        this::close)
                .subscribeOn(files);
    }

    private static byte[] read(FileChannel channel, long at, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, at + buffer.position()) < 0) {
                    throw new IOException("the file has become shorter");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.array();
    }

    /** A cancelled read ends on the thread that cancels, which may be an event loop. */
    private void close(FileChannel channel) {
        try {
            files.schedule(() -> closeNow(channel));
        } catch (RejectedExecutionException e) {
            closeNow(channel);
        }
    }

    private static void closeNow(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
