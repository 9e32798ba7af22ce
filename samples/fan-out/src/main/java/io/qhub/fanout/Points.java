package io.qhub.fanout;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The points of a sweep: parameters by name, in a fixed order.
 *
 * @param description tells this sweep from another
 * @param count how many there are
 * @param names the parameters of each
 * @param all all of them, read anew for each subscriber and never held in memory together
 */
record Points(String description, long count, Set<String> names, Flux<ObjectNode> all) {

    static final int MOST = 10_000_000;

    // What a circuit's language can read too; no NaN, no hexadecimal.
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

    /** A full turn of theta in as many steps. */
    static Points generated(int count) {
        return new Points(
                "generated: " + count, count, Set.of("theta"), Flux.fromStream(() -> LongStream.range(0, count)
                        .mapToObj(i -> {
                            ObjectNode point = JsonMapper.shared().createObjectNode();
                            point.put("theta", BigDecimal.valueOf(2 * Math.PI * i / count));
                            return point;
                        })));
    }

    /** One point for each record of a CSV file, whose header names the parameters. Reads all of it once, to check it. */
    static Points csv(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("There is no CSV file " + file + ".");
        }
        Set<String> names = new HashSet<>();
        MessageDigest sum = sha256();
        long count;
        try (Stream<ObjectNode> points = records(file)) {
            count = points.peek(point -> {
                        names.addAll(point.propertyNames());
                        sum.update(point.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    })
                    .count();
        } catch (CsvParseException | UncheckedIOException bad) {
            throw refused(file, bad);
        }
        if (count == 0) {
            throw new BadInputException("The CSV file " + file + " has no record beside its header.");
        }
        return new Points(
                "csv: " + HexFormat.of().formatHex(sum.digest()),
                count,
                names,
                Flux.using(() -> records(file), Flux::fromStream, Stream::close)
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private static Stream<ObjectNode> records(Path file) {
        try {
            CsvReader<NamedCsvRecord> reader =
                    CsvReader.builder().skipEmptyLines(true).ofNamedCsvRecord(file);
            return reader.stream().map(found -> point(file, found)).onClose(() -> {
                try {
                    reader.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException unreadable) {
            throw new BadInputException("The CSV file " + file + " cannot be read: " + unreadable.getMessage());
        } catch (CsvParseException | UncheckedIOException bad) {
            throw refused(file, bad);
        }
    }

    private static BadInputException refused(Path file, RuntimeException bad) {
        Throwable cause = bad;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new BadInputException(
                cause instanceof MalformedInputException
                        ? "The CSV file " + file + " is not UTF-8 text."
                        : "The CSV file " + file + " cannot be read: " + cause.getMessage());
    }

    private static ObjectNode point(Path file, NamedCsvRecord found) {
        String where = "The CSV file " + file + ", line " + found.getStartingLineNumber();
        List<String> header = found.getHeader();
        if (found.getFieldCount() != header.size()) {
            throw new BadInputException(
                    where + ": " + found.getFieldCount() + " fields, and the header has " + header.size() + ".");
        }
        ObjectNode point = JsonMapper.shared().createObjectNode();
        for (int i = 0; i < header.size(); i++) {
            String text = found.getField(i).strip();
            if (header.get(i).isBlank()) {
                throw new BadInputException("The CSV file " + file + " has a column without a name in its header.");
            }
            if (!NUMBER.matcher(text).matches()) {
                throw new BadInputException(where + ", column " + header.get(i) + ": '" + text + "' is not a number.");
            }
            point.put(header.get(i).strip(), new BigDecimal(text));
        }
        return point;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
