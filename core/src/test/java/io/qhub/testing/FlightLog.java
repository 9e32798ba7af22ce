package io.qhub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.function.Consumer;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** What Flight Recorder writes down of this JVM as long as this is open, each exception with its message included. */
public final class FlightLog implements AutoCloseable {

    private final Recording recording;

    /** Begins to record. */
    public FlightLog() {
        try {
            recording = new Recording(Configuration.getConfiguration("profile"));
            recording.enable("jdk.JavaExceptionThrow").withoutStackTrace();
            recording.enable("jdk.SocketRead").withoutThreshold();
            recording.enable("jdk.FileWrite").withoutThreshold();
            // The command lines of the machine's other processes, and of those that a test starts.
            recording.disable("jdk.SystemProcess");
            recording.disable("jdk.ProcessStart");
            recording.start();
        } catch (IOException | ParseException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Ends the recording.
     *
     * @param texts is told each text in each event, threads' names included, after the event's name
     * @return how many events there were
     */
    public long stop(Consumer<String> texts) {
        try {
            Path file = Files.createTempFile("flight", ".jfr");
            try {
                recording.stop();
                recording.dump(file);
                return read(file, texts);
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long read(Path file, Consumer<String> texts) throws IOException {
        long count = 0;
        try (RecordingFile events = new RecordingFile(file)) {
            for (; events.hasMoreEvents(); count++) {
                RecordedEvent event = events.readEvent();
                if (isOfATest(event)) {
                    continue;
                }
                for (ValueDescriptor field : event.getFields()) {
                    Object value = event.getValue(field.getName());
                    Object text = value instanceof RecordedThread thread ? thread.getJavaName() : value;
                    if (text instanceof String) {
                        texts.accept(event.getEventType().getName() + ": " + text);
                    }
                }
            }
        }
        return count;
    }

    // A test's name has its parameters, and a failed assertion what it expected.
    private static boolean isOfATest(RecordedEvent event) {
        return event.getEventType().getName().startsWith("org.junit.")
                || event.hasField("thrownClass")
                        && event.getClass("thrownClass").getName().endsWith("AssertionError");
    }

    @Override
    public void close() {
        recording.close();
    }
}
