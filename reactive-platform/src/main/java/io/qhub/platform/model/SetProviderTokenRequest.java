package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;

/**
 * The token of a quantum provider, to be stored.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param token the token; a secret
 */
public record SetProviderTokenRequest(String token) {

    public SetProviderTokenRequest {
        Values.notBlank("token", token);
    }

    /**
     * All that is needed.
     *
     * @param token the token; a secret
     * @throws IllegalArgumentException if a text is blank
     */
    public static SetProviderTokenRequest of(String token) {
        return new SetProviderTokenRequest(token);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "SetProviderTokenRequest[" + "token=" + Values.masked(token) + "]";
    }
}
