package io.qhub.microservice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What is answered as a problem: a status and a sentence for the caller. */
final class ProblemException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    ProblemException(HttpStatus status, String sentence, @Nullable Throwable cause) {
        super(status, ProblemDetail.forStatusAndDetail(status, sentence), cause);
    }

    ProblemException retryAfter(@Nullable Duration time) {
        long seconds = time == null ? 5 : Math.max(1, time.plusMillis(999).toSeconds());
        getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        return this;
    }
}
