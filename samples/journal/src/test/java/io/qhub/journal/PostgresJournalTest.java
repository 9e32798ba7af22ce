package io.qhub.journal;

import java.util.Objects;
import org.junit.jupiter.api.Tag;

/** The same on a real PostgreSQL: {@code .ci/postgres mvn -B verify -Ppostgres}. */
@Tag("postgres")
class PostgresJournalTest extends JournalContract {

    @Override
    JournalDatabase connect() {
        return JournalDatabase.postgres(
                Objects.requireNonNull(
                        System.getenv("QHUB_POSTGRES_URL"), "QHUB_POSTGRES_URL: run the tests by .ci/postgres"),
                System.getenv("QHUB_POSTGRES_USER"),
                System.getenv("QHUB_POSTGRES_PASSWORD"));
    }
}
