package io.qhub.core.internal.file;

import io.qhub.core.transfer.Uploads;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A directory whose files are to be sent. Symbolic links are passed over wherever they are, and never followed, not even
 * where one takes the place of a file or a directory after the directory was listed: nothing outside is ever read.
 *
 * <p>All work on files is done on the scheduler, at each subscription. Immutable.
 */
public final class LocalDirectory {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.transfer");

    private final Path root;
    private final Scheduler ioScheduler;

    private LocalDirectory(Path root, Scheduler ioScheduler) {
        this.root = root;
        this.ioScheduler = ioScheduler;
    }

    /** A directory, read on {@code Schedulers.boundedElastic()}. Nothing is touched before a subscription. */
    public static LocalDirectory of(Path directory) {
        return of(directory, Schedulers.boundedElastic());
    }

    /**
     * A directory.
     *
     * @param ioScheduler where files are listed and read; its threads must be allowed to block; it is not closed
     */
    public static LocalDirectory of(Path directory, Scheduler ioScheduler) {
        return new LocalDirectory(
                Objects.requireNonNull(directory, "directory"), Objects.requireNonNull(ioScheduler, "ioScheduler"));
    }

    /**
     * A regular file below the directory.
     *
     * @param name its path below the directory, with {@code /} between the segments
     * @param size how many bytes it had when it was listed
     */
    public record Entry(String name, long size) {

        /** Refuses a name that is not below the directory. */
        public Entry {
            for (String segment : name.split("/", -1)) {
                if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("name: '" + name + "' is not a path below the directory");
                }
            }
        }
    }

    /**
     * The regular files, those in directories below included, by name.
     *
     * @return signals {@link IllegalArgumentException} if there is no such directory, and {@link UncheckedIOException}
     *     if it cannot be read
     */
    public Mono<List<Entry>> files() {
        return Mono.fromCallable(this::list).subscribeOn(ioScheduler);
    }

    /**
     * The SHA-256 of a file's content, in hexadecimal.
     *
     * @return signals {@link UncheckedIOException} if the file cannot be read, or is none any more
     */
    public Mono<String> sha256(Entry file) {
        return Mono.fromCallable(() -> {
                    MessageDigest digest = MessageDigest.getInstance("SHA-256");
                    ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
                    try (SeekableByteChannel channel = open(file)) {
                        while (channel.read(chunk) >= 0) {
                            digest.update(chunk.flip());
                            chunk.clear();
                        }
                    } catch (ClosedByInterruptException cancelled) {
                        return ""; // A cancel interrupts the reader, and nobody gets this.
                    } catch (IOException failure) {
                        throw unreadable(file, failure);
                    }
                    return HexFormat.of().formatHex(digest.digest());
                })
                .subscribeOn(ioScheduler);
    }

    /** The content of a file, to be sent, named by its path below the directory. It can be sent again. */
    public Uploads.Source source(Entry file) {
        return Uploads.fromChannel(
                file.name(),
                () -> open(file),
                () -> {
                    try (SeekableByteChannel channel = open(file)) {
                        return channel.size();
                    }
                },
                ioScheduler);
    }

    /**
     * A zip archive of the files, made as it is sent, with constant memory; its length is not known. The same files give
     * the same bytes. It can be sent again.
     *
     * @param included which files, by their names
     */
    public Uploads.Source zip(Predicate<String> included) {
        Objects.requireNonNull(included, "included");
        Path name = root.toAbsolutePath().normalize().getFileName();
        Flux<DataBuffer> content = Flux.<DataBuffer, Zip>generate(
                        () -> new Zip(list().stream()
                                .filter(file -> included.test(file.name()))
                                .iterator()),
                        Zip::next,
                        zip -> close(zip, ioScheduler))
                .subscribeOn(ioScheduler);
        return Uploads.fromSupplier(() -> content)
                .withFileName((name == null ? "directory" : name) + ".zip")
                .withMediaType(MediaType.parseMediaType("application/zip"));
    }

    // A cancel comes from any thread, event loops included.
    private static void close(@Nullable Zip zip, Scheduler ioScheduler) {
        if (zip == null) {
            return;
        }
        try {
            ioScheduler.schedule(zip::closeQuietly);
        } catch (RejectedExecutionException refused) {
            zip.closeQuietly();
        }
    }

    private List<Entry> list() {
        if (!Files.isDirectory(root)) {
            throw new IllegalArgumentException("directory: " + root + " is not a directory"
                    + (Files.exists(root, LinkOption.NOFOLLOW_LINKS) ? "" : ": it does not exist"));
        }
        TreeMap<String, Entry> found = new TreeMap<>();
        try {
            Path real = root.toRealPath();
            Files.walkFileTree(real, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        List<String> segments = new ArrayList<>();
                        real.relativize(file).forEach(segment -> segments.add(segment.toString()));
                        String name = String.join("/", segments);
                        found.put(name, new Entry(name, attributes.size()));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the directory " + root + ": " + failure, failure);
        }
        return List.copyOf(found.values());
    }

    private SeekableByteChannel open(Entry file) {
        String[] segments = file.name().split("/");
        List<Closeable> opened = new ArrayList<>();
        try {
            DirectoryStream<Path> top = Files.newDirectoryStream(root.toRealPath());
            opened.add(top);
            return top instanceof SecureDirectoryStream<Path> secure
                    ? openBelow(secure, segments, opened)
                    : openChecked(segments);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        } finally {
            for (Closeable directory : opened) {
                try {
                    directory.close();
                } catch (IOException ignored) {
                    // It was only read.
                }
            }
        }
    }

    private UncheckedIOException unreadable(Entry file, IOException failure) {
        return new UncheckedIOException(
                "Cannot read " + file.name() + " below " + root + ": "
                        + (failure instanceof NoSuchFileException ? "it is gone" : failure),
                failure);
    }

    // Each step is taken from the directory that was opened before, so no link can slip in between.
    private static SeekableByteChannel openBelow(
            SecureDirectoryStream<Path> top, String[] segments, List<Closeable> opened) throws IOException {
        SecureDirectoryStream<Path> directory = top;
        for (int i = 0; i < segments.length - 1; i++) {
            directory = directory.newDirectoryStream(Path.of(segments[i]), LinkOption.NOFOLLOW_LINKS);
            opened.add(directory);
        }
        return directory.newByteChannel(
                Path.of(segments[segments.length - 1]), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    private SeekableByteChannel openChecked(String[] segments) throws IOException {
        Path file = root.toRealPath();
        for (String segment : segments) {
            file = file.resolve(segment);
            if (Files.isSymbolicLink(file)) {
                throw new IOException("a symbolic link has taken its place");
            }
        }
        return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** An archive in the making. */
    private final class Zip {

        private final Iterator<Entry> files;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final ZipOutputStream zip = new ZipOutputStream(written);
        private final byte[] chunk = new byte[Uploads.CHUNK_BYTES];
        private @Nullable SeekableByteChannel current;
        private boolean finished;

        private Zip(Iterator<Entry> files) {
            this.files = files;
        }

        private Zip next(SynchronousSink<DataBuffer> sink) {
            try {
                while (!finished && written.size() < Uploads.CHUNK_BYTES) {
                    advance();
                }
            } catch (IOException failure) {
                sink.error(new UncheckedIOException("Cannot zip " + root + ": " + failure, failure));
                return this;
            } catch (UncheckedIOException failure) {
                sink.error(failure);
                return this;
            }
            if (written.size() == 0) {
                sink.complete();
            } else {
                sink.next(DefaultDataBufferFactory.sharedInstance.wrap(written.toByteArray()));
                written.reset();
            }
            return this;
        }

        private void advance() throws IOException {
            if (current == null) {
                if (!files.hasNext()) {
                    zip.close();
                    finished = true;
                    return;
                }
                Entry file = files.next();
                ZipEntry entry = new ZipEntry(file.name());
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                current = open(file);
            }
            int read = current.read(ByteBuffer.wrap(chunk));
            if (read < 0) {
                current.close();
                current = null;
            } else {
                zip.write(chunk, 0, read);
            }
        }

        /** Closes the file that is being read, and gives the memory of the compression back. */
        private void closeQuietly() {
            try {
                if (current != null) {
                    current.close();
                }
                zip.close();
            } catch (IOException failure) {
                LOG.debug("Closing a zipped file failed", failure);
            }
        }
    }
}
