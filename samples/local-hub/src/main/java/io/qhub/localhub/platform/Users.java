package io.qhub.localhub.platform;

import io.qhub.localhub.contract.ApiContract;
import io.qhub.localhub.control.Ids;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Ranges;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.platform.Accounts.User;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The user service, and on the Platform API who the caller is and its access tokens, which both sides show. */
final class Users {

    private static final String TOKENS = "/access-tokens";
    private static final List<String> EDITABLE = List.of("firstName", "lastName", "academicTitle");

    private final Platform platform;
    private final Organizations organizations;
    private final ApiContract contract;
    private final SecureRandom random = new SecureRandom();
    /** The tokens themselves, by the ids of their documents. */
    private final Map<String, String> values = new ConcurrentHashMap<>();

    /** With the contract of the user service. */
    Users(Platform platform, Organizations organizations, ApiContract contract) {
        this.platform = platform;
        this.organizations = organizations;
        this.contract = contract;
    }

    /** The operations of the Platform API. */
    void registerPlatform(Actions actions) {
        actions.on("authentication.authorize", call -> Reply.json(200, principal(call)));
        actions.on("authentication.get_api_tokens", call -> platform.platformListings()
                .reply(call, tokens(call.caller().user())));
        actions.on("authentication.create_api_token", this::createToken);
        actions.on("authentication.delete_api_token", this::deleteToken);
    }

    /** The operations of the user service. */
    void registerUser(Actions actions) {
        actions.on("authentication.authorize", call -> Reply.json(200, principal(call)));
        actions.on("user_settings.get_current_user", call -> Reply.json(200, currentUser(call)));
        actions.on("user_settings.update_current_user", call -> {
            ObjectNode json = call.caller().user().document;
            for (String member : EDITABLE) {
                String value = call.member(member);
                if (value != null) {
                    json.put(member, value);
                }
            }
            return Reply.json(200, currentUser(call));
        });
        actions.on("user_settings.get_profile_image", call -> {
            StoredFile image = call.caller().user().image;
            if (image == null) {
                throw new HttpError(404, "the user has no profile image");
            }
            return Ranges.reply(call.exchange(), image.mediaType(), image, image.etag());
        });
        actions.on("user_settings.upload_profile_image", call -> {
            Upload.Part part = Objects.requireNonNull(call.parts().get("file"));
            if (!part.file().mediaType().startsWith("image/")) {
                throw new HttpError(415, "a profile image must be an image, with a type like image/png");
            }
            dropImage(call.caller().user());
            call.caller().user().image = part.file();
            return Reply.noContent();
        });
        actions.on("user_settings.delete_profile_image", call -> {
            if (call.caller().user().image == null) {
                throw new HttpError(404, "the user has no profile image");
            }
            dropImage(call.caller().user());
            return Reply.noContent();
        });
        String tokens = "user_settings_personal_access_tokens.";
        actions.on(tokens + "get_personal_access_tokens", call -> {
            ArrayNode all = Platform.JSON.arrayNode();
            tokens(call.caller().user()).forEach(all::add);
            ObjectNode json = Platform.JSON.objectNode();
            json.set("accessTokens", all);
            return Reply.json(200, json);
        });
        actions.on(tokens + "create_personal_access_token", this::createToken);
        actions.on(tokens + "delete_personal_access_token", this::deleteToken);
        actions.on("users.search_users", call -> {
            String search = Objects.requireNonNull(call.query("search"));
            if (search.length() < 3) {
                throw new HttpError(400, "search must have at least three letters");
            }
            List<ObjectNode> found = platform.accounts().users().stream()
                    .filter(user ->
                            user.displayName().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT))
                                    || user.email.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
                    .map(Users::document)
                    .toList();
            return platform.listings(contract).reply(call, found);
        });
        actions.on("users.get_user", call -> {
            User user = platform.accounts().user(call.path("id"));
            if (user == null) {
                throw new HttpError(404, "there is no user " + call.path("id"));
            }
            return Reply.json(200, document(user));
        });
        actions.on("user_registration_status.get_user_registration_status", call -> {
            boolean registered = platform.accounts().userByEmail(Objects.requireNonNull(call.query("email"))) != null;
            return Reply.json(
                    200,
                    Platform.JSON
                            .objectNode()
                            .put("registered", registered)
                            .put("status", registered ? "REGISTERED" : "UNKNOWN"));
        });
    }

    private void dropImage(User user) {
        StoredFile image = user.image;
        if (image != null) {
            platform.files().delete(List.of(image));
            user.image = null;
        }
    }

    private ObjectNode principal(Call call) {
        User user = call.caller().user();
        ObjectNode json = Platform.JSON.objectNode().put("id", user.id);
        Resource token = null;
        for (Resource one : platform.store().all(TOKENS)) {
            token = call.caller().token().equals(values.get(one.id)) ? one : token;
        }
        ObjectNode shown = json.putObject("accessToken");
        if (token == null) {
            shown.put("id", "initial").put("name", "initial");
        } else {
            shown.put("id", token.id).put("name", token.text("name")).put("createdAt", token.text("createdAt"));
        }
        shown.put("usedAt", Platform.now());
        json.put("accountType", "PRO");
        json.set("organizationMemberships", organizations.memberships(user));
        return json;
    }

    private static ObjectNode document(User user) {
        return user.document.deepCopy().put("displayName", user.displayName());
    }

    private static ObjectNode currentUser(Call call) {
        User user = call.caller().user();
        ObjectNode json = document(user);
        return user.image == null
                ? json
                : json.put("profileImageUrl", Platform.url(call) + "/user-service/user-settings/profile-image");
    }

    // ----------------------------------------------------------------------------------------------- tokens

    private List<ObjectNode> tokens(User user) {
        return platform.store().all(TOKENS).stream()
                .filter(token -> token.account.equals(user.id))
                .map(Users::document)
                .toList();
    }

    private static ObjectNode document(Resource token) {
        ObjectNode json = Platform.JSON.objectNode().put("id", token.id);
        json.setAll(token.document);
        return json;
    }

    private Reply createToken(Call call) {
        User user = call.caller().user();
        ObjectNode json = Platform.JSON.objectNode().put("name", call.required("name"));
        ArrayNode scopes = json.putArray("scopes");
        call.json().path("scopes").forEach(scopes::add);
        if (scopes.isEmpty()) {
            scopes.add("API");
        }
        json.put("createdAt", Platform.now());
        String expiry = call.member("expiresAt");
        if (expiry != null) {
            Instant end = LocalDate.parse(expiry).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (!end.isAfter(Instant.now())) {
                throw new HttpError(422, "expiresAt must be in the future");
            }
            json.put("expiresAt", Platform.time(end));
        }
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        String value = "pat_" + HexFormat.of().formatHex(bytes);
        Resource token = new Resource(Ids.next(), TOKENS, null, user.id, user.id, json);
        values.put(token.id, value);
        platform.store().add(token);
        platform.accounts().accept(value, user);
        // The token is told this once.
        return Reply.json(201, document(token).put("value", value).put("token", value));
    }

    private Reply deleteToken(Call call) {
        Resource token = platform.store().find(TOKENS, call.path("id"));
        if (token == null || !token.account.equals(call.caller().user().id)) {
            throw new HttpError(404, "there is no " + TOKENS + "/" + call.path("id"));
        }
        String value = values.remove(token.id);
        if (value != null) {
            platform.accounts().revoke(value);
        }
        platform.remove(token);
        return Reply.noContent();
    }
}
