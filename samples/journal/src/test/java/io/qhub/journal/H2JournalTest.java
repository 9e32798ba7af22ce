package io.qhub.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2JournalTest extends JournalContract {

    @TempDir
    Path directory;

    @Override
    JournalDatabase connect() {
        return JournalDatabase.file(directory.resolve("journal"));
    }

    @Test
    void whatIsCommittedIsInTheFileAtOnceSoThatAKillDoesNotTakeItBack() throws IOException {
        for (int i = 0; i < 5; i++) {
            String key = "key-" + i;
            journal.add("a-batch", new NewEntry(i, key, "{}")).block();
            // The file as a process that is killed now would leave it.
            Files.copy(directory.resolve("journal.mv.db"), directory.resolve("copy-" + i + ".mv.db"));
            JournalDatabase copy = JournalDatabase.file(directory.resolve("copy-" + i));
            try {
                assertThat(copy.journal().find(key).blockOptional()).isPresent();
            } finally {
                copy.close().block();
            }
        }
    }

    @Test
    void anotherDatabaseIsRefusedWithoutTellingTheUrl() {
        assertThatThrownBy(() -> JournalDatabase.postgres("r2dbc:mysql://u:secret@h/d", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("r2dbc:postgresql://host:5432/database")
                .hasMessageNotContaining("secret");
    }
}
