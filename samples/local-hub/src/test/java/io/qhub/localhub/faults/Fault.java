package io.qhub.localhub.faults;

import io.qhub.core.http.WireServer.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What goes wrong. */
enum Fault {
    CONNECTION_REFUSED("connection refused", Place.ADDRESS),
    UNKNOWN_HOST("host name not known", Place.NAME),
    CERTIFICATE_EXPIRED("certificate expired", Place.EXPIRED),
    CERTIFICATE_OF_ANOTHER_HOST("certificate of another host", Place.ANOTHER_HOST),
    HANDSHAKE_STALLED("TLS handshake stands still", Place.HANDSHAKE, Limit.HANDSHAKE),
    POOL_EXHAUSTED("no free connection in the pool", Place.POOL, Limit.POOL),
    TOKEN_ENDPOINT_DOWN("token endpoint answers 503", Place.TOKENS, Limit.NONE, false, (exchange, rig) -> Reply.json(
                    503, "{\"detail\":\"down\"}")
            .send(exchange)),
    RESET_BEFORE_REQUEST("reset before the request was read", Place.REQUEST),
    RESET_AFTER_REQUEST("reset after the request", (exchange, rig) -> {
        exchange.readBody();
        exchange.reset();
    }),
    RESET_IN_HEADERS("reset in the middle of the headers", (exchange, rig) -> {
        exchange.readBody();
        exchange.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: applica"));
        exchange.reset();
    }),
    HEADER_FLOOD("headers without end", (exchange, rig) -> {
        exchange.readBody();
        exchange.write(ascii("HTTP/1.1 200 OK\r\n"));
        while (rig.isStriking()) {
            exchange.write(ascii("X-Flood: " + "x".repeat(1000) + "\r\n"));
        }
    }),
    TWO_LENGTHS("two lengths that differ", (exchange, rig) -> {
        Reply right = Reply.to(exchange);
        right.andHeader("Content-Length: 3").send(exchange);
    }),
    NOT_HTTP("no HTTP at all", (exchange, rig) -> {
        exchange.readBody();
        exchange.write(ascii("SSH-2.0-OpenSSH_9.6\r\n"));
    }),
    INTERIM_ANSWER("an interim answer, 103", (exchange, rig) -> {
        exchange.readBody();
        exchange.write(ascii("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"));
        Reply.to(exchange).send(exchange);
    }),
    INTERIM_FLOOD("interim answers without end", Limit.RESPONSE, (exchange, rig) -> {
        exchange.readBody();
        while (rig.isStriking()) {
            exchange.write(ascii("HTTP/1.1 102 Processing\r\n\r\n"));
            rig.pause(Duration.ofMillis(5));
        }
    }),
    SECOND_ANSWER("an answer that nobody asked for", (exchange, rig) -> {
        exchange.readBody();
        // At once, so that the client has both before it can ask for more.
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(Reply.to(exchange).bytes());
        both.writeBytes(
                Reply.json(200, "{\"id\":\"another\",\"status\":\"FAILED\"}").bytes());
        exchange.write(both.toByteArray());
        exchange.keep();
    }),
    CUT_BODY("body cut, length announced", (exchange, rig) -> Reply.to(exchange).sendHalf(exchange, false)),
    CUT_CHUNKS("body cut, in chunks", (exchange, rig) -> Reply.to(exchange).sendHalf(exchange, true)),
    TRAILER_FLOOD("trailers without end", (exchange, rig) -> {
        exchange.readBody();
        Reply right = Reply.to(exchange);
        exchange.head(right.status(), -1, right.headers().toArray(String[]::new));
        exchange.write(ascii(Integer.toHexString(right.body().length) + "\r\n"));
        exchange.write(right.body());
        exchange.write(ascii("\r\n0\r\n"));
        while (rig.isStriking()) {
            exchange.write(ascii("X-Flood: " + "x".repeat(1000) + "\r\n"));
        }
    }),
    STALLED_REQUEST("request is not taken", Limit.STALL, (exchange, rig) -> {
        while (rig.isStriking()) {
            rig.pause(Duration.ofMillis(10));
        }
    }),
    STALLED_HEADERS("no headers come", Limit.RESPONSE, (exchange, rig) -> {
        exchange.readBody();
        exchange.hold();
    }),
    STALLED_BODY("body stands still", Limit.STALL, (exchange, rig) -> {
        Reply.to(exchange).sendHalf(exchange, false);
        exchange.hold();
    }),
    SLOW_DRIP("body drips for ever", Limit.CALL, (exchange, rig) -> {
        exchange.readBody();
        exchange.head(200, 1_000_000_000);
        while (rig.isStriking()) {
            exchange.write(ascii(" "));
            rig.pause(Duration.ofMillis(10));
        }
    }),
    ENDLESS_BODY("body never ends", (exchange, rig) -> {
        exchange.readBody();
        exchange.head(200, Long.MAX_VALUE, "Content-Type: application/json");
        exchange.write(ascii("{\"id\":\""));
        byte[] more = new byte[8192];
        Arrays.fill(more, (byte) 'x');
        while (rig.isStriking()) {
            exchange.write(more);
        }
    }),
    UNAUTHORIZED("token refused, 401", true, (exchange, rig) -> Reply.json(401, "{\"detail\":\"token is not valid\"}")
            .send(exchange)),
    LARGE_ERROR("error with a body of 1 MiB", true, (exchange, rig) -> Reply.json(
                    422, "{\"detail\":\"" + "x".repeat(1 << 20) + "\"}")
            .send(exchange)),
    DEEP_ERROR("error with JSON 10,000 deep", true, (exchange, rig) -> Reply.json(
                    422, "{\"detail\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}")
            .send(exchange)),
    HTML_ERROR("error page in HTML, 502", (exchange, rig) -> new Reply(
                    502, List.of("Content-Type: text/html"), ascii("<html><body>bad gateway</body></html>"))
            .send(exchange)),
    LOGIN_PAGE(
            "HTML page with 200",
            (exchange, rig) -> new Reply(200, List.of("Content-Type: text/html"), Reply.LOGIN_PAGE).send(exchange)),
    EMPTY("empty answer, 200", (exchange, rig) -> new Reply(200, List.of(), new byte[0]).send(exchange)),
    WRONG_TYPE("wrong content type", (exchange, rig) -> {
        Reply right = Reply.to(exchange);
        right.as("image/png", right.body()).send(exchange);
    }),
    TRUNCATED_JSON("JSON cut, HTTP whole", (exchange, rig) -> {
        Reply right = Reply.to(exchange);
        right.as("application/json", Arrays.copyOf(right.body(), right.body().length - 2))
                .send(exchange);
    }),
    DEEP_JSON("JSON 10,000 deep", (exchange, rig) -> Reply.to(exchange)
            .with("\"deep\":" + "[".repeat(10_000) + "]".repeat(10_000))
            .send(exchange)),
    HUGE_NUMBERS("numbers beyond all types", (exchange, rig) -> Reply.to(exchange)
            .with("\"shots\":1e999999999,\"size\":99999999999999999999999,\"expires_in\":1e999999999,"
                    + "\"totalElements\":-1e999999999,\"created_at\":1e999999999,\"odd\":1e-999999999")
            .send(exchange)),
    LONG_NUMBER("a number of 100,000 digits", (exchange, rig) -> Reply.to(exchange)
            .with("\"shots\":" + "9".repeat(100_000))
            .send(exchange)),
    INVALID_UTF8("invalid UTF-8", (exchange, rig) -> Reply.to(exchange)
            .with("\"name\":\"\u00ff\u00fe\u00c0\"".getBytes(StandardCharsets.ISO_8859_1))
            .send(exchange)),
    CORRUPT_GZIP("gzip that is none", (exchange, rig) -> Reply.to(exchange)
            .andHeader("Content-Encoding: gzip")
            .send(exchange)),
    GZIP_BOMB("4 GiB in 4 MiB of gzip", (exchange, rig) -> Reply.json(200, "", "Content-Encoding: gzip")
            .withBody(Reply.GZIP_BOMB)
            .send(exchange)),
    GZIP_BOMB_ERROR("the same as an error, 422", true, (exchange, rig) -> Reply.json(422, "", "Content-Encoding: gzip")
            .withBody(Reply.GZIP_BOMB)
            .send(exchange)),
    REDIRECT_LOOP("redirect to itself", true, (exchange, rig) -> redirect(exchange, exchange.target)),
    REDIRECT_ELSEWHERE(
            "redirect to another origin, https",
            true,
            (exchange, rig) ->
                    redirect(exchange, "https://" + Rig.ELSEWHERE + ":" + rig.elsewhere.port() + "/elsewhere")),
    REDIRECT_TO_HTTP(
            "redirect from https to http",
            Place.TLS_ANSWER,
            Limit.NONE,
            true,
            (exchange, rig) ->
                    redirect(exchange, "http://" + Rig.ELSEWHERE + ":" + rig.elsewhere.port() + "/elsewhere")),
    RETRY_AFTER_A_YEAR("429, Retry-After: a year", true, (exchange, rig) -> busy(exchange, "31536000")),
    RETRY_AFTER_NEGATIVE("429, Retry-After: -5", true, (exchange, rig) -> busy(exchange, "-5")),
    RETRY_AFTER_GARBAGE("429, Retry-After: soon", true, (exchange, rig) -> busy(exchange, "soon")),
    CLOCK_BEHIND(
            "429 with a date, the server's clock an hour behind",
            true,
            (exchange, rig) -> atTheTimeOf(exchange, Instant.now().minus(Duration.ofHours(1)))),
    CLOCK_AHEAD(
            "429 with a date, the server's clock an hour ahead",
            true,
            (exchange, rig) -> atTheTimeOf(exchange, Instant.now().plus(Duration.ofHours(1)))),
    DUPLICATE_JOBS("a job twice in a page", (exchange, rig) -> Reply.json(
                    200, "{\"content\":[{\"id\":\"j-0\"},{\"id\":\"j-0\"}],\"number\":0,\"last\":true}")
            .send(exchange)),
    SAME_PAGE_AGAIN("the same page again and again", (exchange, rig) -> Reply.page(exchange, 0, false)
            .send(exchange)),
    PAGES_WITHOUT_END("always one more page", (exchange, rig) -> Reply.page(exchange, Reply.pageOf(exchange), false)
            .send(exchange));

    /** Where it strikes. */
    enum Place {
        ADDRESS,
        NAME,
        EXPIRED,
        ANOTHER_HOST,
        HANDSHAKE,
        POOL,
        TOKENS,
        REQUEST,
        ANSWER,
        TLS_ANSWER
    }

    /** Which limit of the client is short; the others never end. */
    enum Limit {
        NONE,
        POOL,
        HANDSHAKE,
        RESPONSE,
        STALL,
        CALL
    }

    @FunctionalInterface
    private interface Play {
        void play(Exchange exchange, Rig rig) throws IOException;
    }

    final String label;
    final Place place;
    final Limit limit;
    /** The server did not do what was asked, and says so. */
    final boolean refusal;

    private final Play play;

    Fault(String label, Place place) {
        this(label, place, Limit.NONE);
    }

    Fault(String label, Place place, Limit limit) {
        this(label, place, limit, true, (exchange, rig) -> {
            throw new IllegalStateException("nothing to play");
        });
    }

    Fault(String label, Play play) {
        this(label, false, play);
    }

    Fault(String label, boolean refusal, Play play) {
        this(label, Place.ANSWER, Limit.NONE, refusal, play);
    }

    Fault(String label, Limit limit, Play play) {
        this(label, Place.ANSWER, limit, false, play);
    }

    Fault(String label, Place place, Limit limit, boolean refusal, Play play) {
        this.label = label;
        this.place = place;
        this.limit = limit;
        this.refusal = refusal;
        this.play = play;
    }

    void play(Exchange exchange, Rig rig) throws IOException {
        play.play(exchange, rig);
    }

    boolean isInTheAnswer() {
        return place == Place.ANSWER || place == Place.TLS_ANSWER || place == Place.TOKENS;
    }

    boolean isInTheName() {
        return place == Place.ADDRESS || place == Place.NAME;
    }

    /** Where the host is while this strikes. */
    InetAddress wrongAddress(String host) throws UnknownHostException {
        if (place == Place.NAME) {
            throw new UnknownHostException(host);
        }
        // The servers listen at 127.0.0.1 only.
        return InetAddress.getByName("127.0.0.2");
    }

    boolean isTls() {
        return switch (place) {
            case EXPIRED, ANOTHER_HOST, HANDSHAKE, TLS_ANSWER -> true;
            default -> false;
        };
    }

    /** What the server shows while this strikes; null where it does not even speak TLS. */
    @Nullable
    SSLContext wrongCertificate() {
        return switch (place) {
            case EXPIRED -> Certificates.EXPIRED;
            case ANOTHER_HOST -> Certificates.OF_ANOTHER_HOST;
            default -> null;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.US).format(time.atOffset(ZoneOffset.UTC));
    }

    private static void redirect(Exchange exchange, String location) throws IOException {
        new Reply(302, List.of("Location: " + location), new byte[0]).send(exchange);
    }

    private static void busy(Exchange exchange, String retryAfter, String... headers) throws IOException {
        Reply busy = Reply.json(429, "{\"detail\":\"busy\"}", headers);
        busy.andHeader("Retry-After: " + retryAfter).send(exchange);
    }

    /** A token of that time, or the wish to be left alone for two seconds from it. */
    private static void atTheTimeOf(Exchange exchange, Instant theirs) throws IOException {
        String date = "Date: " + date(theirs);
        if (exchange.target.equals("/token")) {
            Reply.to(exchange).andHeader(date).send(exchange);
        } else {
            busy(exchange, date(theirs.plusSeconds(2)), date);
        }
    }
}
