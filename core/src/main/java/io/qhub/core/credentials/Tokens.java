package io.qhub.core.credentials;

import io.qhub.core.error.CredentialUnavailableException;

final class Tokens {

    private Tokens() {}

    /** The token that was found; the error for one that cannot be sent names the place and not the value. */
    static AccessToken checked(String value, String place) {
        try {
            return AccessToken.of(value);
        } catch (IllegalArgumentException notAToken) {
            throw new CredentialUnavailableException(place
                    + " holds no usable token: it has characters other than printable ASCII, such as a space or a line"
                    + " break");
        }
    }
}
