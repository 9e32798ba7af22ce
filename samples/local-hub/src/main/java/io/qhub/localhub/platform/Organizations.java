package io.qhub.localhub.platform;

import io.qhub.localhub.control.Ids;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.platform.Accounts.Membership;
import io.qhub.localhub.platform.Accounts.Organization;
import io.qhub.localhub.platform.Accounts.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Organizations with their members and provider tokens, and what a user has to do with them. */
final class Organizations {

    private static final Set<String> PROVIDERS = Set.of("AZURE", "AWS", "IBM", "QRYD", "QUDORA", "QUANDELA", "IQM");
    private static final Duration INVITATION_LIFE = Duration.ofDays(14);

    private final Platform platform;

    Organizations(Platform platform) {
        this.platform = platform;
    }

    void register(Actions actions) {
        organizations(actions, "organizations.");
        users(actions, "users.");
    }

    private void organizations(Actions actions, String ns) {
        actions.on(ns + "get_organizations", call -> platform.platformListings()
                .reply(
                        call,
                        platform.accounts().organizations().stream()
                                .filter(one -> role(one, call) != null)
                                .map(one -> document(one, call))
                                .toList()));
        actions.on(ns + "create_organization", call -> {
            String name = call.required("name");
            if (platform.accounts().organizations().stream()
                    .anyMatch(other -> other.name().equalsIgnoreCase(name))) {
                throw new HttpError(409, "there is already an organization " + name);
            }
            String id = Ids.next();
            ObjectNode json = Platform.JSON.objectNode().put("id", id);
            json.put("name", name).put("displayName", name).put("accountType", "BUSINESS");
            json.set("billingAddress", call.json().get("billingAddress").deepCopy());
            json.put("createdAt", Platform.now());
            Organization organization = new Organization(id, json);
            platform.accounts().add(organization, call.caller().user());
            return Reply.json(201, document(organization, call));
        });
        actions.on(
                ns + "get_organization",
                call -> Reply.json(200, document(organization(call, Permission.VIEWER), call)));
        actions.on(ns + "update_organization", call -> {
            Organization organization = organization(call, Permission.OWNER);
            for (String member : List.of("name", "displayName", "description", "billingAddress")) {
                if (call.json().hasNonNull(member)) {
                    organization.document.set(member, call.json().get(member).deepCopy());
                }
            }
            return Reply.json(200, document(organization, call));
        });
        actions.on(ns + "delete_organization", call -> {
            Organization organization = organization(call, Permission.OWNER);
            for (Resource resource : platform.store().everything()) {
                if (resource.parent == null && resource.account.equals(organization.id)) {
                    platform.remove(resource);
                }
            }
            platform.accounts().remove(organization);
            return Reply.noContent();
        });
        actions.on(ns + "get_organization_members", call -> {
            Organization organization = organization(call, Permission.VIEWER);
            return platform.platformListings()
                    .reply(
                            call,
                            organization.members.values().stream()
                                    .map(this::member)
                                    .toList());
        });
        actions.on(ns + "add_organization_member", this::addMember);
        actions.on(ns + "update_organization_member", call -> {
            Organization organization = organization(call, Permission.OWNER);
            Membership member = membership(organization, call.path("memberId"));
            Permission role = Permission.valueOf(call.required("role"));
            keepAnOwner(organization, member, role);
            member.role = role;
            return Reply.json(200, member(member));
        });
        actions.on(ns + "delete_organization_member", call -> {
            Organization organization = organization(call, Permission.VIEWER);
            Membership member = membership(organization, call.path("memberId"));
            boolean self = member.email.equalsIgnoreCase(call.caller().user().email);
            if (!self && role(organization, call) != Permission.OWNER) {
                throw new HttpError(403, "this takes the role OWNER");
            }
            keepAnOwner(organization, member, Permission.NONE);
            organization.members.remove(member.id);
            return Reply.noContent();
        });
        actions.on(
                ns + "get_organization_provider_tokens",
                call -> tokens(call, organization(call, Permission.VIEWER).providerTokens));
        actions.on(
                ns + "set_organization_provider_token",
                call -> setToken(call, organization(call, Permission.OWNER).providerTokens));
        actions.on(
                ns + "delete_organization_provider_token",
                call -> deleteToken(call, organization(call, Permission.OWNER).providerTokens));
    }

    private Reply addMember(Call call) {
        Organization organization = organization(call, Permission.OWNER);
        String email = call.member("email");
        String userId = call.member("userId");
        if ((email == null) == (userId == null)) {
            throw new HttpError(422, "exactly one of email and userId is required");
        }
        if (userId != null) {
            User user = platform.accounts().user(userId);
            if (user == null) {
                throw new HttpError(404, "there is no user " + userId);
            }
            email = user.email;
        }
        String address = String.valueOf(email);
        if (!address.contains("@")) {
            throw new HttpError(422, "email must be an e-mail address");
        }
        if (organization.members.values().stream().anyMatch(other -> other.email.equalsIgnoreCase(address))) {
            throw new HttpError(409, address + " is already a member of the organization");
        }
        Membership member = new Membership(address, Permission.valueOf(call.required("role")), false);
        Instant now = Instant.now();
        member.invitation = Platform.JSON
                .objectNode()
                .put("id", Ids.next())
                .put("organizationId", organization.id)
                .put("organizationName", organization.name())
                .put("role", member.role.name())
                .put("status", "PENDING")
                .put("invitedBy", call.caller().user().displayName())
                .put("createdAt", Platform.time(now))
                .put("expiresAt", Platform.time(now.plus(INVITATION_LIFE)));
        organization.members.put(member.id, member);
        User user = platform.accounts().userByEmail(address);
        if (user != null) {
            platform.tell(user.id, "INVITATION", "Invitation", organization.name() + " has invited you");
        }
        return Reply.json(201, member(member));
    }

    private static void keepAnOwner(Organization organization, Membership changed, Permission role) {
        boolean another = organization.members.values().stream()
                .anyMatch(other -> other != changed && other.active && other.role == Permission.OWNER);
        if (changed.role == Permission.OWNER && role != Permission.OWNER && !another) {
            throw new HttpError(400, "an organization needs at least one OWNER");
        }
    }

    private Organization organization(Call call, Permission needed) {
        Organization organization = platform.accounts().organization(call.path("id"));
        Permission role = organization == null ? null : role(organization, call);
        if (organization == null || role == null) {
            throw new HttpError(404, "there is no organization " + call.path("id"));
        }
        if (!role.includes(needed)) {
            throw new HttpError(403, "this takes the role " + needed);
        }
        return organization;
    }

    private static @Nullable Permission role(Organization organization, Call call) {
        return Accounts.membership(organization, call.caller().user())
                .map(member -> member.role)
                .orElse(null);
    }

    private static Membership membership(Organization organization, String id) {
        Membership member = organization.members.get(id);
        if (member == null) {
            throw new HttpError(404, "the organization has no member " + id);
        }
        return member;
    }

    private static ObjectNode document(Organization organization, Call call) {
        ObjectNode json = organization.document.deepCopy();
        Permission role = role(organization, call);
        return role == null ? json : json.put("role", role.name());
    }

    private ObjectNode member(Membership member) {
        ObjectNode json = Platform.JSON.objectNode().put("id", member.id).put("email", member.email);
        User user = platform.accounts().userByEmail(member.email);
        if (user != null) {
            json.put("userId", user.id).put("displayName", user.displayName());
        }
        return json.put("role", member.role.name()).put("status", member.active ? "ACTIVE" : "PENDING");
    }

    // ----------------------------------------------------------------------------------------------- users

    private void users(Actions actions, String ns) {
        actions.on(ns + "get_accounts", call -> {
            User user = call.caller().user();
            List<ObjectNode> accounts = new ArrayList<>();
            accounts.add(account(user.id, user.displayName(), Permission.OWNER, false));
            for (Organization one : platform.accounts().organizations()) {
                Permission role = role(one, call);
                if (role != null) {
                    accounts.add(account(one.id, platform.accounts().displayName(one.id), role, true));
                }
            }
            return platform.platformListings().reply(call, accounts);
        });
        actions.on(ns + "get_invitations", call -> platform.platformListings()
                .reply(
                        call,
                        invited(call).stream().map(Organizations::invitation).toList()));
        actions.on(ns + "accept_invitation", call -> answer(call, true));
        actions.on(ns + "decline_invitation", call -> answer(call, false));
        actions.on(
                ns + "get_provider_tokens", call -> tokens(call, call.caller().user().providerTokens));
        actions.on(
                ns + "set_provider_token", call -> setToken(call, call.caller().user().providerTokens));
        actions.on(
                ns + "delete_provider_token",
                call -> deleteToken(call, call.caller().user().providerTokens));
    }

    private static ObjectNode account(String id, String name, Permission role, boolean organization) {
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("id", id)
                .put("displayName", name)
                .put("role", role.name())
                .put("isOrganization", organization);
        json.putObject("accountType")
                .put("name", organization ? "BUSINESS" : "PRO")
                .putObject("feature");
        return json;
    }

    private List<Membership> invited(Call call) {
        List<Membership> invited = new ArrayList<>();
        for (Organization organization : platform.accounts().organizations()) {
            for (Membership member : organization.members.values()) {
                if (member.invitation != null
                        && member.email.equalsIgnoreCase(call.caller().user().email)) {
                    invited.add(member);
                }
            }
        }
        return invited;
    }

    private static ObjectNode invitation(Membership member) {
        if (member.invitation == null) {
            throw new IllegalStateException("the member was not invited");
        }
        return member.invitation.put("role", member.role.name());
    }

    private Reply answer(Call call, boolean accepted) {
        String id = call.path("id");
        for (Membership member : invited(call)) {
            ObjectNode invitation = invitation(member);
            if (!invitation.path("id").stringValue("").equals(id)) {
                continue;
            }
            if (!invitation.path("status").stringValue("").equals("PENDING")) {
                throw new HttpError(
                        409, "the invitation is " + invitation.path("status").stringValue(""));
            }
            invitation.put("status", accepted ? "ACCEPTED" : "DECLINED");
            member.active = accepted;
            ObjectNode shown = invitation.deepCopy();
            if (!accepted) {
                for (Organization organization : platform.accounts().organizations()) {
                    organization.members.remove(member.id);
                }
            }
            return Reply.json(200, shown);
        }
        throw new HttpError(404, "there is no invitation " + id);
    }

    // ------------------------------------------------------------------------------------- provider tokens

    private Reply tokens(Call call, Map<String, ObjectNode> tokens) {
        return platform.platformListings().reply(call, List.copyOf(tokens.values()));
    }

    private static Reply setToken(Call call, Map<String, ObjectNode> tokens) {
        String provider = call.path("provider");
        if (!PROVIDERS.contains(provider)) {
            throw new HttpError(404, "there is no provider " + provider);
        }
        call.required("token");
        ObjectNode old = tokens.get(provider);
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("provider", provider)
                .put("configured", true)
                .put(
                        "createdAt",
                        old == null ? Platform.now() : old.path("createdAt").stringValue(""))
                .put("modifiedAt", Platform.now());
        tokens.put(provider, json);
        return Reply.json(200, json);
    }

    private static Reply deleteToken(Call call, Map<String, ObjectNode> tokens) {
        if (tokens.remove(call.path("provider")) == null) {
            throw new HttpError(404, "there is no token of the provider " + call.path("provider"));
        }
        return Reply.noContent();
    }

    /** The organizations of a user for its principal. */
    ArrayNode memberships(User user) {
        ArrayNode memberships = Platform.JSON.arrayNode();
        for (Organization organization : platform.accounts().organizations()) {
            Accounts.membership(organization, user).ifPresent(member -> memberships
                    .addObject()
                    .put("id", organization.id)
                    .put("accountType", "BUSINESS")
                    .put("role", member.role.name()));
        }
        return memberships;
    }
}
