package io.qhub.localhub.platform;

import io.qhub.localhub.control.Ids;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Subscriptions of applications to services. */
final class Subscriptions {

    static final String COLLECTION = "/subscriptions";

    private final Platform platform;

    Subscriptions(Platform platform) {
        this.platform = platform;
    }

    void register(Actions actions) {
        String ns = "subscriptions.";
        actions.on(ns + "get_subscriptions", call -> {
            String application = call.query("applicationId");
            String service = call.query("serviceId");
            return platform.platformListings()
                    .reply(
                            call,
                            platform.store().list(COLLECTION, call.caller()).stream()
                                    .filter(one -> application == null
                                            || one.text("applicationId").equals(application))
                                    .filter(one -> service == null
                                            || one.text("serviceId").equals(service))
                                    .map(one -> document(call, one))
                                    .toList());
        });
        actions.add(ns + "create_subscription", this::create);
        actions.on(ns + "get_subscription", call -> Reply.json(200, document(call, one(call))));
        actions.add(ns + "delete_subscription", call -> {
            Resource subscription = one(call);
            Platform.need(subscription, call.caller(), Permission.MAINTAINER);
            platform.remove(subscription);
            // Once more, and waited for: whoever reads the answer can rely on it.
            return platform.gateway()
                    .expel(subscription.text("versionId"), subscription.text("applicationId"))
                    .thenReturn(Reply.noContent());
        });
    }

    Resource one(Call call) {
        return platform.store().get(COLLECTION, call.path("id"), call.caller());
    }

    private Mono<Reply> create(Call call) {
        String applicationId = call.required("applicationId");
        Resource application = platform.store().get(Applications.COLLECTION, applicationId, call.caller());
        Platform.need(application, call.caller(), Permission.MAINTAINER);
        Resource version = offered(call.required("serviceId"), call.caller());
        Resource service = Objects.requireNonNull(version.parent);
        if (of(application).stream().anyMatch(one -> one.text("serviceId").equals(service.id))) {
            throw new HttpError(409, "the application " + applicationId + " has already subscribed to this service");
        }
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("applicationId", application.id)
                .put("serviceId", service.id)
                .put("versionId", version.id);
        JsonNode plan = version.document.path("pricingPlans").path(0);
        if (plan.isObject()) {
            json.set("pricingPlan", plan.deepCopy());
        }
        Resource subscription = new Resource(
                Ids.next(), COLLECTION, null, application.account, call.caller().user().id, json);
        platform.store().add(subscription);
        platform.tell(
                service.account,
                "SERVICE_SUBSCRIBED",
                "New subscription",
                "an application has subscribed to " + service.text("name"));
        return platform.gateway()
                .admit(version.id, application.id)
                .thenReturn(Reply.json(201, document(call, subscription)));
    }

    /** The version of a service that the caller may subscribe to, by the service's id or the listing's. */
    private Resource offered(String id, Caller caller) {
        Resource service = platform.store().find(Services.COLLECTION, id);
        Resource version = null;
        if (service != null) {
            version = platform.store().all(service.below("versions")).get(0);
        } else {
            for (Resource other : platform.store().all(Services.COLLECTION)) {
                Resource found = platform.store().find(other.below("versions"), id);
                version = found == null ? version : found;
            }
        }
        if (version == null || version.parent == null) {
            throw new HttpError(404, "there is no service " + id);
        }
        service = version.parent;
        String lifecycle = version.text("lifecycle");
        boolean own = service.account.equals(caller.account());
        boolean shared = isShared(service, caller);
        if (!own && !shared && !lifecycle.equals("PUBLISHED")) {
            throw new HttpError(404, "there is no service " + id);
        }
        if (lifecycle.equals("CREATED")) {
            throw new HttpError(409, "the service has not been published");
        }
        return version;
    }

    private boolean isShared(Resource service, Caller caller) {
        return platform.store().all(Shares.OF_SERVICES).stream()
                .anyMatch(share -> share.text("serviceId").equals(service.id)
                        && (share.text("recipientId").equals(caller.account())
                                || share.text("recipientId").equals(caller.user().id))
                        && Shares.isActive(share.document));
    }

    /** The subscriptions of an application. */
    List<Resource> of(Resource application) {
        return with("applicationId", application.id);
    }

    /** The subscriptions to a service. */
    List<Resource> ofService(Resource service) {
        return with("serviceId", service.id);
    }

    private List<Resource> with(String member, String id) {
        return platform.store().all(COLLECTION).stream()
                .filter(one -> one.text(member).equals(id))
                .toList();
    }

    ObjectNode document(Call call, Resource subscription) {
        ObjectNode json = Platform.JSON.objectNode().put("id", subscription.id);
        Resource application = platform.store().find(Applications.COLLECTION, subscription.text("applicationId"));
        if (application != null) {
            ObjectNode shown = json.putObject("application").put("id", application.id);
            shown.setAll(application.document);
            shown.put("subscriptionCount", of(application).size());
        }
        Resource version = version(subscription);
        if (version != null) {
            json.set("api", Marketplace.api(platform, call, version));
        }
        JsonNode plan = subscription.document.get("pricingPlan");
        if (plan != null) {
            json.set("pricingPlan", plan);
        }
        return json.put("logsAvailable", true);
    }

    private @Nullable Resource version(Resource subscription) {
        return platform.store()
                .find(
                        Services.COLLECTION + "/" + subscription.text("serviceId") + "/versions",
                        subscription.text("versionId"));
    }
}
