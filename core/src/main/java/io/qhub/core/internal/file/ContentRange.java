package io.qhub.core.internal.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code Content-Range} header.
 *
 * @param first the first byte that is sent; null where none is ({@code bytes &#42;/100})
 * @param last the last byte that is sent; null where none is
 * @param total how many bytes there are in all; null where the server does not say
 */
record ContentRange(
        @Nullable Long first, @Nullable Long last, @Nullable Long total) {

    // Eighteen digits fit into a long.
    private static final Pattern SYNTAX = Pattern.compile(
            "\\s*bytes\\s+(?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)\\s*", Pattern.CASE_INSENSITIVE);

    /** Null for a text that is missing or not a range of bytes. */
    static @Nullable ContentRange parse(@Nullable String text) {
        Matcher matcher = text == null ? null : SYNTAX.matcher(text);
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        String total = matcher.group(3);
        return new ContentRange(
                number(matcher.group(1)), number(matcher.group(2)), "*".equals(total) ? null : number(total));
    }

    private static @Nullable Long number(@Nullable String digits) {
        return digits == null ? null : Long.valueOf(digits);
    }
}
