package io.qhub.localhub.platform;

import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Money, none of which is real: shots of quantum jobs cost their account {@value #PRICE_PER_SHOT} EUR each, metering events
 * earn the provider of the service what its plan says. Every account begins with a credit of {@value #CREDIT} EUR.
 */
final class Billing {

    static final double PRICE_PER_SHOT = 0.0001;
    static final double CREDIT = 100;
    private static final String BUDGETS = "/billing/budgets";

    /** Something that was paid or earned. */
    private record Item(
            String id, Instant at, String account, String group, String product, double amount, ObjectNode work) {}

    private final Platform platform;

    Billing(Platform platform) {
        this.platform = platform;
    }

    void register(Actions actions) {
        String ns = "billing.";
        actions.add(ns + "get_costs_by_month", call -> month(call, costs(call)));
        actions.add(ns + "get_revenue_by_month", call -> month(call, Mono.just(revenue(call))));
        actions.add(ns + "get_balance", call -> costs(call).map(costs -> {
            double left = Math.max(0, CREDIT - sum(costs));
            ObjectNode json = Platform.JSON.objectNode();
            json.set("amountMajor", Platform.amount(Math.min(0, CREDIT - sum(costs)) + sum(revenue(call))));
            json.set("creditAmountMajor", Platform.amount(left));
            return Reply.json(200, json.put("updatedAt", Platform.now()));
        }));
        actions.add(ns + "get_credits", call -> costs(call).map(costs -> {
            ObjectNode json = Platform.JSON
                    .objectNode()
                    .put("id", "credit-" + call.caller().account());
            json.set("amountMajor", Platform.amount(CREDIT));
            json.set("remainingAmountMajor", Platform.amount(Math.max(0, CREDIT - sum(costs))));
            json.put("description", "Initial credit").put("grantedAt", Platform.time(platform.startedAt()));
            return platform.platformListings().reply(call, List.of(json));
        }));
        actions.add(ns + "get_billing_history", this::history);
        actions.add(ns + "get_cost_report", call -> report(call).map(json -> Reply.json(200, json)));
        actions.add(ns + "export_cost_report", this::export);
        platform.hooks().put(BUDGETS, new GenericActions.Hook() {
            @Override
            public void creating(Call call, Resource budget) {
                if (platform.store().all(BUDGETS).stream()
                        .anyMatch(other -> other.account.equals(budget.account)
                                && other.text("name").equals(budget.text("name")))) {
                    throw new HttpError(409, "there is already a budget " + budget.text("name"));
                }
            }

            @Override
            public void document(Caller caller, Resource budget, ObjectNode json) {
                if (!json.has("spentAmountMajor")) {
                    json.set("spentAmountMajor", Platform.amount(0));
                }
            }
        });
        workloads(actions, "quantum_workloads.");
    }

    // ------------------------------------------------------------------------------------------------ items

    private Mono<List<Item>> costs(Call call) {
        return works(call, organization -> organization.equals(call.caller().account()));
    }

    /** The quantum jobs of some accounts, with what they cost. */
    private Mono<List<Item>> works(Call call, Predicate<String> wanted) {
        return platform.workloads().map(all -> {
            List<Item> items = new ArrayList<>();
            for (ObjectNode work : all) {
                String account = work.path("organization_id").stringValue(platform.accounts().owner.id);
                if (wanted.test(account)) {
                    items.add(new Item(
                            work.path("id").stringValue(""),
                            Instant.parse(work.path("created_at").stringValue("")),
                            account,
                            work.path("backend_id").stringValue(""),
                            "QPU Shots",
                            work.path("shots").asLong(0) * PRICE_PER_SHOT,
                            work));
                }
            }
            return items;
        });
    }

    private List<Item> revenue(Call call) {
        List<Item> items = new ArrayList<>();
        for (Resource event : platform.store().everything()) {
            if (event.collection.endsWith("/metering-events")
                    && event.account.equals(call.caller().account())) {
                items.add(new Item(
                        event.id,
                        Instant.parse(event.text("timestamp")),
                        event.account,
                        event.parent == null ? "" : event.parent.text("name"),
                        event.text("productName"),
                        event.document.path("unitPrice").asDouble(0)
                                * event.document.path("count").asLong(0),
                        event.document));
            }
        }
        return items;
    }

    private static double sum(List<Item> items) {
        return items.stream().mapToDouble(Item::amount).sum();
    }

    private static ArrayNode groups(List<Item> items, Function<Item, String> by) {
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        items.forEach(item -> groups.computeIfAbsent(by.apply(item), name -> new ArrayList<>())
                .add(item));
        ArrayNode array = Platform.JSON.arrayNode();
        groups.forEach((name, members) -> {
            ObjectNode group = array.addObject().put("name", name);
            group.set("amountMajor", Platform.amount(sum(members)));
            Map<String, Double> products = new LinkedHashMap<>();
            members.forEach(item -> products.merge(item.product(), item.amount(), Double::sum));
            ArrayNode list = group.putArray("products");
            products.forEach((product, amount) ->
                    list.addObject().put("name", product).set("amountMajor", Platform.amount(amount)));
        });
        return array;
    }

    // --------------------------------------------------------------------------------------------- answers

    private static Mono<Reply> month(Call call, Mono<List<Item>> items) {
        int year = Integer.parseInt(String.valueOf(call.query("year")));
        int month = Integer.parseInt(String.valueOf(call.query("month")));
        if (month < 1 || month > 12) {
            throw new HttpError(400, "month must be 1 to 12, not " + month);
        }
        return items.map(all -> {
            List<Item> inMonth = all.stream()
                    .filter(item ->
                            YearMonth.from(item.at().atOffset(ZoneOffset.UTC)).equals(YearMonth.of(year, month)))
                    .toList();
            ObjectNode json = Platform.JSON.objectNode().put("year", year).put("month", month);
            json.set("amountMajor", Platform.amount(sum(inMonth)));
            json.set("groups", groups(inMonth, Item::group));
            return Reply.json(200, json);
        });
    }

    private Mono<Reply> history(Call call) {
        LocalDate from = date(call.query("from"));
        LocalDate to = date(call.query("to"));
        return costs(call).map(costs -> {
            List<ObjectNode> entries = new ArrayList<>();
            entries.add(entry("credit-" + call.caller().account(), "CREDIT", CREDIT, platform.startedAt())
                    .put("description", "Initial credit"));
            costs.forEach(item -> entries.add(
                    entry(item.id(), "CHARGE", item.amount(), item.at()).put("productName", item.product())));
            revenue(call)
                    .forEach(item -> entries.add(
                            entry(item.id(), "PAYOUT", item.amount(), item.at()).put("productName", item.product())));
            entries.removeIf(
                    entry -> !isWithin(Instant.parse(entry.path("createdAt").stringValue("")), from, to));
            return platform.platformListings().reply(call, entries);
        });
    }

    private static ObjectNode entry(String id, String type, double amount, Instant at) {
        ObjectNode json = Platform.JSON.objectNode().put("id", id).put("type", type);
        json.set("amountMajor", Platform.amount(amount));
        return json.put("createdAt", Platform.time(at));
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return text == null || text.isEmpty() ? null : LocalDate.parse(text);
    }

    private static boolean isWithin(Instant at, @Nullable LocalDate from, @Nullable LocalDate to) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    private Mono<ObjectNode> report(Call call) {
        String from = String.valueOf(call.query("from"));
        String to = String.valueOf(call.query("to"));
        String by = call.query("groupBy");
        return costs(call).map(costs -> {
            List<Item> within = costs.stream()
                    .filter(item -> isWithin(item.at(), date(from), date(to)))
                    .toList();
            ObjectNode json = Platform.JSON.objectNode().put("from", from).put("to", to);
            json.set("amountMajor", Platform.amount(sum(within)));
            json.set("groups", groups(within, item -> group(item, by == null ? "SERVICE" : by)));
            return json;
        });
    }

    private static String group(Item item, String by) {
        return switch (by) {
            case "DAY" -> item.at().atOffset(ZoneOffset.UTC).toLocalDate().toString();
            case "MONTH" -> YearMonth.from(item.at().atOffset(ZoneOffset.UTC)).toString();
            case "PRODUCT" -> item.product();
            case "USER", "ORGANIZATION" -> item.account();
            case "PROVIDER" -> item.work().path("provider").stringValue("");
            default -> item.group();
        };
    }

    private Mono<Reply> export(Call call) {
        boolean json = "JSON".equals(call.query("format"));
        return report(call).map(report -> {
            if (json) {
                return Reply.json(200, report);
            }
            StringBuilder csv = new StringBuilder("group,product,amount,currency\r\n");
            for (JsonNode group : report.path("groups")) {
                for (JsonNode product : group.path("products")) {
                    csv.append(group.path("name").stringValue(""))
                            .append(',')
                            .append(product.path("name").stringValue(""))
                            .append(',')
                            .append(product.path("amountMajor").path("value").doubleValue())
                            .append(',')
                            .append(Platform.CURRENCY)
                            .append("\r\n");
                }
            }
            return Reply.of(200, "text/csv", Content.of(csv.toString().getBytes(StandardCharsets.UTF_8)));
        });
    }

    // --------------------------------------------------------------------------------- quantum workloads

    private void workloads(Actions actions, String ns) {
        actions.add(ns + "get_quantum_workloads", call -> across(call).map(items -> platform.platformListings()
                .reply(call, items.stream().map(this::workload).toList())));
        actions.add(ns + "get_quantum_workload", call -> across(call).map(items -> items.stream()
                .filter(item -> item.id().equals(call.path("id")))
                .findFirst()
                .map(item -> Reply.json(200, workload(item)))
                .orElseThrow(() -> new HttpError(404, "there is no /quantum-workloads/" + call.path("id")))));
        actions.add(ns + "get_quantum_workload_costs", call -> across(call).map(items -> {
            ObjectNode json = Platform.JSON.objectNode();
            for (String member : List.of("from", "to")) {
                String value = call.query(member);
                if (value != null) {
                    json.put(member, value);
                }
            }
            String by = call.query("groupBy");
            json.set("amountMajor", Platform.amount(sum(items)));
            json.set("groups", groups(items, item -> group(item, by == null ? "BACKEND" : by)));
            return Reply.json(200, json);
        }));
    }

    /** What the user's accounts have had done, all of them or the organization that is asked for, within the query's time. */
    private Mono<List<Item>> across(Call call) {
        String organization = call.query("organizationId");
        String provider = call.query("provider");
        String type = call.query("type");
        Instant from = time(call.query("from"));
        Instant to = time(call.query("to"));
        return works(
                        call,
                        account -> organization == null
                                ? isOf(call.caller(), account)
                                : account.equals(organization) && isOf(call.caller(), account))
                .map(items -> items.stream()
                        .filter(item -> provider == null
                                || provider.equals(item.work().path("provider").stringValue("")))
                        .filter(item -> type == null
                                || type.equals(item.work().path("type").stringValue("")))
                        .filter(item -> from == null || !item.at().isBefore(from))
                        .filter(item -> to == null || !item.at().isAfter(to))
                        .toList());
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : OffsetDateTime.parse(text).toInstant();
    }

    private boolean isOf(Caller caller, String account) {
        return platform.accounts().role(caller.user(), account) != Permission.NONE;
    }

    private ObjectNode workload(Item item) {
        ObjectNode work = item.work();
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("id", item.id())
                .put("type", work.path("type").stringValue("JOB"));
        if (platform.accounts().user(item.account()) == null) {
            json.put("organizationId", item.account())
                    .put("organizationName", platform.accounts().displayName(item.account()));
        } else {
            json.put("userId", item.account());
        }
        json.put("backendId", item.group())
                .put("provider", work.path("provider").stringValue(""))
                .put("status", work.path("status").stringValue(""));
        if (work.path("shots").isIntegralNumber()) {
            json.put("shots", work.path("shots").intValue());
        }
        if (work.path("runtime").isIntegralNumber()) {
            json.put("runtime", work.path("runtime").longValue());
        }
        json.set("amountMajor", Platform.amount(item.amount()));
        json.put("createdAt", Platform.time(item.at()));
        String ended = work.path("ended_at").stringValue(null);
        return ended == null ? json : json.put("endedAt", ended);
    }
}
