package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.AuthorizeResponse;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Who the caller is.
 *
 * <p>Its call is retried.
 */
public final class UserAuthenticationClient {

    static final Operation AUTHORIZE = Operation.post("user.authentication.authorize", "/authorize")
            .asIdempotent()
            .unscoped()
            .returns(AuthorizeResponse.class)
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(AUTHORIZE);

    private final HubHttp http;

    UserAuthenticationClient(HubHttp http) {
        this.http = http;
    }

    /** Who the caller is: the principal of the token that the call is made with. {@code POST /authorize}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<AuthorizeResponse> authorize() {
        return http.call(AUTHORIZE).to(AuthorizeResponse.class);
    }
}
