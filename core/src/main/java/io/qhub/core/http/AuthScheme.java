package io.qhub.core.http;

import org.springframework.http.HttpHeaders;

/** How a token stands in a request. */
public enum AuthScheme {
    /** {@code X-Auth-Token: <token>}: Quantum and Platform API. */
    X_AUTH_TOKEN,
    /** {@code Authorization: Bearer <token>}: service gateway. */
    BEARER;

    /** The name of the header that holds the token. */
    String header() {
        return this == BEARER ? HttpHeaders.AUTHORIZATION : "X-Auth-Token";
    }

    /** What stands before the token in it. */
    String prefix() {
        return this == BEARER ? "Bearer " : "";
    }
}
