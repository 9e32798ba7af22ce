package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.platform.model.AuthorizeResponse;
import reactor.core.publisher.Mono;

/**
 * Who the caller is.
 *
 * <p>Its call is retried.
 */
public final class UserAuthenticationClient {

    static final Operations OPERATIONS = Operations.of("user.authentication");

    static final Operation<AuthorizeResponse> AUTHORIZE = OPERATIONS
            .post("authorize", "/authorize")
            .idempotent()
            .unscoped()
            .designed()
            .answers(AuthorizeResponse.class);

    private final HubHttp http;

    UserAuthenticationClient(HubHttp http) {
        this.http = http;
    }

    /** Who the caller is: the principal of the token that the call is made with. {@code POST /authorize}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<AuthorizeResponse> authorize() {
        return http.call(AUTHORIZE);
    }
}
