package io.qhub.fanout;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file with one line of JSON for each point that has ended, each exactly once: a line that was cut off by a kill is
 * removed when the file is opened, and a point that has its line is not written again. One bit of memory for each point.
 */
final class JsonLines implements AutoCloseable {

    private static final String BEGINNING = "{\"point\":";

    private final BitSet written;
    private final FileOutputStream file;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread writer = new Thread(task, "fan-out-output");
        writer.setDaemon(true);
        return writer;
    });
    private final Scheduler scheduler;

    private JsonLines(FileOutputStream file, BitSet written) {
        this.file = file;
        this.written = written;
        // Not as an executor service: a cancelled write would be interrupted half-way.
        Executor uninterrupted = thread::execute;
        this.scheduler = Schedulers.fromExecutor(uninterrupted);
    }

    /**
     * Opens the file, for this process alone, and repairs its end. Blocks.
     *
     * @param keys what the keys of the sweep's points begin with
     */
    static JsonLines open(Path path, String keys) {
        FileOutputStream file = null;
        try {
            if (path.toAbsolutePath().getParent() != null) {
                Files.createDirectories(path.toAbsolutePath().getParent());
            }
            file = new FileOutputStream(path.toFile(), true);
            if (file.getChannel().tryLock() == null) {
                throw new BadInputException("The output file " + path + " is being written by another process.");
            }
            BitSet written = new BitSet();
            long end = scan(path, keys, written);
            if (end < Files.size(path)) {
                try (FileChannel cut = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    cut.truncate(end);
                }
            }
            return new JsonLines(file, written);
        } catch (OverlappingFileLockException twice) {
            closeQuietly(file);
            throw new BadInputException("The output file " + path + " is being written by this process already.");
        } catch (IOException failure) {
            closeQuietly(file);
            throw new BadInputException("The output file " + path + " cannot be written: " + failure.getMessage());
        } catch (BadInputException refused) {
            closeQuietly(file);
            throw refused;
        }
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileOutputStream file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException ignored) {
                // What went wrong before is what is told.
            }
        }
    }

    // Where the last whole line ends.
    private static long scan(Path path, String keys, BitSet written) throws IOException {
        long end = 0;
        long number = 1;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                read(path, number++, line.toString(StandardCharsets.UTF_8), keys, written);
                end += line.size() + 1;
                line.reset();
            }
            String torn = line.toString(StandardCharsets.UTF_8);
            if (!torn.startsWith(BEGINNING) && !BEGINNING.startsWith(torn)) {
                throw foreign(path, number);
            }
        }
        return end;
    }

    private static void read(Path path, long number, String line, String keys, BitSet written) {
        JsonNode node;
        try {
            node = JsonMapper.shared().readTree(line);
        } catch (JacksonException noJson) {
            throw foreign(path, number);
        }
        JsonNode point = node.path("point");
        if (!point.canConvertToInt() || !node.path("key").asString("").equals(keys + point.asInt())) {
            throw foreign(path, number);
        }
        if (written.get(point.asInt())) {
            throw new BadInputException("The output file " + path + ", line " + number + ": point " + point.asInt()
                    + " has a line before.");
        }
        written.set(point.asInt());
    }

    private static BadInputException foreign(Path path, long number) {
        return new BadInputException("The output file " + path + ", line " + number
                + ": this is no line of this sweep. Give another --output.");
    }

    /** Writes the line of a point, unless it has one. */
    Mono<Void> append(long number, String line) {
        return Mono.<Void>fromRunnable(() -> {
                    int point = Math.toIntExact(number);
                    if (written.get(point)) {
                        return;
                    }
                    try {
                        file.write((line + '\n').getBytes(StandardCharsets.UTF_8));
                    } catch (IOException failure) {
                        throw new UncheckedIOException(
                                "The output file cannot be written: " + failure.getMessage(), failure);
                    }
                    written.set(point);
                })
                .subscribeOn(scheduler);
    }

    /** Ends after the writes before it. Blocks for these. */
    @Override
    public void close() {
        thread.execute(() -> closeQuietly(file));
        thread.shutdown();
        try {
            thread.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
