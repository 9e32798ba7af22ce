package io.qhub.localhub.platform;

import io.qhub.localhub.control.Ids;
import io.qhub.localhub.control.Tokens;
import io.qhub.localhub.http.HttpError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Users, organizations and who belongs to which. For the state thread only. */
final class Accounts {

    /** A person. */
    static final class User {
        final String id;
        final String email;
        final ObjectNode document;
        final Map<String, ObjectNode> providerTokens = new LinkedHashMap<>();

        @Nullable
        StoredFile image;

        User(String id, String email, String firstName, String lastName) {
            this.id = id;
            this.email = email;
            this.document = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("email", email)
                    .put("username", email.substring(0, Math.max(1, email.indexOf('@'))))
                    .put("firstName", firstName)
                    .put("lastName", lastName);
        }

        String displayName() {
            String title = document.path("academicTitle").stringValue("");
            String name = document.path("firstName").stringValue("") + " "
                    + document.path("lastName").stringValue("");
            return (title + " " + name).trim();
        }
    }

    /** A part of a user in an organization, also one who was invited and has not answered yet. */
    static final class Membership {
        final String id = Ids.next();
        final String email;
        Permission role;
        boolean active;

        @Nullable
        ObjectNode invitation;

        Membership(String email, Permission role, boolean active) {
            this.email = email;
            this.role = role;
            this.active = active;
        }
    }

    /** An organization. */
    static final class Organization {
        final String id;
        final ObjectNode document;
        final Map<String, Membership> members = new LinkedHashMap<>();
        final Map<String, ObjectNode> providerTokens = new LinkedHashMap<>();

        Organization(String id, ObjectNode document) {
            this.id = id;
            this.document = document;
        }

        String name() {
            return document.path("name").stringValue("");
        }
    }

    private final Tokens tokens;
    private final Set<String> allowed;
    private final boolean anyAllowed;
    private final Map<String, User> byToken = new HashMap<>();
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, Organization> organizations = new LinkedHashMap<>();
    final User owner;

    /**
     * Accounts with one user, who owns all tokens that are not somebody else's.
     *
     * @param allowed the organizations that requests may name although nobody created them; empty for any. Created ones are
     *     added to one that is not empty.
     */
    Accounts(Tokens tokens, Set<String> allowed) {
        this.tokens = tokens;
        this.allowed = allowed;
        this.anyAllowed = allowed.isEmpty();
        this.owner = addUser("user@localhub.example", "Local", "User");
        for (String id : allowed) {
            Organization organization = new Organization(
                    id,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("id", id)
                            .put("name", id)
                            .put("displayName", id));
            add(organization, owner);
        }
    }

    User addUser(String email, String firstName, String lastName) {
        User user = new User(Ids.next(), email, firstName, lastName);
        users.put(user.id, user);
        return user;
    }

    /** From now on this token is accepted, and is this user's. */
    void accept(String token, User user) {
        byToken.put(token, user);
        tokens.accept(token);
    }

    void revoke(String token) {
        tokens.revoke(token);
        byToken.remove(token);
    }

    /**
     * Who calls.
     *
     * @throws HttpError 401 for a token that is missing or not accepted, 403 for an organization that the user has no part
     *     in
     */
    Caller caller(@Nullable String token, @Nullable String organization) {
        if (token == null) {
            throw new HttpError(401, "the access token is missing");
        }
        if (!tokens.isAccepted(token)) {
            throw new HttpError(401, "the access token is not valid");
        }
        User user = byToken.getOrDefault(token, owner);
        if (organization == null) {
            return new Caller(user, token, null, Permission.OWNER);
        }
        Permission role = role(user, organization);
        if (role == Permission.NONE) {
            throw new HttpError(403, "the access token gives no access to the organization " + organization);
        }
        return new Caller(user, token, organization, role);
    }

    /** What a user may do in an account: all in the own one; an organization that nobody created is anybody's. */
    Permission role(User user, String account) {
        if (account.equals(user.id)) {
            return Permission.OWNER;
        }
        Organization organization = organizations.get(account);
        if (organization == null) {
            return anyAllowed && !users.containsKey(account) ? Permission.OWNER : Permission.NONE;
        }
        return membership(organization, user).map(member -> member.role).orElse(Permission.NONE);
    }

    /** The membership of a user who has accepted it. */
    static Optional<Membership> membership(Organization organization, User user) {
        return organization.members.values().stream()
                .filter(member -> member.active && member.email.equalsIgnoreCase(user.email))
                .findFirst();
    }

    void add(Organization organization, User creator) {
        Membership membership = new Membership(creator.email, Permission.OWNER, true);
        organization.members.put(membership.id, membership);
        organizations.put(organization.id, organization);
        if (!anyAllowed) {
            allowed.add(organization.id);
        }
    }

    void remove(Organization organization) {
        organizations.remove(organization.id);
        if (!anyAllowed) {
            allowed.remove(organization.id);
        }
    }

    List<User> users() {
        return List.copyOf(users.values());
    }

    @Nullable
    User user(String id) {
        return users.get(id);
    }

    @Nullable
    User userByEmail(String email) {
        return users().stream()
                .filter(user -> user.email.equalsIgnoreCase(email))
                .findFirst()
                .orElse(null);
    }

    List<Organization> organizations() {
        return List.copyOf(organizations.values());
    }

    @Nullable
    Organization organization(String id) {
        return organizations.get(id);
    }

    /** How a user or an organization is called; its id if it is neither. */
    String displayName(String account) {
        User user = users.get(account);
        if (user != null) {
            return user.displayName();
        }
        Organization organization = organizations.get(account);
        return organization == null
                ? account
                : organization.document.path("displayName").stringValue(organization.name());
    }
}
