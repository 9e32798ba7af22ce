package io.qhub.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void anotherDatabaseIsRefusedWithoutTellingTheUrl() {
        assertThatThrownBy(() -> JournalDatabase.postgres("r2dbc:mysql://u:secret@h/d", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("r2dbc:postgresql://host:5432/database")
                .hasMessageNotContaining("secret");
    }
}
