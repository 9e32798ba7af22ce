package io.qhub.journal;

import io.r2dbc.h2.H2Connection;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Connections to an embedded H2, which are made by calls in this process and are worth no pool. H2 closes its database with
 * the last of them, so one is kept until {@link #close()}; one that is at work then still ends its work.
 */
final class H2Connections implements ConnectionFactory {

    private final H2ConnectionFactory h2;
    private final AtomicReference<@Nullable H2Connection> kept = new AtomicReference<>();

    H2Connections(H2ConnectionFactory h2) {
        this.h2 = h2;
    }

    @Override
    public Mono<Connection> create() {
        return h2.create().flatMap(connection -> kept.get() != null ? Mono.just(connection) : keepAnother(connection));
    }

    private Mono<Connection> keepAnother(H2Connection connection) {
        return h2.create()
                .flatMap(another -> kept.compareAndSet(null, another) ? Mono.empty() : Mono.from(another.close()))
                .thenReturn(connection);
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return h2.getMetadata();
    }

    Mono<Void> close() {
        return Mono.defer(() -> {
                    H2Connection last = kept.getAndSet(null);
                    return last == null ? Mono.empty() : Mono.from(last.close());
                })
                .subscribeOn(H2Threads.SCHEDULER);
    }
}
