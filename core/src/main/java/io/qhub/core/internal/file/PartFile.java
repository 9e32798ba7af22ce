package io.qhub.core.internal.file;

import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Mono;

/**
 * The file that a download grows in, beside its target: {@code <target>.<random>.part}, so that two downloads to one
 * target do not write into each other. Everything that touches the file runs in its {@link SerialTasks}.
 */
final class PartFile {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.transfer");

    /** Leaves room for the suffix where the target's name is as long as a file system allows. */
    private static final int NAME_CHARS = 60;

    @FunctionalInterface
    interface Opener {
        FileChannel open(Path file) throws IOException;

        Opener NEW_FILE = file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private final Path target;
    private final Path path;
    private final boolean failIfExists;
    private final @Nullable MessageDigest digest;
    private final Opener opener;
    private final SerialTasks tasks;

    private @Nullable FileChannel channel;
    private volatile long position;

    PartFile(Path target, DownloadOptions options, Opener opener) {
        this.target = target;
        this.path = target.resolveSibling(partName(String.valueOf(target.getFileName())));
        this.failIfExists = options.failsIfExists();
        this.digest = options.sha256() ? sha256() : null;
        this.opener = opener;
        this.tasks = new SerialTasks(options.ioScheduler());
    }

    private static String partName(String name) {
        // A name cut within a surrogate pair cannot be encoded.
        int end = Math.min(name.length(), NAME_CHARS);
        String start = name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
        return start + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    SerialTasks tasks() {
        return tasks;
    }

    /** How many bytes it holds. */
    long position() {
        return position;
    }

    /** Looks whether the target can be written, and creates the file. */
    Mono<Void> open() {
        return task(() -> {
            Path directory = target.getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                throw new IllegalArgumentException(
                        "target: the directory of " + target + " does not exist; create " + directory + " first");
            }
            if (Files.isDirectory(target)) {
                throw new IllegalArgumentException(
                        "target: " + target + " is a directory; name the file to write in it");
            }
            if (failIfExists && Files.exists(target)) {
                throw alreadyThere(new FileAlreadyExistsException(target.toString()));
            }
            try {
                channel = opener.open(path);
            } catch (IOException failure) {
                throw new UncheckedIOException("Cannot create " + path + ": " + reason(failure), failure);
            }
            return null;
        });
    }

    /** Makes {@code offset} the place where writing goes on: either where it is, or 0. Runs as a task. */
    void startAt(long offset) throws IOException {
        if (offset == position) {
            return;
        }
        if (offset != 0) {
            throw new IllegalStateException("cannot go on at " + offset + ", the file ends at " + position);
        }
        opened().truncate(0).position(0);
        if (digest != null) {
            digest.reset();
        }
        position = 0;
    }

    /**
     * Writes all of the buffers, and releases none. Runs as a task. One call to the system for all of them: for a
     * few KiB the call costs more than the copying.
     */
    void write(List<DataBuffer> buffers) throws IOException {
        FileChannel to = opened();
        List<DataBuffer.ByteBufferIterator> open = new ArrayList<>(buffers.size());
        List<ByteBuffer> parts = new ArrayList<>(buffers.size());
        try {
            long left = 0;
            for (DataBuffer buffer : buffers) {
                DataBuffer.ByteBufferIterator content = buffer.readableByteBuffers();
                open.add(content);
                while (content.hasNext()) {
                    ByteBuffer part = content.next();
                    if (digest != null) {
                        digest.update(part.duplicate());
                    }
                    left += part.remaining();
                    parts.add(part);
                }
            }
            ByteBuffer[] all = parts.toArray(ByteBuffer[]::new);
            int first = 0;
            while (left > 0) {
                while (!all[first].hasRemaining()) {
                    first++;
                }
                long written = to.write(all, first, all.length - first);
                position += written;
                left -= written;
            }
        } finally {
            open.forEach(DataBuffer.ByteBufferIterator::close);
        }
    }

    /** The failure in words that name the file and the reason. */
    UncheckedIOException failedToWrite(IOException failure) {
        return new UncheckedIOException("Cannot write " + path + ": " + reason(failure), failure);
    }

    /** Brings the content to the disk, and the file to its place. */
    Mono<DownloadedFile> finish() {
        return task(() -> {
            try {
                FileChannel full = opened();
                // Else a power failure can leave the name in its place and the content lost.
                full.force(false);
                full.close();
                if (failIfExists) {
                    Files.move(path, target);
                } else {
                    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (FileAlreadyExistsException there) {
                throw alreadyThere(there);
            } catch (IOException failure) {
                throw new UncheckedIOException(
                        "Cannot move " + path + " to " + target + ": " + reason(failure), failure);
            }
            channel = null;
            return new DownloadedFile(
                    target, position, digest == null ? null : HexFormat.of().formatHex(digest.digest()));
        });
    }

    /** Closes and deletes the file if it has not been moved to its place. Cannot be cancelled and does not fail. */
    Mono<Void> discard() {
        return Mono.create(sink -> tasks.submit(refused -> {
            try {
                remove();
            } finally {
                sink.success();
            }
        }));
    }

    private void remove() {
        FileChannel unfinished = channel;
        if (unfinished == null) {
            return;
        }
        channel = null;
        try {
            unfinished.close();
        } catch (IOException failure) {
            LOG.debug("Closing {} failed", path, failure);
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            LOG.warn("Cannot remove {}, the rest of a download: {}", path, reason(failure));
        }
    }

    private FileChannel opened() {
        if (channel == null) {
            throw new IllegalStateException(path + " is not open");
        }
        return channel;
    }

    private UncheckedIOException alreadyThere(FileAlreadyExistsException cause) {
        return new UncheckedIOException(
                target + " is there already and the options say not to replace it (failIfExists)", cause);
    }

    private <T> Mono<T> task(Callable<@Nullable T> work) {
        return Mono.create(sink -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            sink.onDispose(() -> cancelled.set(true));
            tasks.submit(refused -> {
                if (cancelled.get()) {
                    return;
                }
                if (refused != null) {
                    sink.error(refused);
                    return;
                }
                T result;
                try {
                    result = work.call();
                } catch (Throwable failure) {
                    sink.error(failure);
                    return;
                }
                sink.success(result);
            });
        });
    }

    private static String reason(IOException failure) {
        String words = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        String type = failure.getClass().getSimpleName();
        return words == null ? type : type + ", " + words;
    }
}
