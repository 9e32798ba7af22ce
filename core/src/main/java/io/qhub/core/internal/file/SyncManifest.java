package io.qhub.core.internal.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What has been sent where, kept in a file of JSON lines so that a later run need not send it again. A line is added as
 * soon as something has been sent; a process that dies loses no line but the one that it was about to write, and a line
 * that was cut is passed over. Thread-safe.
 */
public final class SyncManifest {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Scheduler ioScheduler;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    private SyncManifest(Path file, Scheduler ioScheduler) {
        this.file = file;
        this.ioScheduler = ioScheduler;
    }

    /**
     * One file that has been sent.
     *
     * @param target where to, such as the id of a data pool
     * @param name the file's name there
     * @param size how many bytes it had
     * @param sha256 the SHA-256 of its content, in hexadecimal
     * @param id the id that it got there
     */
    public record Line(String target, String name, long size, String sha256, String id) {}

    /**
     * Reads a manifest; one that does not exist is empty.
     *
     * @return signals {@link UncheckedIOException} if the file exists and cannot be read
     */
    public static Mono<SyncManifest> read(Path file, Scheduler ioScheduler) {
        return Mono.fromCallable(() -> {
                    SyncManifest manifest = new SyncManifest(file, ioScheduler);
                    manifest.load();
                    return manifest;
                })
                .subscribeOn(ioScheduler);
    }

    /** What was last sent there under this name, or null. */
    public @Nullable Line find(String target, String name) {
        return lines.get(key(target, name));
    }

    /** Notes what has been sent; completes when it is written. */
    public Mono<Void> add(Line line) {
        return task(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                // One write for a whole line, begun by a line break: it ends what an earlier process left cut.
                write(channel, "\n" + text(line) + "\n");
            }
            lines.put(key(line.target(), line.name()), line);
        });
    }

    /** Forgets what was sent there under this name; written with the next {@link #tidy}. */
    public void forget(String target, String name) {
        lines.remove(key(target, name));
    }

    /** Writes the manifest anew, without what has been overtaken; the old one stays until the new one is whole. */
    public Mono<Void> tidy() {
        return task(() -> {
            Path fresh = file.resolveSibling(file.getFileName() + "."
                    + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
            StringBuilder all = new StringBuilder();
            new TreeMap<>(lines).values().forEach(line -> all.append(text(line)).append('\n'));
            try {
                try (FileChannel channel =
                        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    write(channel, all.toString());
                    channel.force(false);
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        });
    }

    private void load() {
        byte[] all;
        try {
            all = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return;
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the manifest " + file + ": " + failure, failure);
        }
        for (String text : new String(all, StandardCharsets.UTF_8).split("\n")) {
            Line line = line(text);
            if (line != null) {
                lines.put(key(line.target(), line.name()), line);
            }
        }
    }

    private Mono<Void> task(IoTask task) {
        return Mono.<Void>fromRunnable(() -> {
                    try {
                        task.run();
                    } catch (IOException failure) {
                        throw new UncheckedIOException("Cannot write the manifest " + file + ": " + failure, failure);
                    }
                })
                .subscribeOn(ioScheduler);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String text(Line line) {
        ObjectNode json = JSON.createObjectNode();
        json.put("target", line.target());
        json.put("name", line.name());
        json.put("size", line.size());
        json.put("sha256", line.sha256());
        json.put("id", line.id());
        return json.toString();
    }

    private static @Nullable Line line(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject()
                            && json.path("target").isString()
                            && json.path("name").isString()
                            && json.path("size").isIntegralNumber()
                            && json.path("sha256").isString()
                            && json.path("id").isString()
                    ? new Line(
                            json.path("target").stringValue(),
                            json.path("name").stringValue(),
                            json.path("size").longValue(),
                            json.path("sha256").stringValue(),
                            json.path("id").stringValue())
                    : null;
        } catch (JacksonException cut) {
            return null;
        }
    }

    private static String key(String target, String name) {
        return target + "\n" + name;
    }

    private interface IoTask {
        void run() throws IOException;
    }
}
