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
import reactor.core.publisher.Mono;

/** Brings large answers into files, and makes buffers safe to keep. */
public final class Downloads {

    private static final int MAX_NAME_BYTES = 255;

    /** Windows takes these for devices, whatever extension follows. */
    private static final Pattern DEVICE = Pattern.compile(
            "(?:CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3]) *(?:\\..*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Downloads() {}

    /**
     * Downloads into a file. The content grows in {@code <target>.<random>.part} in the same directory, is forced to the
     * disk when complete, and then moved over the target in one step: whoever looks at the target sees the old file, or
     * none, or the whole new one. On error the part file has been removed when the error is signalled; on cancel it is
     * removed right after, off the cancelling thread. (A cancel that comes when the file is being moved may be too late
     * to prevent it.) Two downloads to one target do not disturb each other; the last one wins. Only a crash of the
     * process leaves a part file behind.
     *
     * <p>A body that is cut or stands still is fetched further, from where it stopped if the server gave a strong ETag
     * and now sends the right {@code Content-Range}, else from the beginning. That goes on as long as tries get further
     * than those before; see {@link DownloadOptions#maxAttempts}. A length that the server announced must be reached, and
     * once it is, a failure that comes after it does not count.
     *
     * <p>At most {@value PartWriter#PREFETCH} buffers are in memory. No thread is held while the network is slower than
     * the disk.
     *
     * @param source what to read
     * @param target the file to write, in a directory that exists
     * @return the file, signalled on the I/O scheduler. Signals, before any request, {@link IllegalArgumentException} if
     *     the target's directory does not exist or the target is a directory, and {@link java.io.UncheckedIOException} if
     *     the part file cannot be created, or the target is there and the options say not to replace it; later
     *     {@link java.io.UncheckedIOException} if the disk fails, and what the source signals:
     *     {@link io.qhub.core.error.HubApiException}, {@link io.qhub.core.error.HubTransportException} (also for a body
     *     that stays too short), {@link io.qhub.core.error.HubDecodingException} for a body that comes compressed. What
     *     ended the tries since one got further than all before it, are suppressed exceptions of the last.
     * @throws IllegalArgumentException if the target has no file name
     */
    public static Mono<DownloadedFile> toFile(DownloadSource source, Path target, DownloadOptions options) {
        return toFile(source, target, options, PartFile.Opener.NEW_FILE);
    }

    static Mono<DownloadedFile> toFile(
            DownloadSource source, Path target, DownloadOptions options, PartFile.Opener opener) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(options, "options");
        Path name = target.getFileName();
        if (name == null || name.toString().isEmpty()) {
            throw new IllegalArgumentException("target: '" + target + "' names no file");
        }
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new PartFile(target, options, opener)),
                part -> new FileDownload(source, options, part).run(),
                part -> Mono.empty(),
                (part, failure) -> part.discard(),
                PartFile::discard);
    }

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
