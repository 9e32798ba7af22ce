package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.platform.model.internal.Values;
import io.qhub.platform.model.user.UserRegistrationStatusDto;
import reactor.core.publisher.Mono;

/**
 * Whether an e-mail address is registered. Its endpoint needs no authenticated principal.
 *
 * <p>Its call is retried.
 */
public final class UserRegistrationStatusClient {

    static final Operations OPERATIONS = Operations.of("user.userRegistrationStatus");

    static final Operation<UserRegistrationStatusDto> GET_USER_REGISTRATION_STATUS = OPERATIONS
            .get("getUserRegistrationStatus", "/user-registration-status")
            .unscoped()
            .query("email")
            .designed()
            .answers(UserRegistrationStatusDto.class);

    private final HubHttp http;

    UserRegistrationStatusClient(HubHttp http) {
        this.http = http;
    }

    /**
     * Whether an e-mail address is registered. {@code GET /user-registration-status}; retried.
     *
     * @param email the e-mail address
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the namespace is documented, the operation is not")
    public Mono<UserRegistrationStatusDto> getUserRegistrationStatus(String email) {
        return http.request(GET_USER_REGISTRATION_STATUS)
                .query("email", Values.notBlank("email", email))
                .send();
    }
}
