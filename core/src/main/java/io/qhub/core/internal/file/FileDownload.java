package io.qhub.core.internal.file;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.internal.step.RetryPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * One subscription to a download. Its attempts follow each other, so that its fields need no guard: Reactor's signals
 * order them.
 */
public final class FileDownload {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.transfer");

    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final DownloadSource source;
    private final DownloadOptions options;
    private final PartFile part;
    private final Scheduler timer;
    private final DoubleSupplier random;

    /** Of the content that the file holds. */
    private @Nullable String etag;

    private @Nullable Long total;

    private boolean anyHead;
    private boolean rangesUnusable;
    private long furthest;
    private int vain;

    /** What ended the attempts since one got further than all before it, that one included. */
    private final List<Throwable> earlier = new ArrayList<>();

    private FileDownload(
            DownloadSource source, DownloadOptions options, PartFile part, Scheduler timer, DoubleSupplier random) {
        this.source = source;
        this.options = options;
        this.part = part;
        this.timer = timer;
        this.random = random;
    }

    /**
     * Downloads into a file. The content grows in {@code <target>.<random>.part} in the same directory, is forced to the
     * disk when complete, and then moved over the target in one step: whoever looks at the target sees the old file, or
     * none, or the whole new one. On error the part file has been removed when the error is signalled; on cancel it is
     * removed right after, off the cancelling thread. (A cancel that comes when the file is being moved may be too late
     * to prevent it.) Two downloads to one target do not disturb each other; the last one wins. Only a crash of the
     * process leaves a part file behind.
     *
     * <p>A body that is cut or stands still is fetched further, from where it stopped if the server gave a strong ETag
     * and now sends the right {@code Content-Range}, else from the beginning. That goes on as long as attempts get further
     * than those before, with the pauses of the client's retries; see {@link DownloadOptions#maxAttempts}. A length that
     * the server announced must be reached, and once it is, a failure that comes after it does not count.
     *
     * <p>At most {@value PartWriter#PREFETCH} buffers are in memory. No thread is held while the network is slower than
     * the disk.
     *
     * @param source what to read
     * @param target the file to write, in a directory that exists
     * @param timer measures the pauses
     * @param random yields the numbers in [0, 1) for their jitter
     * @return the file, signalled on the I/O scheduler. Signals, before any request, {@link IllegalArgumentException} if
     *     the target's directory does not exist or the target is a directory, and {@link java.io.UncheckedIOException} if
     *     the part file cannot be created, or the target is there and the options say not to replace it; later
     *     {@link java.io.UncheckedIOException} if the disk fails, and what the source signals. What ended the attempts
     *     since one got further than all before it, are suppressed exceptions of the last.
     * @throws IllegalArgumentException if the target has no file name
     */
    public static Mono<DownloadedFile> toFile(
            DownloadSource source, Path target, DownloadOptions options, Scheduler timer, DoubleSupplier random) {
        return toFile(source, target, options, timer, random, PartFile.Opener.NEW_FILE);
    }

    static Mono<DownloadedFile> toFile(
            DownloadSource source,
            Path target,
            DownloadOptions options,
            Scheduler timer,
            DoubleSupplier random,
            PartFile.Opener opener) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(options, "options");
        Path name = target.getFileName();
        if (name == null || name.toString().isEmpty()) {
            throw new IllegalArgumentException("target: '" + target + "' names no file");
        }
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new PartFile(target, options, opener)),
                part -> new FileDownload(source, options, part, timer, random).run(),
                part -> Mono.empty(),
                (part, failure) -> part.discard(),
                PartFile::discard);
    }

    private Mono<DownloadedFile> run() {
        return part.open()
                .then(Mono.defer(this::attempt)
                        .retryWhen(Retry.from(cuts -> cuts.concatMap(cut -> again(cut.failure()), 0))))
                .then(part.finish());
    }

    private Mono<Void> attempt() {
        Attempt attempt = new Attempt(resume());
        return new PartWriter(
                        source.open(attempt.resume, attempt::head)
                                .doOnDiscard(DataBuffer.class, DataBufferUtils::release),
                        part.tasks(),
                        attempt)
                .then(Mono.defer(attempt::checkLength))
                .onErrorResume(
                        HubException.class,
                        failure -> attempt.isAllThere(failure) ? Mono.empty() : Mono.error(failure));
    }

    private @Nullable Resume resume() {
        String tag = etag;
        long position = part.position();
        if (tag == null || !isStrong(tag) || rangesUnusable || position == 0 || (total != null && position >= total)) {
            return null;
        }
        return new Resume(position, tag);
    }

    private static boolean isStrong(String tag) {
        return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
    }

    /** The pause before the next attempt, or the failure if there is to be none. */
    private Mono<Long> again(Throwable failure) {
        if (part.position() > furthest) {
            furthest = part.position();
            vain = 0;
            earlier.clear();
        } else {
            vain++;
        }
        if (!isWorthAnotherTry(failure) || vain >= options.maxAttempts()) {
            earlier.stream().filter(other -> other != failure).forEach(failure::addSuppressed);
            return Mono.error(failure);
        }
        earlier.add(failure);
        Duration pause = RetryPolicy.backoff(vain + 1, random);
        LOG.debug("{} bytes are there, trying again in {}: {}", part.position(), pause, failure.getMessage());
        return Mono.delay(pause, timer);
    }

    /** A failure before the first head has been retried by the transport as far as that helps. */
    private boolean isWorthAnotherTry(Throwable failure) {
        if (!anyHead || !(failure instanceof HubException known)) {
            return false;
        }
        if (known instanceof HubTimeoutException late && late.phase() == HubTimeoutException.Phase.CALL) {
            return false;
        }
        return known.isTransient() || isRefusedRange(known);
    }

    private static boolean isRefusedRange(Throwable failure) {
        return failure instanceof HubApiException answer && answer.status() == RANGE_NOT_SATISFIABLE;
    }

    private final class Attempt implements PartWriter.Sink {

        final @Nullable Resume resume;
        private @Nullable DownloadHead head;
        private boolean begun;

        Attempt(@Nullable Resume resume) {
            this.resume = resume;
        }

        void head(DownloadHead arrived) {
            head = arrived;
            anyHead = true;
        }

        @Override
        public void begin() throws IOException {
            DownloadHead answer = head;
            if (answer == null) {
                return;
            }
            if (answer.contentEncoding() != null && !"identity".equalsIgnoreCase(answer.contentEncoding())) {
                throw encoded(answer);
            }
            if (answer.status() == PARTIAL_CONTENT) {
                acceptPart(answer);
            } else {
                etag = answer.etag();
                total = answer.contentLength();
                part.startAt(0);
            }
            begun = true;
        }

        private void acceptPart(DownloadHead answer) throws IOException {
            ContentRange range = ContentRange.parse(answer.contentRange());
            long expected = resume == null ? 0 : resume.offset();
            if (range == null || range.first() == null || range.last() == null || range.first() != expected) {
                throw unusable(answer, "Content-Range is '" + answer.contentRange() + "'");
            }
            if (resume != null && answer.etag() != null && !answer.etag().equals(resume.etag())) {
                throw unusable(answer, "the ETag is now " + answer.etag());
            }
            if (resume != null
                    && total != null
                    && range.total() != null
                    && !range.total().equals(total)) {
                throw unusable(answer, "there are " + range.total() + " bytes now, and were " + total);
            }
            if (resume == null) {
                etag = answer.etag();
                total = null;
            }
            if (total == null) {
                total = range.total() == null ? (Long) (range.last() + 1) : range.total();
            }
            part.startAt(expected);
        }

        @Override
        public void write(DataBuffer buffer) {
            write(List.of(buffer));
        }

        @Override
        public void write(List<DataBuffer> batch) {
            if (!begun) {
                throw new IllegalStateException("the source of the download gave content before a head");
            }
            try {
                part.write(batch);
            } catch (IOException failure) {
                throw part.failedToWrite(failure);
            }
        }

        @Override
        public void written() {
            if (options.progressListener() != null) {
                options.progressListener().accept(new TransferProgress(part.position(), total));
            }
        }

        Mono<Void> checkLength() {
            if (!begun) {
                return Mono.error(new IllegalStateException("the source of the download ended without a head"));
            }
            if (total == null || total == part.position()) {
                return Mono.empty();
            }
            return Mono.error(new HubTransportException(
                    prefix() + "the body ended after " + part.position() + " bytes, announced were " + total,
                    null,
                    trace(),
                    true));
        }

        /** Whether the failure came too late to matter. */
        boolean isAllThere(HubException failure) {
            if (resume != null && isRefusedRange(failure)) {
                ContentRange range =
                        ContentRange.parse(((HubApiException) failure).headers().getFirst(HttpHeaders.CONTENT_RANGE));
                boolean atTheEnd = range != null && range.total() != null && range.total() == resume.offset();
                rangesUnusable = !atTheEnd;
                return atTheEnd;
            }
            return begun && total != null && total == part.position();
        }

        private HubTransportException unusable(DownloadHead answer, String why) {
            rangesUnusable = true;
            return new HubTransportException(
                    prefix() + "the server answered "
                            + (resume == null ? "a request for everything" : "'bytes=" + resume.offset() + "-'")
                            + " with a part that does not fit: " + why,
                    null,
                    answer.trace(),
                    true);
        }

        private HubDecodingException encoded(DownloadHead answer) {
            return new HubDecodingException(
                    prefix() + "the server sent the file encoded as '" + answer.contentEncoding()
                            + "' although it was asked for it as it is; take the stream and decode it",
                    null,
                    answer.trace(),
                    answer.status(),
                    "",
                    null);
        }

        private @Nullable CallTrace trace() {
            return head == null ? null : head.trace();
        }

        private String prefix() {
            CallTrace trace = trace();
            return trace == null ? "" : trace.operation() + ": ";
        }
    }
}
