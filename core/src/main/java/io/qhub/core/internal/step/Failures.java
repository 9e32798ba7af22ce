package io.qhub.core.internal.step;

import io.netty.channel.ConnectTimeoutException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubApiException.Answered;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.internal.call.Attempt;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.error.ApiErrors;
import io.qhub.core.internal.wire.SilenceWatch;
import io.qhub.core.internal.wire.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Makes the client's exceptions of what the network and the server do. */
public final class Failures {

    private Failures() {}

    public static HubApiException answered(ClientResponse response, String body, Call call) {
        Answered answered = Answered.of(
                response.statusCode().value(),
                response.headers().asHttpHeaders(),
                body,
                call.environment().clock().instant());
        boolean pathMayBeWrong = answered.status() == 404 || answered.status() == 405;
        return ApiErrors.of(
                call.trace(), answered, pathMayBeWrong ? call.endpoint().doubt() : "");
    }

    /** The failure as one of ours; what is neither the network's nor ours (a caller's filter, a body's source) stays. */
    public static Throwable of(Throwable failure, Call call) {
        if (failure instanceof HubException) {
            return failure;
        }
        Throwable source = call.body() == null ? null : call.body().sourceFailure();
        if (source != null) {
            return source;
        }
        Throwable cause = withoutRequest(failure);
        HubException known = known(cause, call);
        if (known != null) {
            return known;
        }
        return cause != failure || isNetwork(cause) ? broken(cause, describe(failure), call) : failure;
    }

    /** Spring's exceptions hold the request's headers, the token among them: only what they wrap is kept. */
    public static @Nullable Throwable withoutRequest(Throwable failure) {
        return failure instanceof WebClientRequestException || failure instanceof WebClientResponseException
                ? failure.getCause()
                : failure;
    }

    private static @Nullable HubException known(@Nullable Throwable cause, Call call) {
        if (cause instanceof HubException hub) {
            return hub;
        }
        if (cause instanceof ConnectTimeoutException) {
            return new HubTimeoutException(
                    Phase.CONNECT, call.environment().resources().connectTimeout(), call.trace(), false);
        }
        if (cause instanceof Wire.StalledException) {
            return new HubTimeoutException(Phase.WRITE_STALL, call.settings().stallTimeout(), call.trace(), true);
        }
        if (cause instanceof SilenceWatch.SilentException) {
            return call.current().hasHead()
                    ? new HubTimeoutException(Phase.READ_STALL, call.settings().stallTimeout(), call.trace(), true)
                    : new HubTimeoutException(Phase.HEADERS, call.settings().responseTimeout(), call.trace(), true);
        }
        // Reactor Netty shades its pool, so its exceptions can be told by name only.
        if (cause != null && cause.getClass().getSimpleName().equals("PoolAcquireTimeoutException")) {
            return new HubTimeoutException(
                    Phase.POOL, call.environment().resources().poolTimeout(), call.trace(), false);
        }
        return null;
    }

    static boolean isNetwork(Throwable cause) {
        String type = cause.getClass().getName();
        return cause instanceof IOException || type.startsWith("io.netty.") || type.startsWith("reactor.netty.");
    }

    private static HubException broken(@Nullable Throwable cause, String words, Call call) {
        Attempt last = call.current();
        String what;
        if (last.hasHead()) {
            what = "the answer was cut";
        } else if (last.isSent()) {
            what = "the connection failed before an answer came";
        } else if (cause instanceof UnknownHostException) {
            what = "the host name is not known";
        } else if (cause instanceof ConnectException) {
            what = "no connection to the server";
        } else if (cause instanceof SSLException) {
            what = "no TLS connection to the server";
        } else {
            what = "the request could not be sent";
        }
        return new HubTransportException(
                call.endpoint().name() + ": " + what + ": " + words, cause, call.trace(), last.isSent());
    }

    static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
