package io.qhub.localhub.platform;

import io.qhub.localhub.contract.ApiContract;
import io.qhub.localhub.contract.ApiContract.Member;
import io.qhub.localhub.contract.ApiContract.Operation;
import io.qhub.localhub.contract.ApiContract.Schema;
import io.qhub.localhub.control.PlatformSettings;
import io.qhub.localhub.control.PlatformSettings.ListingForm;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers listings: filtered by the query parameters that are members of the elements, searched by name, sorted, and in
 * the form that the settings say. Pages have 20 elements unless {@code size} says otherwise, at most 1,000.
 */
final class Listings {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEFAULT_SIZE = 20;
    private static final int MAX_SIZE = 1000;
    private static final Set<String> PAGING = Set.of("page", "size", "sort");
    private static final List<String> NAMES = List.of("name", "displayName", "title", "fullName", "email", "username");

    private final ApiContract contract;
    private final PlatformSettings settings;

    Listings(ApiContract contract, PlatformSettings settings) {
        this.contract = contract;
        this.settings = settings;
    }

    /** The schema of the elements of a listing, or of the answer itself if it is none. */
    static String element(Operation operation) {
        String type = String.valueOf(operation.response());
        if (type.startsWith("PageResponse<")) {
            return type.substring("PageResponse<".length(), type.length() - 1);
        }
        return type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
    }

    Reply reply(Call call, List<ObjectNode> all) {
        Operation operation = call.operation();
        Schema schema = contract.schemas().get(element(operation));
        Map<String, Member> members = schema == null ? Map.of() : schema.members();
        List<ObjectNode> found = new ArrayList<>();
        for (ObjectNode one : all) {
            if (matches(call, members, one)) {
                found.add(one);
            }
        }
        Comparator<ObjectNode> order = order(call.exchange().queryAll("sort"), members);
        if (order != null) {
            found.sort(order);
        }
        boolean paged = String.valueOf(operation.response()).startsWith("PageResponse<");
        ListingForm form = settings.listingForm();
        if (!paged && (form == ListingForm.AS_DOCUMENTED || form == ListingForm.ARRAYS)) {
            return Reply.json(200, array(found));
        }
        int page = number(call, "page", 0, 0);
        int size = Math.min(MAX_SIZE, number(call, "size", DEFAULT_SIZE, 1));
        int from = (int) Math.min((long) page * size, found.size());
        List<ObjectNode> content = found.subList(from, Math.min(from + size, found.size()));
        int pages = (found.size() + size - 1) / size;
        if (form == ListingForm.ARRAYS) {
            return Reply.json(200, array(content));
        }
        ObjectNode json = JSON.objectNode();
        json.set("content", array(content));
        json.put("size", size).put("totalElements", found.size()).put("totalPages", pages);
        if (form != ListingForm.SPRING_PAGES) {
            return Reply.json(200, json.put("page", page));
        }
        json.put("number", page)
                .put("numberOfElements", content.size())
                .put("first", page == 0)
                .put("last", page + 1 >= pages)
                .put("empty", content.isEmpty());
        ObjectNode sort = JSON.objectNode()
                .put("empty", order == null)
                .put("sorted", order != null)
                .put("unsorted", order == null);
        json.set("sort", sort);
        ObjectNode pageable = json.putObject("pageable");
        pageable.put("offset", from)
                .put("pageNumber", page)
                .put("pageSize", size)
                .put("paged", true)
                .put("unpaged", false);
        pageable.set("sort", sort.deepCopy());
        return Reply.json(200, json);
    }

    private static ArrayNode array(List<ObjectNode> elements) {
        ArrayNode array = JSON.arrayNode();
        elements.forEach(array::add);
        return array;
    }

    private static boolean matches(Call call, Map<String, Member> members, ObjectNode one) {
        for (String name : call.operation().query().keySet()) {
            String value = call.query(name);
            if (value == null || PAGING.contains(name)) {
                continue;
            }
            if (name.equals("search") || name.equals("title")) {
                if (!isNamed(one, value.toLowerCase(Locale.ROOT))) {
                    return false;
                }
            } else if (members.containsKey(name) && !one.path(name).asString("").equals(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamed(ObjectNode one, String part) {
        return NAMES.stream()
                .anyMatch(name ->
                        one.path(name).stringValue("").toLowerCase(Locale.ROOT).contains(part));
    }

    private static int number(Call call, String name, int defaultValue, int least) {
        String text = call.query(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new HttpError(400, name + " must be an integer of at least " + least + ", not " + text);
    }

    private static @Nullable Comparator<ObjectNode> order(List<String> sorts, Map<String, Member> members) {
        Comparator<ObjectNode> order = null;
        for (String sort : sorts) {
            String[] parts = sort.split(",", -1);
            String direction = parts.length < 2 ? "asc" : parts[1].toLowerCase(Locale.ROOT);
            if (!members.isEmpty() && !members.containsKey(parts[0])) {
                throw new HttpError(
                        400,
                        "sort names an unknown field: " + parts[0] + "; known are "
                                + String.join(", ", members.keySet()));
            }
            if (parts.length > 2 || !direction.equals("asc") && !direction.equals("desc")) {
                throw new HttpError(400, "sort must be field,asc or field,desc, not " + sort);
            }
            Comparator<ObjectNode> next = by(parts[0], direction.equals("desc"));
            order = order == null ? next : order.thenComparing(next);
        }
        return order;
    }

    /** Elements without a value come last, whatever the direction. */
    private static Comparator<ObjectNode> by(String field, boolean descending) {
        return (a, b) -> {
            JsonNode left = a.get(field);
            JsonNode right = b.get(field);
            boolean noLeft = left == null || left.isNull();
            boolean noRight = right == null || right.isNull();
            if (noLeft || noRight) {
                return noLeft == noRight ? 0 : noLeft ? 1 : -1;
            }
            int result = left.isNumber() && right.isNumber()
                    ? Double.compare(left.doubleValue(), right.doubleValue())
                    : left.asString("").compareTo(right.asString(""));
            return descending ? -result : result;
        };
    }
}
