package io.qhub.microservice;

import io.qhub.journal.JobJournal;
import io.qhub.journal.JournalDatabase;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database: the PostgreSQL of {@code spring.r2dbc.*}, or an embedded H2 in a file. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /** Closes the database when all that uses it has ended; that happens on a thread that may block. */
    record Database(JournalDatabase database) implements DisposableBean {

        private static final Duration CLOSING = Duration.ofSeconds(10);

        @Override
        public void destroy() {
            database.close().block(CLOSING);
        }
    }

    @Bean
    Database database(R2dbcProperties postgres, MicroserviceProperties own) {
        String url = postgres.getUrl();
        return new Database(
                url == null
                        ? JournalDatabase.file(own.databaseFile())
                        : JournalDatabase.postgres(url, postgres.getUsername(), postgres.getPassword()));
    }

    // Closed with the database, not twice.
    @Bean(destroyMethod = "")
    ConnectionFactory connectionFactory(Database database) {
        return database.database().connections();
    }

    @Bean
    JobJournal jobJournal(Database database) {
        return database.database().journal();
    }
}
