package io.qhub.testing.planted.core.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public class ReadsAFile {
    public String read(Path path) throws IOException {
        return Files.readString(path);
    }
}
