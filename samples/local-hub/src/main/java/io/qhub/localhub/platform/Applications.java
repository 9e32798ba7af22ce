package io.qhub.localhub.platform;

import io.qhub.localhub.control.Ids;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Applications, and what they show to the gateway: tokens and access keys. */
final class Applications {

    static final String COLLECTION = "/v2/applications";

    private final Platform platform;
    private final Subscriptions subscriptions;
    private final SecureRandom random = new SecureRandom();

    Applications(Platform platform, Subscriptions subscriptions) {
        this.platform = platform;
        this.subscriptions = subscriptions;
    }

    /** An application that the caller may name: one of the present account, or one of the user's own. */
    static Resource visible(Platform platform, String id, Caller caller) {
        Resource application = platform.store().find(COLLECTION, id);
        Caller personal = new Caller(caller.user(), caller.token(), null, Permission.OWNER);
        if (application == null
                || application.permission(caller) == Permission.NONE
                        && application.permission(personal) == Permission.NONE) {
            throw new HttpError(404, "there is no " + COLLECTION + "/" + id);
        }
        return application;
    }

    void register(Actions actions) {
        platform.hooks().put(COLLECTION, new GenericActions.Hook() {
            @Override
            public void creating(Call call, Resource application) {
                call.required("name");
            }

            @Override
            public void deleting(Call call, Resource application) {
                subscriptions.of(application).forEach(platform::remove);
                for (Resource key : platform.store().all(application.below("access-keys"))) {
                    platform.accessKeys().remove(key.id);
                }
            }

            @Override
            public void document(Caller caller, Resource application, ObjectNode json) {
                json.put("subscriptionCount", subscriptions.of(application).size());
            }
        });
        actions.on("applications.get_application_subscriptions", call -> {
            Resource application = application(call);
            return platform.platformListings()
                    .reply(
                            call,
                            subscriptions.of(application).stream()
                                    .map(one -> subscriptions.document(call, one))
                                    .toList());
        });
        actions.add("applications.get_access_token", this::accessToken);
        actions.add("authentication.get_application_access_token", this::accessToken);
        actions.on("authentication.get_access_keys", call -> {
            Resource application = application(call);
            return platform.platformListings()
                    .reply(
                            call,
                            platform.store().all(application.below("access-keys")).stream()
                                    .map(key -> key.document)
                                    .toList());
        });
        actions.on("authentication.create_access_key", this::createKey);
        actions.on("authentication.delete_access_key", call -> {
            Resource application = application(call);
            Resource key =
                    platform.store().get(application.below("access-keys"), call.path("accessKeyId"), call.caller());
            Platform.need(application, call.caller(), Permission.MAINTAINER);
            platform.accessKeys().remove(key.id);
            platform.remove(key);
            return Reply.noContent();
        });
    }

    private Resource application(Call call) {
        return platform.store().get(COLLECTION, call.path("id"), call.caller());
    }

    private Mono<Reply> accessToken(Call call) {
        Resource application = application(call);
        Platform.need(application, call.caller(), Permission.MAINTAINER);
        return platform.gateway()
                .token(application.id)
                .map(token -> Reply.json(
                        200,
                        Platform.JSON
                                .objectNode()
                                .put("id", Ids.next())
                                .put("name", application.text("name"))
                                .put("createdAt", Platform.now())
                                .put("expiresAt", Platform.time(Instant.ofEpochMilli(token.expiresAt())))
                                .put("value", token.value())
                                .put("token", token.value())));
    }

    private Reply createKey(Call call) {
        Resource application = application(call);
        Platform.need(application, call.caller(), Permission.MAINTAINER);
        String id = Ids.next();
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        platform.accessKeys().register(id, secret, application.id);
        ObjectNode json = Platform.JSON.objectNode().put("accessKeyId", id).put("createdAt", Platform.now());
        String name = call.member("name");
        if (name != null) {
            json.put("name", name);
        }
        platform.store()
                .add(new Resource(
                        id,
                        application.below("access-keys"),
                        application,
                        application.account,
                        call.caller().user().id,
                        json));
        // The secret is told this once.
        return Reply.json(201, json.deepCopy().put("secretAccessKey", secret));
    }
}
