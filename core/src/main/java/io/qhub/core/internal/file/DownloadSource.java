package io.qhub.core.internal.file;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** What a download reads from. */
@FunctionalInterface
public interface DownloadSource {

    /**
     * One request for the content, made when the result is subscribed to.
     *
     * @param resume where to go on; null asks for everything
     * @param onHead takes the answer's head, once, before the first buffer
     * @return the body; the subscriber releases each buffer. Signals {@link io.qhub.core.error.HubApiException} where
     *     the server refuses (416 included) and {@link io.qhub.core.error.HubTransportException} where the body is cut
     *     or stands still.
     */
    Flux<DataBuffer> open(@Nullable Resume resume, Consumer<DownloadHead> onHead);
}
