package io.qhub.localhub.platform;

import io.netty.buffer.ByteBuf;
import io.qhub.localhub.http.Exchange;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.MultipartReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A multipart body that goes to disk as it arrives. If it does not come to its end, whatever the reason, nothing of it is
 * left.
 */
final class Upload implements MultipartReader.Sink {

    /** What the other parts and the delimiters may take beside the file. */
    private static final int OVERHEAD = 64 * 1024;

    /**
     * A part.
     *
     * @param filename the file name that the client gave, or null
     */
    record Part(@Nullable String filename, StoredFile file) {}

    private final FileStore files;
    private final Set<String> wanted;
    private final long limit;
    private final MultipartReader reader;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private @Nullable String name;
    private @Nullable String filename;
    private String mediaType = "";
    private FileStore.@Nullable Writer writer;
    private boolean over;

    private Upload(String boundary, FileStore files, Set<String> wanted, long limit) {
        this.files = files;
        this.wanted = wanted;
        this.limit = limit;
        this.reader = new MultipartReader(boundary, this);
    }

    /**
     * Reads the body of a request.
     *
     * @param wanted the names of the parts to keep
     * @param limit the largest part, in bytes; a larger one is a 413 as soon as that is known
     */
    static Mono<Map<String, Part>> read(Exchange exchange, FileStore files, Set<String> wanted, long limit) {
        return Mono.defer(() -> {
            Upload upload = new Upload(MultipartReader.boundary(exchange.header("Content-Type")), files, wanted, limit);
            String length = exchange.header("Content-Length");
            if (length != null && Long.parseLong(length) - OVERHEAD > limit) {
                throw upload.tooLarge();
            }
            return exchange.content()
                    .map(Upload::copy)
                    // One piece at a time, so that the disk sets the pace of the connection.
                    .concatMap(
                            bytes -> Mono.fromRunnable(() -> upload.accept(bytes))
                                    .subscribeOn(files.scheduler()),
                            1)
                    .then(Mono.fromCallable(upload::finish).subscribeOn(files.scheduler()))
                    .doOnError(error -> upload.discardLater())
                    .doOnCancel(upload::discardLater);
        });
    }

    private static byte[] copy(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private synchronized void accept(byte[] bytes) {
        if (over) {
            return;
        }
        try {
            reader.accept(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Map<String, Part> finish() {
        reader.finish();
        over = true;
        return parts;
    }

    private void discardLater() {
        files.scheduler().schedule(this::discard);
    }

    private synchronized void discard() {
        over = true;
        if (writer != null) {
            writer.discard();
            writer = null;
        }
        List<StoredFile> stored = new ArrayList<>();
        parts.values().forEach(part -> stored.add(part.file()));
        parts.clear();
        files.delete(stored);
    }

    @Override
    public void begin(String part, @Nullable String name, @Nullable String contentType) throws IOException {
        if (!wanted.contains(part)) {
            return;
        }
        if (parts.containsKey(part)) {
            throw new HttpError(400, "the part " + part + " occurs twice");
        }
        this.name = part;
        this.filename = name;
        this.mediaType = contentType == null ? "application/octet-stream" : contentType;
        this.writer = files.create();
    }

    @Override
    public void data(byte[] bytes, int from, int to) throws IOException {
        if (writer == null) {
            return;
        }
        if (writer.length() + to - from > limit) {
            throw tooLarge();
        }
        writer.write(bytes, from, to);
    }

    @Override
    public void end() throws IOException {
        if (writer != null && name != null) {
            parts.put(name, new Part(filename, writer.finish(mediaType)));
            writer = null;
        }
    }

    private HttpError tooLarge() {
        return new HttpError(413, "a file must have at most " + limit + " bytes");
    }
}
