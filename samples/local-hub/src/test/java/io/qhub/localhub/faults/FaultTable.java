package io.qhub.localhub.faults;

import static io.qhub.localhub.faults.Kind.CREATE;
import static io.qhub.localhub.faults.Kind.DOWNLOAD;
import static io.qhub.localhub.faults.Kind.GET;
import static io.qhub.localhub.faults.Kind.PAGES;
import static io.qhub.localhub.faults.Kind.POLL;
import static io.qhub.localhub.faults.Kind.STREAM;
import static io.qhub.localhub.faults.Kind.TOKEN;
import static io.qhub.localhub.faults.Kind.UPLOAD;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.ServerErrorException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.error.TooManyRequestsException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.error.UnprocessableEntityException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to come of each fault, for each kind of operation. The clients here try once more, not twice. */
final class FaultTable {

    private FaultTable() {}

    /**
     * How a call ends.
     *
     * @param value what it tells, or null where it fails
     * @param words for the value
     * @param error the class of the failure, exactly
     * @param detail the {@link Phase}, the status, or the class of the cause
     * @param requests how many the server sees
     */
    record Ending(
            @Nullable String value,
            String words,
            @Nullable Class<? extends HubException> error,
            @Nullable Object detail,
            int requests) {

        static Ending failure(Class<? extends HubException> error, @Nullable Object detail, int requests) {
            String name = error.getSimpleName().replace("Exception", "");
            String words = detail == null || detail instanceof Class ? name : name + "(" + detail + ")";
            return new Ending(null, words, error, detail, requests);
        }

        @Override
        public String toString() {
            return words + " " + requests;
        }
    }

    /**
     * @param once where the fault strikes the first time only; null where that cannot be arranged
     * @param always where it strikes each time
     * @param reason why there is nothing to see
     */
    record Cell(
            @Nullable Ending once,
            @Nullable Ending always,
            @Nullable String reason) {

        static Cell of(Ending once, Ending always) {
            return new Cell(once, always, null);
        }

        static Cell same(Ending ending) {
            return of(ending, ending);
        }

        static Cell none(String reason) {
            return new Cell(null, null, reason);
        }
    }

    /** The cells of one fault. */
    private static final class Row {

        private final Map<Kind, Cell> cells = new EnumMap<>(Kind.class);

        Row on(Kind kind, Cell cell) {
            cells.put(kind, cell);
            return this;
        }

        Row on(List<Kind> kinds, Cell cell) {
            kinds.forEach(kind -> on(kind, cell));
            return this;
        }
    }

    private static final List<Kind> ALL = List.of(Kind.values());
    private static final List<Kind> BYTES = List.of(STREAM, DOWNLOAD);
    private static final List<Kind> SUBMISSIONS = List.of(CREATE, UPLOAD);
    private static final List<Kind> JSON_READS = List.of(GET, POLL, PAGES);
    /** Two probes of two tries each. */
    private static final int POLLED = 4;

    static Cell cell(Fault fault, Kind kind) {
        Cell cell = row(fault).cells.get(kind);
        if (cell == null) {
            throw new IllegalStateException("no cell for " + fault + " and " + kind);
        }
        return cell;
    }

    private static Row row(Fault fault) {
        return switch (fault) {
            case CONNECTION_REFUSED,
                    UNKNOWN_HOST,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_OF_ANOTHER_HOST,
                    HANDSHAKE_STALLED -> neverSent(HubTransportException.class, null);
            case POOL_EXHAUSTED ->
                neverSent(HubTimeoutException.class, Phase.POOL)
                        .on(TOKEN, new Cell(null, failure(HubTransportException.class, 0), null));
            case TOKEN_ENDPOINT_DOWN ->
                neverSent(HubTransportException.class, null)
                        .on(TOKEN, Cell.of(answer(TOKEN, 1), failure(HubTransportException.class, 2)));
            case RESET_BEFORE_REQUEST, RESET_AFTER_REQUEST, RESET_IN_HEADERS, HEADER_FLOOD, TWO_LENGTHS, NOT_HTTP ->
                broken(HubTransportException.class, null);
            case STALLED_HEADERS -> broken(HubTimeoutException.class, Phase.HEADERS);
            case INTERIM_FLOOD ->
                broken(HubTimeoutException.class, Phase.HEADERS)
                        .on(TOKEN, Cell.none("only the limit of the whole fetch ends it, 114 s by default"));
            case TRAILER_FLOOD -> cut(HubTransportException.class, null).on(DOWNLOAD, Cell.same(answer(DOWNLOAD, 1)));
            case CORRUPT_GZIP ->
                broken(HubTransportException.class, null)
                        .on(STREAM, Cell.same(answer(STREAM, 0)))
                        .on(UPLOAD, Cell.same(answer(UPLOAD, 0)))
                        .on(TOKEN, Cell.same(answer(TOKEN, 0)))
                        .on(DOWNLOAD, Cell.same(failure(HubDecodingException.class, 1)));
            case HTML_ERROR -> broken(ServerErrorException.class, 502);
            case CUT_BODY, CUT_CHUNKS -> cut(HubTransportException.class, null);
            case STALLED_BODY -> cut(HubTimeoutException.class, Phase.READ_STALL);
            case STALLED_REQUEST ->
                new Row()
                        .on(ALL, Cell.none("a request that fits into the buffers of the sockets is always taken"))
                        .on(UPLOAD, Cell.same(unknown(HubTimeoutException.class)));
            case SLOW_DRIP -> outOfTime();
            case ENDLESS_BODY -> tooLarge().on(BYTES, Cell.none("how much of a stream is taken, the consumer says"));
            case GZIP_BOMB ->
                tooLarge()
                        .on(STREAM, Cell.same(asSent(Kind.told(Reply.GZIP_BOMB))))
                        .on(DOWNLOAD, Cell.same(failure(HubDecodingException.class, 1)));
            case LARGE_ERROR, DEEP_ERROR, GZIP_BOMB_ERROR -> refused(UnprocessableEntityException.class, 422);
            case LOGIN_PAGE -> unreadable().on(BYTES, Cell.same(asSent(Kind.told(Reply.LOGIN_PAGE))));
            case EMPTY -> unreadable().on(BYTES, Cell.same(asSent(Kind.told(new byte[0]))));
            case TRUNCATED_JSON, DEEP_JSON, LONG_NUMBER, INVALID_UTF8 ->
                unreadable().on(BYTES, Cell.none("the bytes of a file are not read as JSON"));
            case HUGE_NUMBERS -> harmless().on(BYTES, Cell.none("the bytes of a file are not read as JSON"));
            case WRONG_TYPE, INTERIM_ANSWER, SECOND_ANSWER -> harmless();
            case UNAUTHORIZED -> refused(UnauthorizedException.class, 401);
            case REDIRECT_LOOP ->
                redirected().on(BYTES, Cell.of(answer(STREAM, 1), failure(HubApiException.class, 302, 6)));
            case REDIRECT_ELSEWHERE -> redirected().on(BYTES, Cell.same(answer(STREAM, 0)));
            case REDIRECT_TO_HTTP -> redirected();
            case RETRY_AFTER_A_YEAR ->
                refused(TooManyRequestsException.class, 429)
                        .on(POLL, Cell.of(answer(POLL, 1), failure(TooManyRequestsException.class, 429, 2)))
                        .on(TOKEN, Cell.same(failure(HubTransportException.class, 1)));
            case RETRY_AFTER_NEGATIVE, RETRY_AFTER_GARBAGE ->
                limited(6).on(TOKEN, Cell.same(failure(HubTransportException.class, 1)));
            case CLOCK_BEHIND, CLOCK_AHEAD -> limited(8).on(TOKEN, Cell.same(answer(TOKEN, 0)));
            case DUPLICATE_JOBS -> pages(Cell.same(asSent("j-0 j-0")));
            case SAME_PAGE_AGAIN -> pages(Cell.of(answer(PAGES, 0), failure(HubDecodingException.class, 2)));
            case PAGES_WITHOUT_END ->
                pages(Cell.of(
                        answer(PAGES, 0),
                        new Ending("j-0 j-1 j-2 j-3 j-4 j-5 j-6 j-7 j-8 j-9", "the ten asked for", null, null, 5)));
        };
    }

    private static Ending answer(Kind kind, int more) {
        return new Ending(kind.right(), "answer", null, null, kind.requests() + more);
    }

    private static Ending asSent(String told) {
        return new Ending(told, "as sent", null, null, 1);
    }

    private static Ending failure(Class<? extends HubException> error, int requests) {
        return Ending.failure(error, null, requests);
    }

    private static Ending failure(Class<? extends HubException> error, @Nullable Object detail, int requests) {
        return Ending.failure(error, detail, requests);
    }

    private static Ending unknown(Class<? extends HubException> cause) {
        return failure(SubmissionOutcomeUnknownException.class, cause, 1);
    }

    /** All is tried again, for the server has seen nothing. */
    private static Row neverSent(Class<? extends HubException> error, @Nullable Object detail) {
        Row row = new Row();
        ALL.forEach(kind -> row.on(kind, Cell.of(answer(kind, 0), failure(error, detail, 0))));
        return row.on(TOKEN, Cell.of(answer(TOKEN, 0), failure(HubTransportException.class, 0)));
    }

    /** The server may have done it: what may be done twice is tried again. */
    private static Row broken(Class<? extends HubException> error, @Nullable Object detail) {
        Row row = new Row();
        ALL.forEach(kind -> row.on(kind, Cell.of(answer(kind, 1), failure(error, detail, kind == POLL ? POLLED : 2))));
        return row.on(SUBMISSIONS, Cell.same(unknown(error)))
                .on(TOKEN, Cell.of(answer(TOKEN, 1), failure(HubTransportException.class, 2)));
    }

    /** A stream is not begun anew; a download goes on where it stopped, until two tries bring nothing. */
    private static Row cut(Class<? extends HubException> error, @Nullable Object detail) {
        return broken(error, detail)
                .on(STREAM, Cell.same(failure(error, detail, 1)))
                .on(DOWNLOAD, Cell.of(answer(DOWNLOAD, 1), failure(error, detail, 3)));
    }

    /** The limit is that of the whole call. */
    private static Row outOfTime() {
        Ending late = failure(HubTimeoutException.class, Phase.CALL, 1);
        return new Row()
                .on(ALL, Cell.same(late))
                .on(SUBMISSIONS, Cell.same(unknown(HubTimeoutException.class)))
                .on(POLL, Cell.of(answer(POLL, 1), failure(HubTimeoutException.class, Phase.CALL, 2)));
    }

    /** What the server says that it did not do. */
    private static Row refused(Class<? extends HubApiException> error, int status) {
        return new Row()
                .on(ALL, Cell.same(failure(error, status, 1)))
                .on(TOKEN, Cell.same(failure(CredentialUnavailableException.class, 1)));
    }

    private static Row redirected() {
        return refused(HubApiException.class, 302);
    }

    private static Row unreadable() {
        Row row = new Row();
        JSON_READS.forEach(kind -> row.on(kind, Cell.of(answer(kind, 1), failure(HubDecodingException.class, 2))));
        return row.on(SUBMISSIONS, Cell.same(unknown(HubDecodingException.class)))
                .on(TOKEN, Cell.same(failure(CredentialUnavailableException.class, 1)));
    }

    private static Row tooLarge() {
        return new Row()
                .on(JSON_READS, Cell.same(failure(HubDecodingException.class, "too large", 1)))
                .on(SUBMISSIONS, Cell.same(unknown(HubDecodingException.class)))
                .on(TOKEN, Cell.same(failure(CredentialUnavailableException.class, 1)));
    }

    private static Row harmless() {
        Row row = new Row();
        ALL.forEach(kind -> row.on(kind, Cell.same(answer(kind, 0))));
        return row;
    }

    /** Waits, until there is no more patience. */
    private static Row limited(int requests) {
        Row row = new Row();
        ALL.forEach(
                kind -> row.on(kind, Cell.of(answer(kind, 1), failure(TooManyRequestsException.class, 429, requests))));
        return row;
    }

    private static Row pages(Cell cell) {
        return new Row().on(ALL, Cell.none("there are no pages")).on(PAGES, cell);
    }

    /** The table as FAULTS.md shows it. */
    static String markdown() {
        Set<String> reasons = new LinkedHashSet<>();
        StringBuilder table = new StringBuilder("| |");
        ALL.forEach(kind -> table.append(' ').append(kind.label).append(" |"));
        table.append("\n|---|").append("---|".repeat(ALL.size())).append('\n');
        for (Fault fault : Fault.values()) {
            table.append("| ").append(fault.label).append(" |");
            for (Kind kind : ALL) {
                table.append(' ').append(text(cell(fault, kind), reasons)).append(" |");
            }
            table.append('\n');
        }
        StringBuilder notes = new StringBuilder();
        int number = 0;
        for (String reason : reasons) {
            notes.append("- n/a (")
                    .append(++number)
                    .append("): ")
                    .append(reason)
                    .append('\n');
        }
        return table + "\n" + notes;
    }

    private static String text(Cell cell, Set<String> reasons) {
        if (cell.reason() != null) {
            reasons.add(cell.reason());
            return "n/a (" + (List.copyOf(reasons).indexOf(cell.reason()) + 1) + ")";
        }
        Ending once = cell.once();
        return once == null || once.equals(cell.always())
                ? String.valueOf(cell.always())
                : once + " / " + cell.always();
    }
}
