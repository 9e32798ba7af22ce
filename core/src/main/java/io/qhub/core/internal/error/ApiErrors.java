package io.qhub.core.internal.error;

import io.qhub.core.error.BadRequestException;
import io.qhub.core.error.CallTrace;
import io.qhub.core.error.ConflictException;
import io.qhub.core.error.ContentTooLargeException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubApiException.Answered;
import io.qhub.core.error.InternalServerErrorException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.ServerErrorException;
import io.qhub.core.error.TooManyRequestsException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.error.UnprocessableEntityException;
import io.qhub.core.error.UnsupportedMediaTypeException;
import org.springframework.http.HttpStatus;

/** Makes the exception of an answer that is not a success. */
public final class ApiErrors {

    private ApiErrors() {}

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
        HttpStatus known = HttpStatus.resolve(status);
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
}
