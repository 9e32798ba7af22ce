package io.qhub.core.internal.step;

import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.call.CallRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/**
 * Asks for the token at each attempt. A 401 of the API itself drops that very token, and the request is repeated once if the
 * provider then has another: a 401 says that nothing was done.
 */
public final class AuthenticationFilter implements ExchangeFilterFunction {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.auth");

    private final AccessTokenProvider provider;
    private final String header;
    private final String prefix;

    /**
     * @param header the header that carries the token
     * @param prefix what stands before the token in it
     */
    public AuthenticationFilter(AccessTokenProvider provider, String header, String prefix) {
        this.provider = provider;
        this.header = header;
        this.prefix = prefix;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        Call call = Call.of(request);
        Mono<AccessToken> token = ask();
        AccessToken atHand = atHand(token);
        return atHand != null
                ? exchange(call, request, next, atHand)
                : checked(token, call).flatMap(later -> exchange(call, request, next, later));
    }

    private Mono<ClientResponse> exchange(Call call, ClientRequest request, ExchangeFunction next, AccessToken token) {
        return next.exchange(with(token, request))
                .onErrorResume(UnauthorizedException.class, refused -> again(call, request, next, token, refused));
    }

    private Mono<ClientResponse> again(
            Call call, ClientRequest request, ExchangeFunction next, AccessToken seen, UnauthorizedException refused) {
        if (call.current().hasLeftOrigin()) {
            return Mono.error(refused);
        }
        call.current().declined();
        provider.invalidate(seen);
        if (!call.canSend()) {
            return Mono.error(refused);
        }
        return checked(ask(), call).onErrorMap(noOther -> refused).flatMap(other -> {
            if (other.equals(seen)) {
                return Mono.error(refused);
            }
            LOG.debug("{}: the token was refused; trying once more with a new one", call.endpoint());
            call.failed(refused);
            call.repeats();
            call.begin();
            return next.exchange(with(other, request));
        });
    }

    private ClientRequest with(AccessToken token, ClientRequest request) {
        String value = prefix + token.value();
        return request instanceof CallRequest own
                ? own.with(header, value)
                : ClientRequest.from(request)
                        .headers(headers -> headers.set(header, value))
                        .build();
    }

    // Within the attempt, for the filter is called at each subscription.
    private Mono<AccessToken> ask() {
        try {
            return Objects.requireNonNull(provider.token(), "the provider's token()");
        } catch (RuntimeException failure) {
            return Mono.error(failure);
        }
    }

    /** A token that the provider has ready, as a static one or one from a cache is, needs no operators around it. */
    private static @Nullable AccessToken atHand(Mono<AccessToken> token) {
        if (token instanceof Fuseable.ScalarCallable<?> scalar) {
            try {
                return (AccessToken) scalar.call();
            } catch (Exception failure) {
                return null; // the Mono says so too
            }
        }
        return null;
    }

    private static Mono<AccessToken> checked(Mono<AccessToken> token, Call call) {
        return token.onErrorMap(failure -> unavailable(call, failure))
                .switchIfEmpty(Mono.error(() -> new CredentialUnavailableException(
                        call.endpoint().name() + ": the credential yields no token", null, call.trace())));
    }

    // A failure may be shared by many callers; each call gets an exception of its own, with its own attempts.
    private static HubException unavailable(Call call, Throwable failure) {
        Throwable cause = Failures.withoutRequest(failure);
        boolean passing =
                failure instanceof HubException hub ? hub.isTransient() : cause != null && Failures.isNetwork(cause);
        String message = call.endpoint().name() + ": no token could be had: " + Failures.describe(failure);
        return passing
                ? new HubTransportException(message, cause, call.trace(), false)
                : new CredentialUnavailableException(message, cause, call.trace());
    }
}
