package io.qhub.journal;

import io.r2dbc.h2.H2ConnectionConfiguration;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Connections to the database of a journal, for programs that have no connection factory of their own. Whoever makes
 * one closes it.
 */
public final class JournalDatabase {

    private static final int CONNECTIONS = 8;

    private final ConnectionFactory connections;
    private final Mono<Void> close;
    private final Scheduler scheduler;

    private JournalDatabase(ConnectionFactory connections, Mono<Void> close, Scheduler scheduler) {
        this.connections = connections;
        this.close = close;
        this.scheduler = scheduler;
    }

    /** An embedded H2 in this file; one process at a time can have it open. */
    public static JournalDatabase file(Path file) {
        H2ConnectionFactory h2 = new H2ConnectionFactory(H2ConnectionConfiguration.builder()
                .file(file.toAbsolutePath().toString())
                .username("sa")
                .password("")
                // The program closes the database itself, after its last write.
                .option("DB_CLOSE_ON_EXIT=FALSE")
                // Each commit writes pages anew; what that leaves may be given back when it is closed, in 5 s at most.
                .option("MAX_COMPACT_TIME=5000")
                .build());
        H2Connections connections = new H2Connections(h2);
        return new JournalDatabase(connections, connections.close(), H2Threads.SCHEDULER);
    }

    /**
     * A PostgreSQL server.
     *
     * @param url such as {@code r2dbc:postgresql://host:5432/database}
     * @param user null if the URL names it
     * @param password null if the URL names it, or none is needed
     * @throws IllegalArgumentException if it is no URL of a PostgreSQL
     */
    public static JournalDatabase postgres(String url, @Nullable String user, @Nullable String password) {
        ConnectionFactoryOptions.Builder options;
        try {
            ConnectionFactoryOptions parsed = ConnectionFactoryOptions.parse(url);
            if (!"postgresql".equals(parsed.getValue(ConnectionFactoryOptions.DRIVER))) {
                throw new IllegalArgumentException();
            }
            options = parsed.mutate();
        } catch (IllegalArgumentException | IllegalStateException notOne) {
            // Without the URL: it may hold a password.
            throw new IllegalArgumentException(
                    "url: not the URL of a PostgreSQL, such as r2dbc:postgresql://host:5432/database");
        }
        options.option(Option.valueOf("applicationName"), "qhub-job-journal")
                .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, Duration.ofSeconds(10));
        loadSecurityAlgorithms();
        if (user != null) {
            options.option(ConnectionFactoryOptions.USER, user);
        }
        if (password != null) {
            options.option(ConnectionFactoryOptions.PASSWORD, password);
        }
        ConnectionPool pool =
                new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(options.build()))
                        .initialSize(0)
                        .maxSize(CONNECTIONS)
                        // The first connection loads native code.
                        .allocatorSubscribeOn(Schedulers.boundedElastic())
                        .build());
        return new JournalDatabase(pool, pool.disposeLater(), Schedulers.immediate());
    }

    // The driver asks the JDK for its algorithms, which reads files, when it authenticates its first connection: on the
    // event loop, if nobody has done it before.
    private static void loadSecurityAlgorithms() {
        try {
            Class.forName("com.ongres.scram.common.ScramMechanism");
        } catch (ClassNotFoundException otherVersion) {
            // It is then loaded when it is needed.
        }
    }

    /** Whether only this process has the database. */
    public boolean isEmbedded() {
        return scheduler == H2Threads.SCHEDULER;
    }

    /** The connections, for tables of the program's own. Work with them begins on {@link #scheduler()}. */
    public ConnectionFactory connections() {
        return connections;
    }

    /**
     * Where work with {@link #connections()} is subscribed on: an embedded database blocks its caller, and must not be
     * interrupted when the work is cancelled.
     */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** The journal in it. */
    public JobJournal journal() {
        return JobJournal.in(connections);
    }

    /** Closes the connections, and an embedded database with them. Cold. */
    public Mono<Void> close() {
        return close;
    }
}
