package io.qhub.localhub.platform;

import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Ranges;
import io.qhub.localhub.http.Reply;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What has been published. The id of a service's listing is that of its version; the service's own leads there, too. */
final class Marketplace {

    /** One transparent pixel. */
    private static final byte[] LOGO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private static final Map<String, String> CONTENT = Map.of(
            "algorithm", "/algorithms",
            "implementation", "/implementations",
            "use_case", "/use-cases");

    private final Platform platform;
    private final Services services;

    Marketplace(Platform platform, Services services) {
        this.platform = platform;
        this.services = services;
    }

    void register(Actions actions) {
        String ns = "marketplace.";
        actions.on(ns + "get_marketplace_services", call -> platform.platformListings()
                .reply(
                        call,
                        published().stream()
                                .map(version -> overview(call, version))
                                .toList()));
        actions.on(ns + "get_marketplace_service", call -> Reply.json(200, api(platform, call, listed(call))));
        actions.on(ns + "get_marketplace_service_openapi", call -> services.marketplaceDefinition(call, listed(call)));
        actions.on(ns + "get_marketplace_service_logo", call -> {
            Resource version = listed(call);
            return Ranges.reply(call.exchange(), "image/png", Content.of(LOGO), "\"" + version.id + "\"");
        });
        CONTENT.forEach((kind, collection) -> {
            actions.on(ns + "get_marketplace_" + kind + "s", call -> platform.platformListings()
                    .reply(
                            call,
                            platform.store().all(collection).stream()
                                    .filter(Marketplace::isPublic)
                                    .map(one -> document(call, one, collection))
                                    .toList()));
            actions.on(ns + "get_marketplace_" + kind, call -> {
                Resource found = platform.store().find(collection, call.path("id"));
                if (found == null || !isPublic(found)) {
                    throw new HttpError(404, "nothing published has the id " + call.path("id"));
                }
                return Reply.json(200, document(call, found, collection));
            });
        });
    }

    private static boolean isPublic(Resource resource) {
        return resource.everybody.includes(Permission.VIEWER);
    }

    private ObjectNode document(Call call, Resource resource, String collection) {
        return GenericActions.document(call, resource, platform.schema(call.operation()), platform.hook(collection));
    }

    private List<Resource> published() {
        List<Resource> published = new ArrayList<>();
        for (Resource service : platform.store().all(Services.COLLECTION)) {
            Resource version = services.version(service);
            if (version.text("lifecycle").equals("PUBLISHED")) {
                published.add(version);
            }
        }
        return published;
    }

    private Resource listed(Call call) {
        String id = call.path("id");
        return published().stream()
                .filter(version -> version.id.equals(id)
                        || Objects.requireNonNull(version.parent).id.equals(id))
                .findFirst()
                .orElseThrow(() -> new HttpError(404, "nothing published has the id " + id));
    }

    private static String pricing(Resource version) {
        boolean free = false;
        boolean commercial = false;
        for (JsonNode plan : version.document.path("pricingPlans")) {
            free |= plan.path("type").stringValue("").equals("FREE");
            commercial |= plan.path("type").stringValue("").equals("COMMERCIAL");
        }
        return commercial ? free ? "FREEMIUM" : "COMMERCIAL" : "FREE";
    }

    private ObjectNode overview(Call call, Resource version) {
        Resource service = Objects.requireNonNull(version.parent);
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("id", version.id)
                .put("serviceId", service.id)
                .put("name", version.text("name"))
                .put("provider", platform.accounts().displayName(service.account))
                .put("type", version.text("type"))
                .put("lifecycle", version.text("lifecycle"));
        json.set("industries", version.document.path("industries").deepCopy());
        return json.put("pricingCategory", pricing(version))
                .put("rating", 0)
                .put("logoUrl", Platform.url(call) + "/qc-catalog/v2/apis/" + version.id + "/logo")
                .put("isFeatured", false);
    }

    /** A version as those see it who can subscribe to it. */
    static ObjectNode api(Platform platform, Call call, Resource version) {
        Resource service = Objects.requireNonNull(version.parent);
        String provider = platform.accounts().displayName(service.account);
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("id", version.id)
                .put("serviceId", service.id)
                .put("name", version.text("name"))
                .put("displayName", service.text("displayName"))
                .put("context", version.text("context"))
                .put("version", version.text("version"))
                .put(
                        "gatewayEndpoint",
                        Platform.url(call)
                                + ServiceVersion.of(version).deployment.path())
                .put("provider", provider)
                .put("lifecycle", version.text("lifecycle"))
                .put("serviceType", version.text("type"))
                .put("pricingCategory", pricing(version))
                .put("isFeatured", false);
        if (version.document.has("description")) {
            json.put("description", version.text("description"));
        }
        json.set("pricingPlans", version.document.path("pricingPlans").deepCopy());
        json.set("industries", version.document.path("industries").deepCopy());
        json.putObject("publisher")
                .put("id", service.account)
                .put("name", provider)
                .put("type", platform.accounts().user(service.account) == null ? "ORGANIZATION" : "USER");
        return json;
    }
}
