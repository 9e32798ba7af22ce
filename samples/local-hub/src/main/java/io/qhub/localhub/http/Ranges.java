package io.qhub.localhub.http;

import io.netty.buffer.ByteBuf;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;

/** Range requests, as RFC 9110 has them, for one range; several ranges in one request get the whole body. */
public final class Ranges {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private record Part(Content whole, long from, long to) implements Content {
        @Override
        public long length() {
            return to - from;
        }

        @Override
        public Flux<ByteBuf> bytes(long start, long end) {
            return whole.bytes(from + start, from + end);
        }
    }

    private Ranges() {}

    /**
     * Answers with the whole content (200), the part asked for (206) or, if it has no such part, 416.
     *
     * @param etag the strong entity tag, with its quotes
     */
    public static Reply reply(Exchange exchange, String contentType, Content content, String etag) {
        Reply whole = Reply.of(200, contentType, content).with("ETag", etag).with("Accept-Ranges", "bytes");
        String range = exchange.header("Range");
        String ifRange = exchange.header("If-Range");
        if (range == null || ifRange != null && !ifRange.equals(etag)) {
            return whole;
        }
        Matcher matcher = ONE.matcher(range);
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return whole;
        }
        long length = content.length();
        long from;
        long to;
        if (matcher.group(1).isEmpty()) {
            from = Math.max(0, length - Long.parseLong(matcher.group(2)));
            to = length;
        } else {
            from = Long.parseLong(matcher.group(1));
            long last = matcher.group(2).isEmpty() ? length - 1 : Long.parseLong(matcher.group(2));
            if (last < from && !matcher.group(2).isEmpty()) {
                return whole;
            }
            to = Math.min(length, last + 1);
        }
        if (from >= length) {
            return Reply.error(416, "the result has " + length + " bytes").with("Content-Range", "bytes */" + length);
        }
        return new Reply(206, whole.headers(), new Part(content, from, to))
                .with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + length);
    }
}
