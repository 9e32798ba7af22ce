package io.qhub.localhub.platform;

import io.qhub.localhub.http.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The hub's files, in a temporary directory that is there from the first file until the hub is closed. Thread-safe. */
final class FileStore {

    private static final Logger log = LoggerFactory.getLogger(FileStore.class);

    private final ScheduledExecutorService threads = Threads.executor(
            "local-hub-files", Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors())));
    private final Scheduler files = Schedulers.fromExecutorService(threads, "local-hub-files");
    private final AtomicLong numbers = new AtomicLong();
    private @Nullable Path directory;
    private boolean closed;

    /** A file that is being written; not thread-safe. Blocks. */
    final class Writer {

        private final Path path;
        private final FileChannel channel;
        private final MessageDigest digest;
        private long length;

        private Writer(Path path) throws IOException {
            this.path = path;
            this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        long length() {
            return length;
        }

        void write(byte[] bytes, int from, int to) throws IOException {
            digest.update(bytes, from, to - from);
            ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            length += to - from;
        }

        StoredFile finish(String mediaType) throws IOException {
            channel.close();
            return new StoredFile(path, length, HexFormat.of().formatHex(digest.digest()), mediaType, files);
        }

        void discard() {
            try {
                channel.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                log.warn("a temporary file could not be deleted", e);
            }
        }
    }

    /** Where files may be read and written. */
    Scheduler scheduler() {
        return files;
    }

    /** Begins a file. Blocks. */
    Writer create() throws IOException {
        return new Writer(directory().resolve("file-" + numbers.getAndIncrement()));
    }

    /** Deletes files soon, without blocking. Reads that have begun still get all of it. */
    void delete(List<StoredFile> removed) {
        if (removed.isEmpty()) {
            return;
        }
        try {
            files.schedule(() -> removed.forEach(file -> {
                try {
                    Files.deleteIfExists(file.path());
                } catch (IOException e) {
                    log.warn("a temporary file could not be deleted", e);
                }
            }));
        } catch (RejectedExecutionException e) {
            log.debug("the hub was closed, and its files with it");
        }
    }

    /** How many files there are. Blocks. */
    synchronized int count() {
        Path where = directory;
        return where == null ? 0 : list(where).size();
    }

    /** Deletes all files. Blocks. */
    void close() {
        // Not disposeGracefully() of the scheduler, whose own thread keeps a process from ending for 10 s.
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("a temporary file is still in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        files.dispose();
        synchronized (this) {
            closed = true;
            Path where = directory;
            if (where == null) {
                return;
            }
            try {
                for (Path file : list(where)) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(where);
                directory = null;
            } catch (IOException e) {
                log.warn("the temporary directory could not be deleted", e);
            }
        }
    }

    private synchronized Path directory() throws IOException {
        if (closed) {
            throw new IOException("the hub is closed");
        }
        Path where = directory;
        if (where == null) {
            where = Files.createTempDirectory("local-hub-");
            directory = where;
        }
        return where;
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> found = Files.list(directory)) {
            return found.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
