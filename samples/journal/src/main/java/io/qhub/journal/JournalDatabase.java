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
 * Pooled connections to the database of a journal, for programs that have no connection factory of their own. Whoever makes
 * one closes it.
 */
public final class JournalDatabase {

    private static final int CONNECTIONS = 8;

    private final ConnectionPool pool;
    private final boolean embedded;

    private JournalDatabase(ConnectionPool pool, boolean embedded) {
        this.pool = pool;
        this.embedded = embedded;
    }

    /** An embedded H2 in this file; one process at a time can have it open. */
    public static JournalDatabase file(Path file) {
        ConnectionFactory h2 = new H2ConnectionFactory(H2ConnectionConfiguration.builder()
                .file(file.toAbsolutePath().toString())
                .username("sa")
                .password("")
                // The program closes the database itself, after its last write.
                .option("DB_CLOSE_ON_EXIT=FALSE")
                // Each commit writes pages anew; what that leaves may be given back when it is closed, in 5 s at most.
                .option("MAX_COMPACT_TIME=5000")
                .build());
        return new JournalDatabase(
                new ConnectionPool(ConnectionPoolConfiguration.builder(h2)
                        .initialSize(0)
                        .maxSize(CONNECTIONS)
                        .maxIdleTime(Duration.ofNanos(-1))
                        // Who gets a connection that another gives back goes on here: H2 works on the caller's thread.
                        .customizer(settings -> settings.acquisitionScheduler(H2Threads.SCHEDULER))
                        .allocatorSubscribeOn(H2Threads.SCHEDULER)
                        .build()),
                true);
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
        return new JournalDatabase(
                new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(options.build()))
                        .initialSize(0)
                        .maxSize(CONNECTIONS)
                        // The first connection loads native code.
                        .allocatorSubscribeOn(Schedulers.boundedElastic())
                        .build()),
                false);
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
        return embedded;
    }

    /** The connections, for tables of the program's own. Work with them begins on {@link #scheduler()}. */
    public ConnectionFactory connections() {
        return pool;
    }

    /**
     * Where work with {@link #connections()} is subscribed on: an embedded database blocks its caller, and must not be
     * interrupted when the work is cancelled.
     */
    public Scheduler scheduler() {
        return embedded ? H2Threads.SCHEDULER : Schedulers.immediate();
    }

    /** The journal in it. */
    public JobJournal journal() {
        return JobJournal.in(pool);
    }

    /** Closes the connections, and an embedded database with them. Cold. */
    public Mono<Void> close() {
        return pool.disposeLater();
    }
}
