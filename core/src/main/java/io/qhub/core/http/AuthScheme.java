package io.qhub.core.http;

import org.springframework.http.HttpHeaders;

/** How a token stands in a request. */
public enum AuthScheme {
    /** {@code X-Auth-Token: <token>}: Quantum and Platform API. */
    X_AUTH_TOKEN,
    /** {@code Authorization: Bearer <token>}: service gateway. */
    BEARER;

    void apply(HttpHeaders headers, String token) {
        if (this == BEARER) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        } else {
            headers.set("X-Auth-Token", token);
        }
    }
}
