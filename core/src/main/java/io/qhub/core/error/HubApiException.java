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

    /**
     * @param message what happened, in a sentence that names the operation
     */
    public HubApiException(String message, CallTrace trace, Answered answered) {
        super(message, null, trace);
        this.answered = answered;
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
