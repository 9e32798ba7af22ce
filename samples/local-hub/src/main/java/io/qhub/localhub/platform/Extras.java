package io.qhub.localhub.platform;

import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Eligibility and git integrations. */
final class Extras {

    private static final String INTEGRATIONS = "/git-integrations";

    /** How many of a thing an account may have; 0 for none at all. */
    private static final Map<String, Integer> LIMITS = new TreeMap<>(Map.of(
            "DATA_POOL", 1000,
            "MANAGED_SERVICE", 100,
            "MANAGED_SERVICE_GPU", 0,
            "MARKETPLACE_PUBLICATION", 100));

    private static final Map<String, String> COUNTED = Map.of(
            "DATA_POOL",
            DataPools.COLLECTION,
            "MANAGED_SERVICE",
            Services.COLLECTION,
            "MANAGED_SERVICE_GPU",
            "",
            "MARKETPLACE_PUBLICATION",
            "");

    private final Platform platform;

    Extras(Platform platform) {
        this.platform = platform;
    }

    void register(Actions actions) {
        actions.on("eligibility.get_eligibility", call -> {
            ObjectNode json = Platform.JSON
                    .objectNode()
                    .put("accountType", call.caller().organization() == null ? "PRO" : "BUSINESS");
            ArrayNode checks = json.putArray("checks");
            LIMITS.keySet().forEach(feature -> checks.add(check(call, feature)));
            return Reply.json(200, json);
        });
        actions.on("eligibility.check_eligibility", call -> {
            if (!LIMITS.containsKey(call.path("feature"))) {
                throw new HttpError(
                        404, "there is no feature " + call.path("feature") + "; there are " + LIMITS.keySet());
            }
            return Reply.json(200, check(call, call.path("feature")));
        });
        platform.hooks().put(INTEGRATIONS, new GenericActions.Hook() {
            @Override
            public void creating(Call call, Resource integration) {
                if (platform.store().all(INTEGRATIONS).stream()
                        .anyMatch(other -> other.account.equals(integration.account)
                                && other.text("name").equals(integration.text("name")))) {
                    throw new HttpError(409, "there is already a git integration " + integration.text("name"));
                }
                integration.document.put("status", "CONNECTED");
            }
        });
        actions.on("git_integrations.get_git_repositories", call -> {
            Resource integration = platform.store().get(INTEGRATIONS, call.path("id"), call.caller());
            String base = integration.document.path("baseUrl").stringValue("https://git.example.org");
            List<ObjectNode> repositories = List.of("local/optimiser", "local/experiments").stream()
                    .map(name -> Platform.JSON
                            .objectNode()
                            .put("id", integration.id + "-" + Services.slug(name))
                            .put("fullName", name)
                            .put("url", base + "/" + name)
                            .put("defaultBranch", "main")
                            .put("private", true))
                    .toList();
            return platform.platformListings().reply(call, repositories);
        });
    }

    private ObjectNode check(Call call, String feature) {
        int limit = LIMITS.getOrDefault(feature, 0);
        long used = platform.store().all(COUNTED.getOrDefault(feature, "")).stream()
                .filter(resource -> resource.account.equals(call.caller().account()))
                .count();
        boolean eligible = used < limit;
        ObjectNode json = Platform.JSON.objectNode().put("feature", feature).put("eligible", eligible);
        if (!eligible) {
            json.put("reason", limit == 0 ? "the account type does not include it" : "the limit has been reached");
        }
        return json.put("limit", limit).put("used", used);
    }
}
