package io.qhub.core.internal.body;

import io.qhub.core.transfer.Uploads;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import reactor.core.publisher.Mono;

/** Content that is sent as it comes. Made for each call, so that it knows why its own source failed. */
public final class StreamedBody implements RequestBody {

    private final Uploads.Source source;
    private volatile @Nullable Throwable failure;

    public StreamedBody(Uploads.Source source) {
        this.source = source;
    }

    @Override
    public Mono<Void> write(ClientHttpRequest request) {
        failure = null;
        return source.prepared().doOnError(why -> failure = why).flatMap(ready -> {
            MediaType type = ready.mediaType();
            request.getHeaders().setContentType(type == null ? MediaType.APPLICATION_OCTET_STREAM : type);
            Long length = ready.length();
            if (length != null) {
                request.getHeaders().setContentLength(length);
            }
            return request.writeWith(ready.content().doOnError(why -> failure = why));
        });
    }

    @Override
    public boolean canBeSent() {
        return !source.claimed();
    }

    @Override
    public boolean isStreamed() {
        return true;
    }

    @Override
    public @Nullable Throwable sourceFailure() {
        return failure;
    }
}
