package io.qhub.microservice;

import static org.springframework.data.relational.core.query.Criteria.where;

import io.qhub.journal.JobJournal;
import io.qhub.journal.NewEntry;
import io.qhub.microservice.DatabaseConfiguration.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Query;
import org.springframework.data.relational.core.query.Update;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The circuits of all tenants, in the database beside the journal of their jobs. Methods are cold. */
@Component
class Circuits {

    static final String BATCH = "circuits";

    // Names as Spring Data derives them, without quotes.
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS circuit (
                id VARCHAR(36) NOT NULL PRIMARY KEY,
                tenant VARCHAR(100) NOT NULL,
                backend VARCHAR(200) NOT NULL,
                shots INTEGER NOT NULL,
                status VARCHAR(100) NOT NULL,
                job_id VARCHAR(200),
                error VARCHAR,
                cancel_requested BOOLEAN NOT NULL,
                created_at TIMESTAMP WITH TIME ZONE NOT NULL)""";

    private final R2dbcEntityTemplate template;
    private final TransactionalOperator transaction;
    private final JobJournal journal;
    private final Scheduler scheduler;
    private final List<String> schema;

    Circuits(R2dbcEntityTemplate template, TransactionalOperator transaction, JobJournal journal, Database database) {
        this.template = template;
        // What it finds out about a type it locks; later it only reads.
        template.getConverter().getMappingContext().getRequiredPersistentEntity(Circuit.class);
        this.transaction = transaction;
        this.journal = journal;
        this.scheduler = database.database().scheduler();
        // H2 may answer a repeated query with an earlier result, from before another connection's commit.
        this.schema = database.database().isEmbedded()
                ? List.of("SET OPTIMIZE_REUSE_RESULTS 0", TABLE)
                : List.of("SELECT pg_advisory_xact_lock(7168218)", TABLE);
    }

    /** Makes the tables that are missing. */
    Mono<Void> createSchema() {
        return journal.createSchema()
                .then(here(transaction.transactional(Flux.fromIterable(schema)
                        .concatMap(
                                each -> template.getDatabaseClient().sql(each).then())
                        .then())));
    }

    /** Writes a circuit down, and that its job is to be submitted: both or nothing. */
    Mono<Circuit> create(Circuit circuit, String payload) {
        NewEntry entry = new NewEntry(circuit.createdAt().toInstant().toEpochMilli(), circuit.id(), payload);
        return here(transaction.transactional(template.insert(circuit)
                .flatMap(row -> journal.add(BATCH, entry).thenReturn(row))));
    }

    /** The circuit, or nothing. */
    Mono<Circuit> find(String id) {
        return here(template.selectOne(Query.query(where("id").is(id)), Circuit.class));
    }

    /** The circuit if it is this tenant's, or nothing. */
    Mono<Circuit> find(String tenant, String id) {
        return here(
                template.selectOne(Query.query(where("id").is(id).and("tenant").is(tenant)), Circuit.class));
    }

    /** Notes the job that the Hub has taken, and gives the circuit as it now is. */
    Mono<Circuit> submitted(String id, String jobId, String status) {
        return update(id, Update.update("job_id", jobId).set("status", status)).then(find(id));
    }

    /** Notes where it stands. */
    Mono<Void> status(String id, String status, @Nullable String error) {
        return update(id, Update.update("status", status).set("error", error));
    }

    /** Notes that its tenant wants it cancelled, and gives the circuit as it now is. */
    Mono<Circuit> cancelRequested(String id) {
        return update(id, Update.update("cancel_requested", true)).then(find(id));
    }

    private Mono<Void> update(String id, Update update) {
        return here(template.update(Query.query(where("id").is(id)), update, Circuit.class)
                .then());
    }

    private <T> Mono<T> here(Mono<T> work) {
        return work.subscribeOn(scheduler);
    }
}
