package io.qhub.core.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/** Names of files that a server gave, and buffers that are safe to keep. */
public final class Downloads {

    private static final int MAX_NAME_BYTES = 255;

    /** Windows takes these for devices, whatever extension follows. */
    private static final Pattern DEVICE = Pattern.compile(
            "(?:CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3]) *(?:\\..*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Downloads() {}

    /**
     * The path of a file that a server named, directly inside a directory of the caller's choice.
     *
     * @throws IllegalArgumentException if the name is not safe, see {@link #safeName}
     */
    public static Path resolveInside(Path directory, String name) {
        Objects.requireNonNull(directory, "directory");
        String safe = safeName(name);
        Path file;
        try {
            file = directory.resolve(safe);
        } catch (InvalidPathException odd) {
            throw refused(name, "this system cannot store it: " + odd.getReason());
        }
        if (!directory.toAbsolutePath().equals(file.toAbsolutePath().getParent())) {
            throw refused(name, "it does not stay inside the directory");
        }
        return file;
    }

    /**
     * Checks that a name which a server gave is a plain file name everywhere: no path, no device, nothing that a file
     * system cuts off or reads in another way.
     *
     * @return the name, unchanged
     * @throws IllegalArgumentException if it is empty or blank, {@code .} or {@code ..}, holds {@code /}, {@code \},
     *     {@code :} or a control character, ends with a dot or a space, is the name of a Windows device (with or without
     *     extension), or is longer than 255 bytes in UTF-8
     */
    public static String safeName(String name) {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw refused(name, "it is blank");
        }
        if (name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':')) {
            throw refused(name, "it holds '/', '\\' or ':'");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw refused(name, "it holds a control character");
        }
        if (name.endsWith(".") || name.endsWith(" ")) {
            throw refused(name, "it ends with a dot or a space");
        }
        if (DEVICE.matcher(name).matches()) {
            throw refused(name, "it is the name of a device on Windows");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw refused(name, "it is not well-formed text");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw refused(name, "it is longer than " + MAX_NAME_BYTES + " bytes");
        }
        return name;
    }

    private static IllegalArgumentException refused(String name, String why) {
        String shown = name.replaceAll("[\\p{Cc}\\p{Cs}]", "?");
        return new IllegalArgumentException("name: '" + (shown.length() > 80 ? shown.substring(0, 80) + "..." : shown)
                + "' cannot be used as a file name: " + why + ". Choose a plain name and give the path yourself");
    }

    /**
     * The same bytes in buffers of their own on the heap, ready to be read. Each buffer of the source is released as soon
     * as it has been copied, so that the copies can be kept, queued and handed to other libraries without care.
     */
    public static Flux<ByteBuffer> copying(Flux<DataBuffer> source) {
        return releasing(source).map(buffer -> {
            try {
                ByteBuffer copy = ByteBuffer.allocate(buffer.readableByteCount());
                buffer.toByteBuffer(copy);
                return copy;
            } finally {
                DataBufferUtils.release(buffer);
            }
        });
    }

    /** Releases what operators between the source and here drop on error, cancel or by filtering. */
    static Flux<DataBuffer> releasing(Flux<DataBuffer> source) {
        return source.doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    }
}
