package io.qhub.microservice;

import io.qhub.core.error.BadRequestException;
import io.qhub.core.error.ConflictException;
import io.qhub.core.error.ContentTooLargeException;
import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.TooManyRequestsException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.error.UnprocessableEntityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Failures as problem details. The caller is told what the Hub says of the caller's own input; of the rest only what kind it
 * is, because URLs, names and settings are nobody's business.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    Mono<ResponseEntity<Object>> failed(HubException failure, ServerWebExchange exchange) {
        return handleException(of(failure), exchange);
    }

    @ExceptionHandler
    Mono<ResponseEntity<Object>> failed(DataAccessException failure, ServerWebExchange exchange) {
        LOG.error("the database failed", failure);
        return handleException(
                new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "The database cannot be reached.", failure)
                        .retryAfter(null),
                exchange);
    }

    @ExceptionHandler
    Mono<ResponseEntity<Object>> failed(RuntimeException failure, ServerWebExchange exchange) {
        LOG.error("{} failed", exchange.getRequest().getMethod(), failure);
        return handleException(
                new ProblemException(
                        HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; it is in the log.", failure),
                exchange);
    }

    // Whatever the caller would have read: a stream of events cannot hold a problem.
    @Override
    protected Mono<ResponseEntity<Object>> createResponseEntity(
            @Nullable Object body, @Nullable HttpHeaders headers, HttpStatusCode status, ServerWebExchange exchange) {
        return Mono.just(ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body));
    }

    /** What a failure of the Hub is to the caller. */
    static ProblemException of(HubException failure) {
        if (failure instanceof UnprocessableEntityException
                || failure instanceof BadRequestException
                || failure instanceof ContentTooLargeException) {
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, sentence(failure, "The Hub refuses it."), failure);
        }
        if (failure instanceof NotFoundException) {
            return problem(HttpStatus.NOT_FOUND, sentence(failure, "The Hub has no such thing."), failure);
        }
        if (failure instanceof ConflictException) {
            return problem(HttpStatus.CONFLICT, sentence(failure, "The Hub cannot do that now."), failure);
        }
        if (failure instanceof ForbiddenException) {
            return problem(HttpStatus.FORBIDDEN, "The Hub does not let this tenant do that.", failure);
        }
        if (failure instanceof UnauthorizedException || failure instanceof CredentialUnavailableException) {
            LOG.error("the Hub does not let this service in: {}", failure.getMessage());
            return problem(HttpStatus.BAD_GATEWAY, "The Hub does not let this service in.", failure);
        }
        if (failure instanceof TooManyRequestsException limited) {
            return problem(HttpStatus.TOO_MANY_REQUESTS, "The Hub limits the rate; try again later.", failure)
                    .retryAfter(limited.retryAfter());
        }
        if (failure instanceof HubTimeoutException) {
            return problem(HttpStatus.GATEWAY_TIMEOUT, "The Hub did not answer in time.", failure)
                    .retryAfter(null);
        }
        if (failure.isTransient()) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE, "The Hub cannot be reached; try again later.", failure)
                    .retryAfter(failure instanceof HubApiException api ? api.retryAfter() : null);
        }
        LOG.warn("the Hub failed: {}", failure.getMessage());
        return problem(HttpStatus.BAD_GATEWAY, "The Hub failed.", failure);
    }

    /** What a refused submission is to the caller: always its input. */
    static ProblemException ofRefused(HubException failure) {
        return failure instanceof NotFoundException
                ? problem(HttpStatus.UNPROCESSABLE_CONTENT, sentence(failure, "There is no such backend."), failure)
                : of(failure);
    }

    /** What the Hub says in words, or this. */
    static String sentence(HubException failure, String otherwise) {
        return Optional.ofNullable(failure instanceof HubApiException api ? api.apiMessage() : null)
                .orElse(otherwise);
    }

    private static ProblemException problem(HttpStatus status, String sentence, @Nullable Throwable cause) {
        return new ProblemException(status, sentence, cause);
    }
}
