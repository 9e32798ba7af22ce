package io.qhub.testing.planted.core.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

public class CopiesFiles {
    public long size(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return channel.size() + Files.size(path);
        }
    }
}
