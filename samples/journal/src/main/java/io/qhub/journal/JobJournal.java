package io.qhub.journal;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.function.Tuple2;

/**
 * A journal of jobs in an H2 or PostgreSQL database, so that a process can be killed at any time without a job being lost
 * or submitted twice.
 *
 * <p>The rules that make it so: an entry with its key is written down before its job is submitted; a worker claims it, which
 * is written down too; the job's id is written down when the Hub has answered; the end is written down with what came of it.
 * Whoever finds an entry that was claimed before and has no job id looks for the job by the key before submitting
 * ({@code resumeSubmission} of the client does).
 *
 * <p>Workers share a journal: each has a lease that it renews ({@link #withLease}), by the database's clock. What a worker
 * has claimed is others' to claim once its lease has ended, and only then. Claims skip what others are just claiming.
 *
 * <p>All methods are cold and can be called from any thread; a database that blocks its caller is called on threads that
 * may block. A statement or transaction that has begun is ended, also when its subscriber cancels. Failures of the database
 * are Spring's {@code DataAccessException}s. Immutable and thread-safe.
 */
public final class JobJournal {

    private static final int CHUNK = 500;

    private static final List<String> SCHEMA = List.of(
            """
            CREATE TABLE IF NOT EXISTS qhub_batch (
                name VARCHAR(200) NOT NULL PRIMARY KEY,
                id VARCHAR(36) NOT NULL,
                definition VARCHAR NOT NULL,
                loaded BIGINT NOT NULL,
                complete BOOLEAN NOT NULL)""",
            """
            CREATE TABLE IF NOT EXISTS qhub_worker (
                id VARCHAR(36) NOT NULL PRIMARY KEY,
                lease_until TIMESTAMP WITH TIME ZONE NOT NULL)""",
            """
            CREATE TABLE IF NOT EXISTS qhub_job (
                submit_key VARCHAR(200) NOT NULL PRIMARY KEY,
                batch VARCHAR(200) NOT NULL,
                seq BIGINT NOT NULL,
                payload VARCHAR NOT NULL,
                state VARCHAR(10) NOT NULL,
                due_at TIMESTAMP WITH TIME ZONE NOT NULL,
                posted_at TIMESTAMP WITH TIME ZONE,
                job_id VARCHAR(200),
                owner VARCHAR(36),
                outcome VARCHAR)""",
            "CREATE INDEX IF NOT EXISTS qhub_job_by_state ON qhub_job (state, batch, seq)",
            "CREATE INDEX IF NOT EXISTS qhub_job_by_seq ON qhub_job (batch, seq)",
            """
            CREATE TABLE IF NOT EXISTS qhub_session (
                session_id VARCHAR(200) NOT NULL PRIMARY KEY,
                batch VARCHAR(200) NOT NULL,
                owner VARCHAR(36) NOT NULL,
                closed BOOLEAN NOT NULL)""");

    private static final String ENTRY = """
            SELECT batch, seq, submit_key, payload, state, job_id, outcome,
                   EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - posted_at)) AS posted_ago
              FROM qhub_job
            """;

    // Milliseconds, so that short leases are as exact as long ones.
    private static final String IN_MILLIS = "CURRENT_TIMESTAMP + CAST(:millis AS INTEGER) * INTERVAL '0.001' SECOND";

    // Always true. H2 may answer a repeated query with an earlier result, from before another connection's commit,
    // unless the
    // query depends on the time.
    private static final String ANY_TIME = " AND (due_at <= CURRENT_TIMESTAMP OR due_at > CURRENT_TIMESTAMP)";

    private static final String MINE = " WHERE submit_key = $1 AND owner = $2 AND state IN ('SUBMITTING', 'SUBMITTED')";

    private static final String WITHOUT_LIVING_OWNER = """
            (owner IS NULL OR owner NOT IN
                (SELECT id FROM qhub_worker WHERE lease_until > CURRENT_TIMESTAMP))
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final boolean postgres;
    private final Scheduler scheduler;

    private JobJournal(ConnectionFactory connections, boolean postgres) {
        this.database = DatabaseClient.create(connections);
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
        this.postgres = postgres;
        this.scheduler = postgres ? Schedulers.immediate() : H2Threads.SCHEDULER;
    }

    /**
     * A journal in this database. Nothing is done before {@link #createSchema()}.
     *
     * @throws IllegalArgumentException if it is neither H2 nor PostgreSQL
     */
    public static JobJournal in(ConnectionFactory connections) {
        String name = connections.getMetadata().getName();
        return switch (name) {
            case "H2" -> new JobJournal(connections, false);
            case "PostgreSQL" -> new JobJournal(connections, true);
            default ->
                throw new IllegalArgumentException(
                        "connections: the journal knows H2 and PostgreSQL, and this is " + name);
        };
    }

    // ---- schema

    /**
     * Makes the tables that are missing. An H2 database is also told to write at each commit: by default it keeps commits in
     * memory for half a second, and a killed process would have sent what its journal does not know of. What later commits
     * have replaced may be overwritten after 1 s, instead of 45 s, so that the file stays small.
     */
    public Mono<Void> createSchema() {
        Mono<Void> tables = Flux.fromIterable(SCHEMA)
                .concatMap(statement -> database.sql(statement).then())
                .then();
        // Two workers that start together must not make the same table.
        return here(
                postgres
                        ? transaction.transactional(database.sql("SELECT pg_advisory_xact_lock(7168217)")
                                .then()
                                .then(tables))
                        : database.sql("SET WRITE_DELAY 0")
                                .then()
                                .then(database.sql("SET RETENTION_TIME 1000").then())
                                .then(tables));
    }

    // ---- writing down what is to be done

    /** Writes one entry down; {@link DuplicateKeyException} if its key is there already. */
    public Mono<Void> add(String batch, NewEntry entry) {
        return here(insert(batch, List.of(entry)));
    }

    /** The batch of this name. If there is none it begins, with this definition. */
    public Mono<Batch> openBatch(String name, String definition) {
        Mono<Batch> find = findBatch(name);
        Mono<Batch> begin = madeUp().flatMap(id -> database.sql("""
                                INSERT INTO qhub_batch (name, id, definition, loaded, complete)
                                VALUES (:name, :id, :definition, 0, FALSE)""")
                        .bind("name", name)
                        .bind("id", id)
                        .bind("definition", definition)
                        .then())
                // Another worker was faster.
                .onErrorComplete(DuplicateKeyException.class)
                .then(find);
        return here(find.switchIfEmpty(begin));
    }

    private Mono<Batch> findBatch(String name) {
        return database.sql(
                        "SELECT name, id, definition, loaded, complete, CURRENT_TIMESTAMP FROM qhub_batch WHERE name = :name")
                .bind("name", name)
                .map(row -> new Batch(
                        text(row, "name"),
                        text(row, "id"),
                        text(row, "definition"),
                        number(row, "loaded"),
                        Boolean.TRUE.equals(row.get("complete", Boolean.class))))
                .one();
    }

    /**
     * Writes all entries of a batch down and marks it as complete. Cut off and begun again, it goes on where it was; several
     * workers may do it at once.
     *
     * @param entries all of them, each time the same in the same order
     */
    public Mono<Void> load(Batch batch, Publisher<NewEntry> entries) {
        return here(Flux.from(entries)
                .index()
                .buffer(CHUNK)
                .concatMap(chunk -> loadChunk(batch.name(), chunk), 1)
                .then(database.sql("UPDATE qhub_batch SET complete = TRUE WHERE name = :name")
                        .bind("name", batch.name())
                        .then()));
    }

    private Mono<Void> loadChunk(String name, List<Tuple2<Long, NewEntry>> chunk) {
        long end = chunk.get(chunk.size() - 1).getT1() + 1;
        return transaction.transactional(database.sql("SELECT loaded FROM qhub_batch WHERE name = :name FOR UPDATE")
                .bind("name", name)
                .map(row -> number(row, "loaded"))
                .one()
                .flatMap(loaded -> loaded >= end
                        ? Mono.empty()
                        : insert(
                                        name,
                                        chunk.stream()
                                                .filter(each -> each.getT1() >= loaded)
                                                .map(Tuple2::getT2)
                                                .toList())
                                .then(database.sql("UPDATE qhub_batch SET loaded = :loaded WHERE name = :name")
                                        .bind("loaded", end)
                                        .bind("name", name)
                                        .then())));
    }

    private Mono<Void> insert(String batch, List<NewEntry> entries) {
        return database.inConnection(connection -> {
            Statement statement = connection.createStatement("""
                    INSERT INTO qhub_job (submit_key, batch, seq, payload, state, due_at)
                    VALUES ($1, $2, $3, $4, 'NEW', CURRENT_TIMESTAMP)""");
            for (int i = 0; i < entries.size(); i++) {
                NewEntry entry = entries.get(i);
                if (i > 0) {
                    statement.add();
                }
                statement
                        .bind(0, entry.key())
                        .bind(1, batch)
                        .bind(2, entry.number())
                        .bind(3, entry.payload());
            }
            return Flux.from(statement.execute())
                    .concatMap(result -> result.getRowsUpdated())
                    .then();
        });
    }

    // ---- leases

    /**
     * Works under a lease: takes one, renews it each third of its length, gives it back at the end, and with it all that the
     * work has claimed and not ended. If it cannot be renewed within another third the work is cancelled, well before others
     * may claim what it holds, and {@link LeaseLostException} is signalled.
     */
    public <T> Flux<T> withLease(Duration length, Function<Worker, ? extends Publisher<T>> work) {
        if (length.toMillis() < 30 || length.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("length: " + length + " is not 30 ms to 24 days");
        }
        return Flux.usingWhen(
                register(length),
                worker -> whileRenewed(work.apply(worker), renewing(worker, length)),
                worker -> release(worker),
                (worker, failure) -> release(worker).onErrorComplete(),
                worker -> release(worker).onErrorComplete());
    }

    // An error of its companion would make takeUntilOther signal it and leave the work running.
    private static <T> Flux<T> whileRenewed(Publisher<T> work, Mono<Void> renewing) {
        return Flux.defer(() -> {
            AtomicReference<@Nullable Throwable> lost = new AtomicReference<>();
            return Flux.from(work)
                    .takeUntilOther(renewing.doOnError(lost::set).onErrorComplete())
                    .concatWith(Mono.defer(() -> {
                        Throwable failure = lost.get();
                        return failure == null ? Mono.empty() : Mono.error(failure);
                    }));
        });
    }

    private Mono<Worker> register(Duration length) {
        return here(madeUp().map(Worker::new)
                .flatMap(worker -> database.sql("DELETE FROM qhub_worker WHERE lease_until < CURRENT_TIMESTAMP")
                        .then()
                        .then(database.sql("INSERT INTO qhub_worker (id, lease_until) VALUES (:id, " + IN_MILLIS + ")")
                                .bind("id", worker.id())
                                .bind("millis", (int) length.toMillis())
                                .then())
                        .thenReturn(worker)));
    }

    private Mono<Void> renewing(Worker worker, Duration length) {
        Duration third = length.dividedBy(3);
        return Mono.delay(third)
                .then(renew(worker, length).timeout(third))
                .onErrorMap(
                        TimeoutException.class, late -> new LeaseLostException("The lease was not renewed in time."))
                .flatMap(renewed -> renewed
                        ? Mono.empty()
                        : Mono.error(new LeaseLostException("The lease ended before it was renewed.")))
                .repeat()
                .then();
    }

    private Mono<Boolean> renew(Worker worker, Duration length) {
        return changed(database.sql("UPDATE qhub_worker SET lease_until = " + IN_MILLIS
                        + " WHERE id = :id AND lease_until > CURRENT_TIMESTAMP")
                .bind("millis", (int) length.toMillis())
                .bind("id", worker.id()));
    }

    private Mono<Void> release(Worker worker) {
        return here(database.sql("UPDATE qhub_job SET owner = NULL WHERE owner = :id AND state IN"
                        + " ('NEW', 'SUBMITTING', 'SUBMITTED')")
                .bind("id", worker.id())
                .then()
                .then(database.sql("DELETE FROM qhub_worker WHERE id = :id")
                        .bind("id", worker.id())
                        .then()));
    }

    /** Ends all leases. For a process that has the database for itself and knows that no worker is alive. */
    public Mono<Void> endAllLeases() {
        return here(database.sql("DELETE FROM qhub_worker").then());
    }

    // ---- claims

    /**
     * Claims entries for which nothing was sent yet, in order, and notes that they are about to be submitted.
     *
     * @param batch only of this batch; null for any
     * @param most how many at most
     */
    public Mono<List<JournalEntry>> claimNew(Worker worker, @Nullable String batch, int most) {
        Flux<JournalEntry> found = entries(inBatch(
                database.sql(ENTRY + " WHERE state = 'NEW' AND due_at <= CURRENT_TIMESTAMP" + andBatch(batch)
                                + " ORDER BY seq FETCH FIRST :most ROWS ONLY FOR UPDATE SKIP LOCKED")
                        .bind("most", most),
                batch));
        return here(transaction.transactional(found.collectList()
                .flatMap(claimed -> claimed.isEmpty()
                        ? Mono.just(claimed)
                        : database.sql("UPDATE qhub_job SET state = 'SUBMITTING', owner = :owner,"
                                        + " posted_at = CURRENT_TIMESTAMP WHERE submit_key IN (:keys)")
                                .bind("owner", worker.id())
                                .bind("keys", keys(claimed))
                                .then()
                                .thenReturn(claimed))));
    }

    /**
     * Claims entries that were claimed before, are not at their end, and belong to no living worker: those whose job is known
     * first.
     *
     * @param batch only of this batch; null for any
     * @param most how many at most
     */
    public Mono<List<JournalEntry>> claimOpen(Worker worker, @Nullable String batch, int most) {
        Flux<JournalEntry> found = entries(inBatch(
                database.sql(ENTRY + " WHERE state IN ('SUBMITTED', 'SUBMITTING') AND due_at <= CURRENT_TIMESTAMP AND "
                                + WITHOUT_LIVING_OWNER + andBatch(batch)
                                + " ORDER BY state, seq FETCH FIRST :most ROWS ONLY FOR UPDATE SKIP LOCKED")
                        .bind("most", most),
                batch));
        return here(transaction.transactional(found.collectList()
                .flatMap(candidates -> candidates.isEmpty() ? Mono.just(candidates) : takeOver(worker, candidates))));
    }

    // The rows are locked now. That nobody alive owns them is looked at again: the search may have begun before a
    // worker
    // came that has taken them meanwhile.
    private Mono<List<JournalEntry>> takeOver(Worker worker, List<JournalEntry> candidates) {
        return database.sql(
                        "UPDATE qhub_job SET owner = :owner WHERE submit_key IN (:keys) AND " + WITHOUT_LIVING_OWNER)
                .bind("owner", worker.id())
                .bind("keys", keys(candidates))
                .then()
                .thenMany(database.sql("SELECT submit_key FROM qhub_job WHERE submit_key IN (:keys) AND owner = :owner")
                        .bind("keys", keys(candidates))
                        .bind("owner", worker.id())
                        .map(row -> text(row, "submit_key"))
                        .all())
                .collectList()
                .map(mine -> candidates.stream()
                        .filter(each -> mine.contains(each.key()))
                        .toList());
    }

    private static Collection<String> keys(List<JournalEntry> entries) {
        return entries.stream().map(JournalEntry::key).toList();
    }

    private static String andBatch(@Nullable String batch) {
        return batch == null ? "" : " AND batch = :batch";
    }

    private static GenericExecuteSpec inBatch(GenericExecuteSpec statement, @Nullable String batch) {
        return batch == null ? statement : statement.bind("batch", batch);
    }

    // ---- what has become of a claimed entry; each is false if the entry is no longer this worker's

    /** Notes the job that the Hub has taken. */
    public Mono<Boolean> submitted(Worker worker, String key, String jobId) {
        return submitted(worker, Map.of(key, jobId)).map(mine -> mine.contains(key));
    }

    /**
     * Notes jobs that the Hub has taken, with one commit: a commit is what costs.
     *
     * @param jobIds by key
     * @return the keys of those entries that are this worker's
     */
    public Mono<Set<String>> submitted(Worker worker, Map<String, String> jobIds) {
        return marked(
                "UPDATE qhub_job SET state = 'SUBMITTED', job_id = $3" + MINE,
                worker,
                List.copyOf(jobIds.keySet()),
                (statement, key) -> statement.bind(2, Objects.requireNonNull(jobIds.get(key))));
    }

    /**
     * Notes that nothing is known to have been taken, and gives the entry back, to be claimed by any worker once the delay has
     * passed. It will be looked for before it is submitted.
     */
    public Mono<Boolean> postpone(Worker worker, String key, Duration delay) {
        return changed(mine("owner = NULL, due_at = " + IN_MILLIS, worker, key)
                .bind("millis", (int) Math.min(delay.toMillis(), Integer.MAX_VALUE)));
    }

    /** Notes that the Hub has certainly taken nothing, and gives the entry back as if it were new. */
    public Mono<Boolean> rejected(Worker worker, String key, Duration delay) {
        return changed(
                mine("state = 'NEW', posted_at = NULL, job_id = NULL, owner = NULL, due_at = " + IN_MILLIS, worker, key)
                        .bind("millis", (int) Math.min(delay.toMillis(), Integer.MAX_VALUE)));
    }

    /**
     * Notes the end of an entry.
     *
     * @param state {@link EntryState#DONE} or {@link EntryState#FAILED}
     * @param outcome what came of it, in a form of the caller's own; up to a million characters
     */
    public Mono<Boolean> ended(Worker worker, String key, EntryState state, String outcome) {
        return ended(worker, List.of(new EntryEnd(key, state, outcome))).map(mine -> mine.contains(key));
    }

    /**
     * Notes the ends of entries, with one commit.
     *
     * @return the keys of those entries that are this worker's and had not ended before
     */
    public Mono<Set<String>> ended(Worker worker, Collection<EntryEnd> ends) {
        Map<String, EntryEnd> byKey = new LinkedHashMap<>();
        ends.forEach(end -> byKey.put(end.key(), end));
        return marked(
                "UPDATE qhub_job SET state = $3, outcome = $4" + MINE,
                worker,
                List.copyOf(byKey.keySet()),
                (statement, key) -> {
                    EntryEnd end = Objects.requireNonNull(byKey.get(key));
                    statement.bind(2, end.state().name()).bind(3, end.outcome());
                });
    }

    private Mono<Set<String>> marked(
            String update, Worker worker, List<String> keys, BiConsumer<Statement, String> values) {
        if (keys.isEmpty()) {
            return Mono.just(Set.of());
        }
        return here(transaction.transactional(database.inConnection(connection -> {
            Statement statement = connection.createStatement(update);
            for (int i = 0; i < keys.size(); i++) {
                if (i > 0) {
                    statement.add();
                }
                statement.bind(0, keys.get(i)).bind(1, worker.id());
                values.accept(statement, keys.get(i));
            }
            return Flux.from(statement.execute())
                    .concatMap(result -> result.getRowsUpdated())
                    .index()
                    .filter(updated -> updated.getT2() > 0)
                    .map(updated -> keys.get(updated.getT1().intValue()))
                    .collect(Collectors.toUnmodifiableSet());
        })));
    }

    private GenericExecuteSpec mine(String change, Worker worker, String key) {
        return database.sql("UPDATE qhub_job SET " + change
                        + " WHERE submit_key = :key AND owner = :owner AND state IN ('SUBMITTING', 'SUBMITTED')")
                .bind("key", key)
                .bind("owner", worker.id());
    }

    /**
     * Begins all entries of a batch anew that are not at their end. Only for a Hub that has ended with all its jobs, such as
     * one that was embedded in a process that has ended.
     *
     * @return how many had been submitted
     */
    public Mono<Long> beginAnew(String batch) {
        return here(database.sql("UPDATE qhub_job SET state = 'NEW', posted_at = NULL, job_id = NULL, owner = NULL"
                        + " WHERE batch = :batch AND state IN ('SUBMITTING', 'SUBMITTED')")
                .bind("batch", batch)
                .fetch()
                .rowsUpdated());
    }

    // ---- reading

    /** The entry with this key, or nothing. */
    public Mono<JournalEntry> find(String key) {
        return here(entries(database.sql(ENTRY + " WHERE submit_key = :key").bind("key", key))
                .next());
    }

    /** How many entries of a batch stand where. */
    public Mono<BatchCounts> counts(String batch) {
        return here(database.sql("SELECT state, COUNT(*) AS entries FROM qhub_job WHERE batch = :batch" + ANY_TIME
                        + " GROUP BY state")
                .bind("batch", batch)
                .map(row -> Map.entry(EntryState.valueOf(text(row, "state")), number(row, "entries")))
                .all()
                .collectList()
                .map(rows -> {
                    Map<EntryState, Long> counts = new EnumMap<>(EntryState.class);
                    rows.forEach(row -> counts.put(row.getKey(), row.getValue()));
                    return new BatchCounts(counts);
                }));
    }

    /** Whether a batch has no entry left that is not at its end. */
    public Mono<Boolean> isOver(String batch) {
        return here(database.sql("SELECT seq FROM qhub_job WHERE batch = :batch"
                        + " AND state IN ('NEW', 'SUBMITTING', 'SUBMITTED')"
                        + ANY_TIME + " FETCH FIRST 1 ROWS ONLY")
                .bind("batch", batch)
                .map(row -> number(row, "seq"))
                .all()
                .collectList()
                .map(List::isEmpty));
    }

    /** The entries of a batch that are not at their end, by number, page by page as they are asked for. */
    public Flux<JournalEntry> open(String batch) {
        return paged(batch, "'NEW', 'SUBMITTING', 'SUBMITTED'");
    }

    /** The entries of a batch that are at their end, with their outcomes, by number, page by page as they are asked for. */
    public Flux<JournalEntry> ended(String batch) {
        return paged(batch, "'DONE', 'FAILED'");
    }

    // By key and not by cursor: no connection is held while the subscriber works.
    private Flux<JournalEntry> paged(String batch, String states) {
        Function<Long, Mono<List<JournalEntry>>> page = last -> here(entries(database.sql(ENTRY
                                + " WHERE batch = :batch AND seq > :last AND state IN (" + states
                                + ") ORDER BY seq FETCH FIRST :most ROWS ONLY")
                        .bind("batch", batch)
                        .bind("last", last)
                        .bind("most", CHUNK))
                .collectList());
        return Flux.defer(() -> page.apply(Long.MIN_VALUE)
                .expand(found -> found.size() < CHUNK
                        ? Mono.empty()
                        : page.apply(found.get(found.size() - 1).number()))
                .concatMapIterable(found -> found, 1));
    }

    // ---- sessions

    /** Notes a session that this worker has opened for a batch. */
    public Mono<Void> sessionOpened(Worker worker, String batch, String sessionId) {
        return here(database.sql("INSERT INTO qhub_session (session_id, batch, owner, closed)"
                        + " VALUES (:session, :batch, :owner, FALSE)")
                .bind("session", sessionId)
                .bind("batch", batch)
                .bind("owner", worker.id())
                .then());
    }

    /** Takes over sessions of a batch that are not closed and belong to no living worker. */
    public Mono<List<String>> claimSessions(Worker worker, String batch, int most) {
        return here(transaction.transactional(database.sql("SELECT session_id FROM qhub_session"
                        + " WHERE batch = :batch AND closed = FALSE AND " + WITHOUT_LIVING_OWNER
                        + " ORDER BY session_id FETCH FIRST :most ROWS ONLY FOR UPDATE")
                .bind("batch", batch)
                .bind("most", most)
                .map(row -> text(row, "session_id"))
                .all()
                .concatMap(session -> database.sql("UPDATE qhub_session SET owner = :owner"
                                + " WHERE session_id = :session AND " + WITHOUT_LIVING_OWNER)
                        .bind("owner", worker.id())
                        .bind("session", session)
                        .fetch()
                        .rowsUpdated()
                        .filter(rows -> rows > 0)
                        .map(rows -> session))
                .collectList()));
    }

    /** The sessions of a batch that are not closed and belong to this worker. */
    public Flux<String> sessions(Worker worker, String batch) {
        return here(database.sql("SELECT session_id, CURRENT_TIMESTAMP FROM qhub_session"
                                + " WHERE batch = :batch AND closed = FALSE AND owner = :owner ORDER BY session_id")
                        .bind("batch", batch)
                        .bind("owner", worker.id())
                        .map(row -> text(row, "session_id"))
                        .all()
                        .collectList())
                .flatMapIterable(found -> found);
    }

    /** Notes that a session is closed. */
    public Mono<Void> sessionClosed(String sessionId) {
        return here(database.sql("UPDATE qhub_session SET closed = TRUE WHERE session_id = :session")
                .bind("session", sessionId)
                .then());
    }

    // ---- parts

    // The source of good random numbers is a file.
    private static Mono<String> madeUp() {
        return Mono.fromSupplier(() -> UUID.randomUUID().toString()).subscribeOn(Schedulers.boundedElastic());
    }

    // Once begun it goes on to its end, also when it is cancelled: an H2 works on its caller's thread, and a rollback
    // from
    // another thread meanwhile could meet it half-way.
    private <T> Mono<T> here(Mono<T> work) {
        return Mono.deferContextual(context -> Mono.fromFuture(
                () -> work.subscribeOn(scheduler).contextWrite(context).toFuture(), true));
    }

    private Mono<Boolean> changed(GenericExecuteSpec update) {
        return here(update.fetch().rowsUpdated().map(rows -> rows > 0));
    }

    private static Flux<JournalEntry> entries(GenericExecuteSpec query) {
        return query.map(row -> new JournalEntry(
                        text(row, "batch"),
                        number(row, "seq"),
                        text(row, "submit_key"),
                        text(row, "payload"),
                        EntryState.valueOf(text(row, "state")),
                        row.get("job_id", String.class),
                        ago(row.get("posted_ago", BigDecimal.class)),
                        row.get("outcome", String.class)))
                .all();
    }

    private static @Nullable Duration ago(@Nullable BigDecimal seconds) {
        return seconds == null
                ? null
                : Duration.ofMillis(Math.max(0, seconds.movePointRight(3).longValue()));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }
}
