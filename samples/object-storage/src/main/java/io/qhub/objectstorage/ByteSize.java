package io.qhub.objectstorage;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Sizes as people write them: {@code 67108864}, {@code 64MiB}, {@code 64m}. */
final class ByteSize implements CommandLine.ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}) ?(?:(k|m|g)(?:i?b)?|b)?");

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw refused(text);
        }
        long number = Long.parseLong(size.group(1));
        int shift = size.group(2) == null ? 0 : 10 * ("kmg".indexOf(size.group(2)) + 1);
        if (number > Long.MAX_VALUE >> shift) {
            throw refused(text);
        }
        return number << shift;
    }

    private static CommandLine.TypeConversionException refused(String text) {
        return new CommandLine.TypeConversionException(
                "'" + text + "' is not a size; write a number of bytes, or one with KiB, MiB or GiB");
    }

    static String shown(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        int unit = Math.min(3, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        return String.format(
                Locale.ROOT, "%d bytes (%.1f %ciB)", bytes, bytes / (double) (1L << 10 * unit), " KMG".charAt(unit));
    }
}
