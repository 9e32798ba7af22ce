package io.qhub.core.http;

import io.netty.channel.ConnectTimeoutException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubApiException.Answered;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.http.CallState.Try;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Makes the client's exceptions of what the network and the server do. */
final class Failures {

    private Failures() {}

    static HubApiException answered(ClientResponse response, String body, CallState call) {
        Answered answered = Answered.of(
                response.statusCode().value(),
                response.headers().asHttpHeaders(),
                body,
                call.transport.clock().instant());
        return HubApiException.of(call.trace, answered, hint(answered.status(), call.operation));
    }

    private static String hint(int status, Operation operation) {
        if (operation.evidence() == Evidence.VERIFIED || (status != 404 && status != 405)) {
            return "";
        }
        return "The path of this operation is " + operation.evidence().name().toLowerCase(java.util.Locale.ROOT)
                + ", not verified; if the Hub serves it elsewhere, set it with builder.path(\"" + operation.name()
                + "\", \"" + operation.path() + "\"), or take all paths from the Hub's own contract with"
                + " builder.paths(overrides), where Contract.discover(..) yields the overrides";
    }

    /** The failure as one of ours; what is neither the network's nor ours (a caller's filter, a body's source) stays. */
    static Throwable of(Throwable failure, CallState call) {
        if (failure instanceof HubException) {
            return failure;
        }
        Throwable source = call.body == null ? null : call.body.sourceFailure();
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
    static @Nullable Throwable withoutRequest(Throwable failure) {
        return failure instanceof WebClientRequestException || failure instanceof WebClientResponseException
                ? failure.getCause()
                : failure;
    }

    private static @Nullable HubException known(@Nullable Throwable cause, CallState call) {
        if (cause instanceof HubException hub) {
            return hub;
        }
        if (cause instanceof ConnectTimeoutException) {
            return new HubTimeoutException(
                    Phase.CONNECT, call.transport.resources().connectTimeout(), call.trace, false);
        }
        if (cause instanceof Wire.StalledException) {
            return new HubTimeoutException(Phase.WRITE_STALL, call.settings.stallTimeout(), call.trace, true);
        }
        if (cause instanceof SilenceWatch.SilentException) {
            return call.current().hasHead()
                    ? new HubTimeoutException(Phase.READ_STALL, call.settings.stallTimeout(), call.trace, true)
                    : new HubTimeoutException(Phase.HEADERS, call.settings.responseTimeout(), call.trace, true);
        }
        // Reactor Netty shades its pool, so its exceptions can be told by name only.
        if (cause != null && cause.getClass().getSimpleName().equals("PoolAcquireTimeoutException")) {
            return new HubTimeoutException(
                    Phase.POOL, call.transport.resources().poolTimeout(), call.trace, false);
        }
        return null;
    }

    static boolean isNetwork(Throwable cause) {
        String type = cause.getClass().getName();
        return cause instanceof IOException || type.startsWith("io.netty.") || type.startsWith("reactor.netty.");
    }

    private static HubException broken(@Nullable Throwable cause, String words, CallState call) {
        Try last = call.current();
        String what;
        if (last.hasHead()) {
            what = "the answer was cut";
        } else if (last.sent) {
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
                call.operation.name() + ": " + what + ": " + words, cause, call.trace, last.sent);
    }

    static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
