package io.qhub.contractcheck;

import io.qhub.core.PathOverrides;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Paths as a properties file, which is there whole or not at all, and takes the place of no file of another kind. */
final class OverridesFile {

    private static final String FIRST_LINE = "# Paths that this Hub serves elsewhere, written by contract-check";

    private OverridesFile() {}

    // Neither keys nor templates hold a character that has a meaning of its own in such a file.
    static String text(PathOverrides overrides) {
        return overrides.toProperties().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("\n", FIRST_LINE + "\n", overrides.isEmpty() ? "" : "\n"));
    }

    static void require(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new BadInputException("There is no directory " + directory + " to write overrides into.");
        }
        if (!Files.exists(file)) {
            return;
        }
        try (Stream<String> lines = Files.lines(file)) {
            if (lines.limit(1).toList().equals(List.of(FIRST_LINE))) {
                return;
            }
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            // It is not ours.
        }
        throw new BadInputException(
                "The file " + file + " is there and was not written by this command; name another.");
    }

    static void write(Path file, PathOverrides overrides) {
        require(file);
        Path whole = file.toAbsolutePath();
        try {
            Path part = Files.createTempFile(whole.getParent(), "." + whole.getFileName(), ".part");
            try {
                Files.write(part, text(overrides).getBytes(StandardCharsets.UTF_8));
                Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException failure) {
            throw new BadInputException("The file " + file + " cannot be written: " + failure.getMessage() + ".");
        }
    }
}
