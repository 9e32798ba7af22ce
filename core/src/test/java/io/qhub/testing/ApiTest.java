package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Holds what users can name of a module against what was recorded, so that nothing goes or comes unseen. Each library
 * module has a class that extends this. A change that is meant is recorded with {@value #RECORD}.
 */
public abstract class ApiTest {

    static final String RECORD = "mvn test -pl core,reactive-quantum,reactive-platform,reactive-service"
            + " -Dtest='*ApiTest' -Dsurefire.failIfNoSpecifiedTests=false -Dapi.record=true";

    private static final Path RECORDED = Path.of("src", "test", "resources", "api.txt");

    private final Class<?> anchor;

    /** Of the module that has this main class. */
    protected ApiTest(Class<?> anchor) {
        this.anchor = anchor;
    }

    @Test
    void apiIsAsRecorded() throws IOException {
        List<String> now = PublicApi.of(anchor);
        assertThat(now).anyMatch(line -> line.startsWith(anchor.getCanonicalName() + " : "));
        if (Boolean.getBoolean("api.record")) {
            Files.createDirectories(RECORDED.getParent());
            Files.write(RECORDED, now);
        }
        String difference = difference(Files.exists(RECORDED) ? Files.readAllLines(RECORDED) : List.of(), now);
        if (!difference.isEmpty()) {
            throw new AssertionError("The API is not as recorded in " + RECORDED + ":\n" + difference
                    + "Where that is meant: " + RECORD);
        }
    }

    /** Empty where both are the same. */
    static String difference(List<String> recorded, List<String> now) {
        Set<String> vanished = new LinkedHashSet<>(recorded);
        now.forEach(vanished::remove);
        Set<String> come = new LinkedHashSet<>(now);
        recorded.forEach(come::remove);
        StringBuilder shown = new StringBuilder();
        vanished.forEach(line -> shown.append("vanished: ").append(line).append('\n'));
        come.forEach(line -> shown.append("came:     ").append(line).append('\n'));
        return shown.toString();
    }
}
