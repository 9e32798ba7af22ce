package io.qhub.localhub.platform;

import org.jspecify.annotations.Nullable;

/**
 * Who calls, and for whom.
 *
 * @param user the owner of the token
 * @param token the token
 * @param organization the organization that the call is for; null for the personal account
 * @param permission what the user may do in that account
 */
record Caller(Accounts.User user, String token, @Nullable String organization, Permission permission) {

    /** The account that new resources belong to: the id of the organization, else of the user. */
    String account() {
        return organization == null ? user.id : organization;
    }
}
