package io.qhub.core.internal.body;

import io.qhub.core.transfer.Uploads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * File parts that are sent as {@code multipart/form-data} (RFC 7578), each as it comes. Made for each call, so that it
 * knows why one of its own sources failed.
 */
public final class MultipartBody implements RequestBody {

    private final List<Part> parts;
    private final String boundary = boundary();
    private volatile @Nullable Throwable failure;

    public MultipartBody(List<Part> parts) {
        this.parts = parts;
    }

    @Override
    public Mono<Void> write(ClientHttpRequest request) {
        failure = null;
        return Flux.fromIterable(parts)
                .concatMap(part -> part.source().prepared().map(part::with))
                .collectList()
                .doOnError(why -> failure = why)
                .flatMap(ready -> {
                    Written body = new Written(ready, request.bufferFactory());
                    request.getHeaders()
                            .setContentType(new MediaType(MediaType.MULTIPART_FORM_DATA, Map.of("boundary", boundary)));
                    Long length = body.length();
                    if (length != null) {
                        request.getHeaders().setContentLength(length);
                    }
                    return request.writeWith(Flux.concat(body.pieces()));
                });
    }

    @Override
    public boolean canBeSent() {
        return parts.stream().noneMatch(part -> part.source().claimed());
    }

    @Override
    public boolean isStreamed() {
        return true;
    }

    @Override
    public @Nullable Throwable sourceFailure() {
        return failure;
    }

    // Not from SecureRandom, which may block: the boundary only has to be absent from the content.
    private static String boundary() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "qhub-%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    /** One file under the name of its part. */
    public record Part(String name, Uploads.Source source) {

        /**
         * @throws IllegalArgumentException if the file's name or the media type holds control characters that cannot be
         *     sent in a header
         */
        public Part {
            String file = source.fileName();
            // A line break has an escaped form; the rest has none.
            if (file != null && file.chars().anyMatch(c -> Character.isISOControl(c) && c != '\r' && c != '\n')) {
                throw new IllegalArgumentException(name + ": the file name '" + file.replaceAll("\\p{Cc}", "?")
                        + "' holds control characters; send it under another with withFileName");
            }
            MediaType type = source.mediaType();
            if (type != null && type.toString().chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(name + ": the media type holds control characters");
            }
        }

        private Part with(Uploads.Source prepared) {
            return new Part(name, prepared);
        }

        private String head() {
            String file = source.fileName();
            MediaType type = source.mediaType();
            return "Content-Disposition: form-data; name=\"" + quoted(name) + "\"; filename=\""
                    + quoted(file == null ? name : file) + "\"\r\nContent-Type: "
                    + (type == null ? MediaType.APPLICATION_OCTET_STREAM : type) + "\r\n\r\n";
        }

        // As browsers do it, and so what servers read: no backslashes, and no filename*, which RFC 7578 forbids.
        private static String quoted(String text) {
            return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        }
    }

    /** The body of one try. */
    private final class Written {

        private final List<Publisher<DataBuffer>> pieces = new ArrayList<>();
        private final DataBufferFactory buffers;
        private long length;
        private boolean known = true;

        private Written(List<Part> ready, DataBufferFactory buffers) {
            this.buffers = buffers;
            String opening = "--" + boundary;
            for (Part part : ready) {
                text(opening + "\r\n" + part.head());
                content(part.source());
                opening = "\r\n--" + boundary;
            }
            text(opening + "--\r\n");
        }

        private void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            length += bytes.length;
            pieces.add(Mono.fromSupplier(() -> buffers.wrap(bytes)));
        }

        private void content(Uploads.Source source) {
            Long bytes = source.length();
            known &= bytes != null;
            length += bytes == null ? 0 : bytes;
            pieces.add(source.content().doOnError(why -> failure = why));
        }

        private List<Publisher<DataBuffer>> pieces() {
            return pieces;
        }

        /** Null where the length of a part is not known. */
        private @Nullable Long length() {
            return known ? (Long) length : null;
        }
    }
}
