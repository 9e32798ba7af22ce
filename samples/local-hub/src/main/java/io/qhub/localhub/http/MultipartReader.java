package io.qhub.localhub.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} from bytes as they arrive, however they are cut, and holds no more of it than one
 * piece and a delimiter. Not thread-safe.
 */
public final class MultipartReader {

    /** What becomes of the parts. */
    public interface Sink {

        /**
         * A part begins.
         *
         * @param name its name
         * @param filename its file name, or null
         * @param contentType its type, or null
         */
        void begin(String name, @Nullable String filename, @Nullable String contentType) throws IOException;

        /** Bytes of the part that has begun. The array is not kept. */
        void data(byte[] bytes, int from, int to) throws IOException;

        /** The part that has begun ends. */
        void end() throws IOException;
    }

    private enum State {
        PREAMBLE,
        AFTER_DELIMITER,
        HEADERS,
        DATA,
        EPILOGUE
    }

    private static final int MAX_HEADERS = 16 * 1024;
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,200})\"|([^;\\s\"]{1,200}))", Pattern.CASE_INSENSITIVE);
    private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};

    private final byte[] delimiter;
    private final Sink sink;
    private State state = State.PREAMBLE;
    /** Not yet consumed. Begins with a line break, so that a delimiter at the very start is found like the others. */
    private byte[] rest = {'\r', '\n'};

    /** Reads with this boundary. */
    public MultipartReader(String boundary, Sink sink) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.sink = sink;
    }

    /**
     * The boundary that a content type names.
     *
     * @throws HttpError 415 if it is not {@code multipart/form-data}, 400 if it has no boundary
     */
    public static String boundary(@Nullable String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new HttpError(415, "the body must be multipart/form-data, not " + contentType);
        }
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new HttpError(400, "the content type lacks a boundary");
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /**
     * The next bytes.
     *
     * @throws HttpError 400 if they are no multipart body
     */
    public void accept(byte[] bytes) throws IOException {
        byte[] all = bytes;
        if (rest.length > 0) {
            all = Arrays.copyOf(rest, rest.length + bytes.length);
            System.arraycopy(bytes, 0, all, rest.length, bytes.length);
        }
        int at = 0;
        int next = step(all, at);
        while (next >= 0) {
            at = next;
            next = step(all, at);
        }
        if (state == State.DATA || state == State.PREAMBLE) {
            // All but what may be the beginning of a delimiter.
            int keep = all.length - partialDelimiter(all, at);
            if (state == State.DATA && keep > at) {
                sink.data(all, at, keep);
            }
            at = keep;
        } else if (state == State.EPILOGUE) {
            at = all.length;
        } else if (all.length - at > MAX_HEADERS) {
            throw new HttpError(400, "the headers of a part are longer than " + MAX_HEADERS + " bytes");
        }
        rest = Arrays.copyOfRange(all, at, all.length);
    }

    /**
     * The end of the body.
     *
     * @throws HttpError 400 if the closing delimiter has not come
     */
    public void finish() {
        if (state != State.EPILOGUE) {
            throw new HttpError(400, "the multipart body ends before its closing delimiter");
        }
    }

    /** One step from here; -1 if more bytes are needed. */
    private int step(byte[] all, int at) throws IOException {
        switch (state) {
            case PREAMBLE, DATA -> {
                int found = indexOf(all, delimiter, at);
                if (found < 0) {
                    return -1;
                }
                if (state == State.DATA) {
                    if (found > at) {
                        sink.data(all, at, found);
                    }
                    sink.end();
                }
                state = State.AFTER_DELIMITER;
                return found + delimiter.length;
            }
            case AFTER_DELIMITER -> {
                if (all.length - at < 2) {
                    return -1;
                }
                if (all[at] == '-' && all[at + 1] == '-') {
                    state = State.EPILOGUE;
                    return at + 2;
                }
                int end = at;
                while (end < all.length && (all[end] == ' ' || all[end] == '\t')) {
                    end++;
                }
                if (all.length - end < 2) {
                    return -1;
                }
                if (all[end] != '\r' || all[end + 1] != '\n') {
                    throw new HttpError(400, "a delimiter of the multipart body is not followed by a line break");
                }
                state = State.HEADERS;
                // The line break stays: with it, no headers at all end like some.
                return end;
            }
            case HEADERS -> {
                int end = indexOf(all, END_OF_HEADERS, at);
                if (end < 0) {
                    return -1;
                }
                begin(new String(all, at, end - at, StandardCharsets.UTF_8));
                state = State.DATA;
                return end + END_OF_HEADERS.length;
            }
            default -> {
                return -1;
            }
        }
    }

    private void begin(String headers) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : headers.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.put(
                        line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        String disposition = values.getOrDefault("content-disposition", "");
        String name = parameter(disposition, "name");
        if (name == null) {
            throw new HttpError(400, "a part of the multipart body has no name");
        }
        sink.begin(name, parameter(disposition, "filename"), values.get("content-type"));
    }

    private static @Nullable String parameter(String header, String name) {
        Matcher matcher = Pattern.compile(
                        ";\\s*" + name + "=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE)
                .matcher(header);
        if (!matcher.find()) {
            return null;
        }
        String quoted = matcher.group(1);
        // Browsers write %22, others a backslash.
        return quoted == null
                ? matcher.group(2)
                : quoted.replaceAll("\\\\(.)", "$1").replace("%22", "\"");
    }

    private static int indexOf(byte[] all, byte[] wanted, int from) {
        int last = all.length - wanted.length;
        for (int i = from; i <= last; i++) {
            if (all[i] == wanted[0] && Arrays.equals(all, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    /** How many of the last bytes are the beginning of a delimiter. */
    private int partialDelimiter(byte[] all, int from) {
        for (int length = Math.min(delimiter.length - 1, all.length - from); length > 0; length--) {
            if (Arrays.equals(all, all.length - length, all.length, delimiter, 0, length)) {
                return length;
            }
        }
        return 0;
    }
}
