package io.qhub.core.error;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * The Hub answered, and its answer is not a success. There is a subclass for each status that the Hub documents; any
 * other status (a refused redirect, a 4xx without a class) is this class itself.
 */
public class HubApiException extends HubException {

    private static final long serialVersionUID = 1L;

    private final transient Answered answered;

    /**
     * What arrived.
     *
     * @param status the HTTP status
     * @param headers the answer's headers, read-only
     * @param body the answer's body as text, at most its first 64 KiB; empty where there was none
     * @param json the body as JSON; null where it is not JSON
     * @param message what the body says in words; null where it says nothing
     * @param receivedAt when the answer arrived, by the client's clock
     */
    public record Answered(
            int status,
            HttpHeaders headers,
            String body,
            @Nullable JsonNode json,
            @Nullable String message,
            Instant receivedAt) {

        /** Reads what an error body of any known shape says. */
        public static Answered of(int status, HttpHeaders headers, String body, Instant receivedAt) {
            JsonNode json = ErrorBodies.parse(body);
            return new Answered(
                    status,
                    HttpHeaders.readOnlyHttpHeaders(headers),
                    body,
                    json,
                    ErrorBodies.message(json, body),
                    receivedAt);
        }

        @Override
        public String toString() {
            return "Answered[status=" + status + "]";
        }
    }

    protected HubApiException(String message, CallTrace trace, Answered answered) {
        super(message, null, trace);
        this.answered = answered;
    }

    /**
     * The exception that fits the status.
     *
     * @param hint a further sentence for the message, or an empty text
     */
    public static HubApiException of(CallTrace trace, Answered answered, String hint) {
        String message = sentence(trace, answered, hint);
        return switch (answered.status()) {
            case 400 -> new BadRequestException(message, trace, answered);
            case 401 -> new UnauthorizedException(message, trace, answered);
            case 403 -> new ForbiddenException(message, trace, answered);
            case 404 -> new NotFoundException(message, trace, answered);
            case 409 -> new ConflictException(message, trace, answered);
            case 413 -> new ContentTooLargeException(message, trace, answered);
            case 415 -> new UnsupportedMediaTypeException(message, trace, answered);
            case 422 -> new UnprocessableEntityException(message, trace, answered);
            case 429 -> new TooManyRequestsException(message, trace, answered);
            case 500 -> new InternalServerErrorException(message, trace, answered);
            default ->
                answered.status() >= 500
                        ? new ServerErrorException(message, trace, answered)
                        : new HubApiException(message, trace, answered);
        };
    }

    private static String sentence(CallTrace trace, Answered answered, String hint) {
        StringBuilder text = new StringBuilder(trace.operation())
                .append(": the Hub answered ")
                .append(answered.status())
                .append(reason(answered.status()));
        if (answered.message() != null) {
            text.append(": ").append(answered.message());
        }
        next(text, advice(answered.status()));
        next(text, hint);
        return text.toString();
    }

    private static void next(StringBuilder text, String sentence) {
        if (!sentence.isEmpty()) {
            text.append(text.charAt(text.length() - 1) == '.' ? " " : ". ").append(sentence);
        }
    }

    private static String reason(int status) {
        org.springframework.http.HttpStatus known = org.springframework.http.HttpStatus.resolve(status);
        return known == null ? "" : " " + known.getReasonPhrase();
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 -> "Check the token: it is missing, expired or revoked";
            case 403 -> "The token is valid but may not do this; check the organization and the account's rights";
            case 413 -> "Send less, or in parts";
            case 429 -> "The Hub limits the rate; call less often or raise rateLimitPatience";
            case 301, 302, 303, 307, 308 -> "Redirects of this operation are not followed; check the base URL";
            default -> "";
        };
    }

    /** The HTTP status of the answer. */
    public int status() {
        return answered.status();
    }

    /** The answer's headers, read-only. */
    public HttpHeaders headers() {
        return answered.headers();
    }

    /** The answer's body as text, at most its first 64 KiB; empty where there was none. */
    public String body() {
        return answered.body();
    }

    /** The answer's body as JSON, or null where it is not JSON. */
    public @Nullable JsonNode json() {
        return answered.json();
    }

    /** What the Hub says in words, taken from any error shape that the Hub is known to use; else null. */
    public @Nullable String apiMessage() {
        return answered.message();
    }

    /** How long the Hub asks to wait before the next try, or null where it says nothing usable. */
    public @Nullable Duration retryAfter() {
        return RetryAfter.parse(answered.headers(), answered.receivedAt());
    }

    @Override
    protected boolean transientFailure() {
        int status = status();
        if (status == 429 || (status == 503 && retryAfter() != null)) {
            return true;
        }
        // Any other failure of the server's leaves open whether it did what was asked.
        CallTrace trace = trace();
        return (status == 408 || (status >= 500 && status != 501)) && (trace == null || trace.isRepeatable());
    }
}
