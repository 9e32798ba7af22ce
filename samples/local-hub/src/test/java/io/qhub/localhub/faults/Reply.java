package io.qhub.localhub.faults;

import io.qhub.core.http.WireServer.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.springframework.http.HttpHeaders;

/** What a Hub that is well answers, and that with something wrong in it. */
record Reply(int status, List<String> headers, byte[] body) {

    static final byte[] CONTENT = content();
    static final byte[] LOGIN_PAGE = "<html><body>log in</body></html>".getBytes(StandardCharsets.US_ASCII);
    static final byte[] GZIP_BOMB = bomb();
    private static final String ETAG = "ETag: \"e-1\"";

    private static byte[] content() {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Blanks, 1 MiB in each KiB. */
    private static byte[] bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(" ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
        byte[] packed = new byte[8192];
        // Flushed, so that nothing refers to what stands before and the same bytes can follow each other.
        int length = deflater.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH);
        deflater.end();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
        for (int i = 0; i < 4096; i++) {
            bomb.write(packed, 0, length);
        }
        return bomb.toByteArray();
    }

    static Reply json(int status, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/json");
        return new Reply(status, all, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply to(Exchange exchange) {
        String path = exchange.target.replaceAll("\\?.*", "");
        return switch (exchange.method + " " + path) {
            case "GET /quantum/jobs/j-1" -> json(200, "{\"id\":\"j-1\",\"status\":\"COMPLETED\"}");
            case "POST /quantum/jobs" ->
                json(201, "{\"id\":\"j-1\",\"status\":\"PENDING\"}", "Location: /quantum/jobs/j-1");
            case "GET /quantum/jobs/j-1/status" -> json(200, "{\"status\":\"COMPLETED\"}");
            case "GET /quantum/jobs" -> page(exchange, pageOf(exchange), pageOf(exchange) == 2);
            case "POST /platform/datapools/p-1/files" -> json(201, "{\"id\":\"f-1\",\"name\":\"data\"}");
            case "POST /service/" -> json(201, "{\"id\":\"e-1\",\"status\":\"PENDING\"}");
            case "GET /service/" -> json(200, "[{\"id\":\"e-1\",\"status\":\"PENDING\"}]");
            case "POST /token" -> json(200, "{\"access_token\":\"fetched\",\"expires_in\":3600}");
            case "GET /quantum/jobs/j-1/result-stream", "GET /elsewhere" -> file(exchange);
            default -> json(404, "{\"detail\":\"not expected: " + exchange.method + " " + exchange.target + "\"}");
        };
    }

    static int pageOf(Exchange exchange) {
        String number = exchange.target.replaceAll(".*[?&]page=(\\d+).*", "$1");
        return number.equals(exchange.target) ? 0 : Integer.parseInt(number);
    }

    /** Two jobs; what stands on other pages is not told. */
    static Reply page(Exchange exchange, int number, boolean last) {
        int first = 2 * pageOf(exchange);
        return json(
                200,
                "{\"content\":[{\"id\":\"j-" + first + "\"},{\"id\":\"j-" + (first + 1) + "\"}],\"number\":" + number
                        + ",\"last\":" + last + "}");
    }

    private static Reply file(Exchange exchange) {
        String range = exchange.headers.getFirst(HttpHeaders.RANGE);
        if (range == null) {
            return new Reply(200, List.of(ETAG), CONTENT);
        }
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= CONTENT.length) {
            return new Reply(416, List.of("Content-Range: bytes */" + CONTENT.length), new byte[0]);
        }
        String part = "Content-Range: bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length;
        return new Reply(206, List.of(ETAG, part), Arrays.copyOfRange(CONTENT, from, CONTENT.length));
    }

    /** The same with a further member at the end of the JSON object. */
    Reply with(String member) {
        return with(member.getBytes(StandardCharsets.UTF_8));
    }

    Reply with(byte[] member) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(body, 0, body.length - 1);
        all.write(',');
        all.writeBytes(member);
        all.write('}');
        return new Reply(status, headers, all.toByteArray());
    }

    /** The same with other content, of another type. */
    Reply as(String type, byte[] content) {
        List<String> others = new ArrayList<>(headers);
        others.removeIf(header -> header.startsWith("Content-Type"));
        others.add("Content-Type: " + type);
        return new Reply(status, others, content);
    }

    Reply withBody(byte[] content) {
        return new Reply(status, headers, content);
    }

    Reply andHeader(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new Reply(status, more, body);
    }

    void send(Exchange exchange) throws IOException {
        exchange.answer(status, body, headers.toArray(String[]::new));
    }

    /** All that goes over the wire. */
    byte[] bytes() {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 " + status + " Said\r\nContent-Length: " + body.length + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** The head, and half of what it announces; of a part that was asked for, nothing. */
    void sendHalf(Exchange exchange, boolean chunked) throws IOException {
        exchange.readBody();
        exchange.head(status, chunked ? -1 : body.length, headers.toArray(String[]::new));
        if (status == 206) {
            return;
        }
        byte[] half = Arrays.copyOf(body, body.length / 2);
        if (chunked) {
            exchange.write((Integer.toHexString(half.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        exchange.write(half);
        if (chunked) {
            exchange.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
