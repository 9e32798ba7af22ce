package io.qhub.core.transfer;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One subscription to a download. Its attempts follow each other, so that its fields need no guard: Reactor's signals
 * order them.
 */
final class FileDownload {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.transfer");

    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final DownloadSource source;
    private final DownloadOptions options;
    private final PartFile part;

    /** Of the content that the file holds. */
    private @Nullable String etag;

    private @Nullable Long total;

    private boolean anyHead;
    private boolean rangesUnusable;
    private long furthest;
    private int vain;

    /** What ended the attempts since one got further than all before it, that one included. */
    private final List<Throwable> earlier = new ArrayList<>();

    FileDownload(DownloadSource source, DownloadOptions options, PartFile part) {
        this.source = source;
        this.options = options;
        this.part = part;
    }

    Mono<DownloadedFile> run() {
        return part.open()
                .then(Mono.defer(this::attempt)
                        .retryWhen(Retry.from(cuts -> cuts.concatMap(cut -> again(cut.failure()), 0))))
                .then(part.finish());
    }

    private Mono<Void> attempt() {
        Attempt attempt = new Attempt(resume());
        return new PartWriter(Downloads.releasing(source.open(attempt.resume, attempt::head)), part.tasks(), attempt)
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
        Duration pause = FIRST_PAUSE
                .multipliedBy(1L << Math.min(vain, 5))
                .multipliedBy(ThreadLocalRandom.current().nextLong(50, 151))
                .dividedBy(100);
        LOG.debug("{} bytes are there, trying again in {}: {}", part.position(), pause, failure.getMessage());
        return Mono.delay(pause, options.timer());
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
