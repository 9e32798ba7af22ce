package io.qhub.core.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What is sent as a file. From a path, a byte array or a supplier it can be sent again when a try fails; a publisher is
 * subscribed to once at most.
 */
public final class Uploads {

    /** Bytes in each buffer that is read from a file or cut from an array. */
    public static final int CHUNK_BYTES = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.transfer");

    private Uploads() {}

    /** A file, read on {@code Schedulers.boundedElastic()}; else as {@link #fromPath(Path, Scheduler)}. */
    public static Source fromPath(Path file) {
        return fromPath(file, Schedulers.boundedElastic());
    }

    /**
     * A file. Its name becomes the source's; its content is read as it is sent, {@value #CHUNK_BYTES} bytes at a time,
     * and must not change meanwhile. Nothing is touched here: {@link Source#prepared()} looks at the file before a
     * request is made, and takes its size for the length.
     *
     * @param ioScheduler where the file is looked at, opened and read; its threads must be allowed to block; it is not
     *     closed
     * @throws IllegalArgumentException if the path names no file
     */
    public static Source fromPath(Path file, Scheduler ioScheduler) {
        Objects.requireNonNull(ioScheduler, "ioScheduler");
        Path name = file.getFileName();
        if (name == null || name.toString().isEmpty()) {
            throw new IllegalArgumentException("file: '" + file + "' names no file");
        }
        return fromChannel(name.toString(), () -> open(file), () -> sizeOf(file), ioScheduler);
    }

    /**
     * What a channel yields that is opened for each attempt.
     *
     * @param name names the file that the server gets
     * @param opener opens the channel, which is closed when it has been read, and on error and cancel
     * @param size tells how many bytes there are; asked before a request is made
     * @param ioScheduler where it is opened and read; its threads must be allowed to block; it is not closed
     */
    public static Source fromChannel(
            String name, Callable<? extends ReadableByteChannel> opener, Callable<Long> size, Scheduler ioScheduler) {
        Flux<DataBuffer> content = Flux.<DataBuffer, ReadableByteChannel>generate(
                        opener::call, Uploads::read, channel -> close(channel, ioScheduler))
                .subscribeOn(ioScheduler);
        return new Source(
                () -> content, null, Mono.fromCallable(size).subscribeOn(ioScheduler), null, name, null, null);
    }

    /** Bytes in memory. They are not copied: leave them alone until the upload is over. */
    public static Source fromBytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        Flux<DataBuffer> content = Flux.generate(() -> 0, (offset, sink) -> {
            int length = Math.min(CHUNK_BYTES, bytes.length - offset);
            if (length == 0) {
                sink.complete();
            } else {
                sink.next(DefaultDataBufferFactory.sharedInstance.wrap(
                        ByteBuffer.wrap(bytes, offset, length).slice()));
            }
            return offset + length;
        });
        return new Source(() -> content, null, null, (long) bytes.length, null, null, null);
    }

    /**
     * Content that can be made again: each try asks the supplier for a publisher and subscribes to it once. The upload
     * releases the buffers.
     */
    public static Source fromSupplier(Supplier<? extends Publisher<DataBuffer>> content) {
        Objects.requireNonNull(content, "content");
        return new Source(content, null, null, null, null, null, null);
    }

    /**
     * Content that exists once. The publisher is subscribed to at most once, whatever happens: a try that fails after
     * that is not repeated, and a source that has been used cannot be used again. The upload releases the buffers.
     */
    public static Source fromPublisher(Publisher<DataBuffer> content) {
        Objects.requireNonNull(content, "content");
        return new Source(() -> content, new AtomicBoolean(), null, null, null, null, null);
    }

    private static long sizeOf(Path file) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("file: " + file + " does not exist", missing);
        } catch (IOException failure) {
            throw new IllegalArgumentException("file: " + file + " cannot be looked at: " + failure, failure);
        }
        if (!attributes.isRegularFile()) {
            throw new IllegalArgumentException("file: " + file + " is not a regular file"
                    + (attributes.isDirectory() ? " but a directory" : "; use fromPublisher for streams"));
        }
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("file: " + file + " may not be read by this process");
        }
        return attributes.size();
    }

    private static FileChannel open(Path file) {
        try {
            return FileChannel.open(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file + ": " + failure, failure);
        }
    }

    private static ReadableByteChannel read(ReadableByteChannel channel, SynchronousSink<DataBuffer> sink) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try {
            while (chunk.hasRemaining() && channel.read(chunk) >= 0) {
                continue;
            }
        } catch (ClosedByInterruptException cancelled) {
            // A cancel interrupts the reader. Should it have been something else, the length tells.
            sink.complete();
            return channel;
        } catch (IOException failure) {
            sink.error(new UncheckedIOException("Cannot read the file to upload: " + failure, failure));
            return channel;
        }
        if (chunk.flip().hasRemaining()) {
            sink.next(DefaultDataBufferFactory.sharedInstance.wrap(chunk));
        } else {
            sink.complete();
        }
        return channel;
    }

    // A cancel comes from any thread, event loops included.
    private static void close(@Nullable Closeable opened, Scheduler ioScheduler) {
        if (opened == null) {
            return;
        }
        try {
            ioScheduler.schedule(() -> closeNow(opened));
        } catch (RejectedExecutionException refused) {
            closeNow(opened);
        }
    }

    private static void closeNow(Closeable opened) {
        try {
            opened.close();
        } catch (IOException failure) {
            LOG.debug("Closing an uploaded file failed", failure);
        }
    }

    /**
     * Content to send, with what is said about it. Immutable; the {@code with} methods give changed copies, which share
     * the one subscription of a publisher.
     */
    public static final class Source {

        private final Supplier<? extends Publisher<DataBuffer>> supplier;
        private final @Nullable AtomicBoolean claim;
        private final @Nullable Mono<Long> size;
        private final @Nullable Long length;
        private final @Nullable String fileName;
        private final @Nullable MediaType mediaType;
        private final @Nullable Consumer<TransferProgress> onProgress;

        private Source(
                Supplier<? extends Publisher<DataBuffer>> supplier,
                @Nullable AtomicBoolean claim,
                @Nullable Mono<Long> size,
                @Nullable Long length,
                @Nullable String fileName,
                @Nullable MediaType mediaType,
                @Nullable Consumer<TransferProgress> onProgress) {
            this.supplier = supplier;
            this.claim = claim;
            this.size = size;
            this.length = length;
            this.fileName = fileName;
            this.mediaType = mediaType;
            this.onProgress = onProgress;
        }

        /**
         * Names the file that the server gets.
         *
         * @throws IllegalArgumentException if the name is blank or holds control characters
         */
        public Source withFileName(String name) {
            if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("name: '" + name.replaceAll("\\p{Cc}", "?")
                        + "' is not a file name; it must not be blank and may not hold control characters");
            }
            return new Source(supplier, claim, size, length, name, mediaType, onProgress);
        }

        /** Says what kind of content it is. */
        public Source withMediaType(MediaType type) {
            Objects.requireNonNull(type, "type");
            return new Source(supplier, claim, size, length, fileName, type, onProgress);
        }

        /**
         * Says how many bytes there are, so that the server knows before they come. Content of another length fails the
         * upload with an {@link IllegalStateException}.
         *
         * @throws IllegalArgumentException if {@code bytes} is negative, or contradicts a length that is known
         */
        public Source withLength(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes: " + bytes + " is negative");
            }
            if (length != null && length != bytes) {
                throw new IllegalArgumentException("bytes: " + bytes + ", but the content has " + length);
            }
            return new Source(supplier, claim, size, bytes, fileName, mediaType, onProgress);
        }

        /**
         * Reports how many bytes have been handed to the connection, for each buffer, on the thread that hands it over:
         * it must not block. The number falls back to 0 with each try. What the callback throws fails the upload.
         */
        public Source withProgress(Consumer<TransferProgress> listener) {
            Objects.requireNonNull(listener, "listener");
            return new Source(supplier, claim, size, length, fileName, mediaType, listener);
        }

        /**
         * This source with all that is to be known before a request is made. A file is looked at, off the caller's
         * thread, at each subscription; any other source is ready as it is.
         *
         * @return signals {@link IllegalArgumentException} if there is no such file, it is not a regular one, may not be
         *     read, or has another size than {@link #withLength} says
         */
        public Mono<Source> prepared() {
            return size == null ? Mono.just(this) : size.map(this::withLength);
        }

        /** The name that the server gets, or null. */
        public @Nullable String fileName() {
            return fileName;
        }

        /** What kind of content it is, or null. */
        public @Nullable MediaType mediaType() {
            return mediaType;
        }

        /** The number of bytes, or null where it is not known; that of a file is, once it is {@link #prepared()}. */
        public @Nullable Long length() {
            return length;
        }

        /** Whether the content can be asked for more than once. */
        public boolean isRepeatable() {
            return claim == null;
        }

        /** Whether content that exists once has been subscribed to; always false for repeatable content. */
        public boolean claimed() {
            return claim != null && claim.get();
        }

        /**
         * The content, for one try. The subscriber releases each buffer; what is dropped on the way is released. Signals
         * the content's own failure as it is ({@link UncheckedIOException} for a file), {@link IllegalStateException} if the length is not the declared one (before
         * a byte too many is handed over), or if content that exists once is asked for again.
         */
        public Flux<DataBuffer> content() {
            return Downloads.releasing(Flux.defer(() -> {
                if (claim != null && !claim.compareAndSet(false, true)) {
                    return Flux.error(new IllegalStateException(
                            "this upload's publisher has been subscribed to already, and can be only once; use a path, a"
                                    + " byte array or a supplier for content that may have to be sent again"));
                }
                Counter counter = new Counter();
                return Flux.from(Objects.requireNonNull(
                                supplier.get(), "the supplier of the upload's content gave null"))
                        .map(counter::count)
                        .concatWith(Mono.defer(counter::checkEnd));
            }));
        }

        @Override
        public String toString() {
            return "Source[fileName=" + fileName + ", mediaType=" + mediaType + ", length=" + length + ", repeatable="
                    + isRepeatable() + "]";
        }

        /** Of one subscription. */
        private final class Counter {

            private long sent;

            DataBuffer count(DataBuffer buffer) {
                try {
                    long after = sent + buffer.readableByteCount();
                    if (length != null && after > length) {
                        throw new IllegalStateException("the upload's content is longer than the declared " + length
                                + " bytes: at least " + after);
                    }
                    sent = after;
                    if (onProgress != null) {
                        onProgress.accept(new TransferProgress(sent, length));
                    }
                    return buffer;
                } catch (Throwable failure) {
                    DataBufferUtils.release(buffer);
                    throw failure;
                }
            }

            Mono<DataBuffer> checkEnd() {
                return length == null || length == sent
                        ? Mono.empty()
                        : Mono.error(new IllegalStateException("the upload's content ended after " + sent
                                + " bytes, but " + length + " were declared"));
            }
        }
    }
}
