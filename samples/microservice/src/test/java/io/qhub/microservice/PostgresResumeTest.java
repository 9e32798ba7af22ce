package io.qhub.microservice;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;

/** The same on a real PostgreSQL: {@code .ci/postgres mvn -B verify -Ppostgres}. */
@Tag("postgres")
class PostgresResumeTest extends ResumeContract {

    @Override
    Map<String, Object> database() {
        return Map.of(
                "spring.r2dbc.url",
                Objects.requireNonNull(
                        System.getenv("QHUB_POSTGRES_URL"), "QHUB_POSTGRES_URL: run the tests by .ci/postgres"),
                "spring.r2dbc.username",
                System.getenv("QHUB_POSTGRES_USER"),
                "spring.r2dbc.password",
                System.getenv("QHUB_POSTGRES_PASSWORD"));
    }
}
