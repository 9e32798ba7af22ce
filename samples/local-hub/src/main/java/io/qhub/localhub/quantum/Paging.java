package io.qhub.localhub.quantum;

import io.qhub.localhub.http.Exchange;
import io.qhub.localhub.http.HttpError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Pages: {@code page} from 0, {@code size} (20; more than 1,000 counts as 1,000), {@code sort=field,asc|desc}. */
final class Paging {

    private static final int DEFAULT_SIZE = 20;
    private static final int MAX_SIZE = 1000;

    private Paging() {}

    /** What a list can be sorted by: the value of a field, or null. */
    interface Field<T> extends Function<T, @Nullable Comparable<?>> {}

    /**
     * One page.
     *
     * @param all the whole list, newest first: the order without {@code sort}, and among equals
     * @param fields the sortable fields by their snake_case names
     */
    static <T> ObjectNode page(
            Exchange exchange, List<T> all, Map<String, Field<T>> fields, Function<T, ObjectNode> document) {
        int page = number(exchange, "page", 0, 0);
        int size = Math.min(MAX_SIZE, number(exchange, "size", DEFAULT_SIZE, 1));
        Comparator<T> order = order(exchange.queryAll("sort"), fields);
        List<T> sorted = all;
        if (order != null) {
            sorted = new ArrayList<>(all);
            sorted.sort(order);
        }
        long from = Math.min((long) page * size, sorted.size());
        long to = Math.min(from + size, sorted.size());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode content = json.putArray("content");
        sorted.subList((int) from, (int) to).forEach(element -> content.add(document.apply(element)));
        int pages = (sorted.size() + size - 1) / size;
        json.put("page", page);
        json.put("size", size);
        json.put("total_elements", sorted.size());
        json.put("total_pages", pages);
        json.put("last", page + 1 >= pages);
        return json;
    }

    private static int number(Exchange exchange, String name, int defaultValue, int least) {
        String text = exchange.query(name);
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

    private static <T> @Nullable Comparator<T> order(List<String> sorts, Map<String, Field<T>> fields) {
        Comparator<T> order = null;
        for (String sort : sorts) {
            String[] parts = sort.split(",", -1);
            // createdAt and created_at are the same field.
            String name = parts[0].replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
            Field<T> field = fields.get(name);
            if (field == null) {
                throw new HttpError(
                        400,
                        "sort names an unknown field: " + parts[0] + "; known are "
                                + String.join(", ", new TreeMap<>(fields).keySet()));
            }
            String direction = parts.length < 2 ? "asc" : parts[1].toLowerCase(Locale.ROOT);
            if (parts.length > 2 || !direction.equals("asc") && !direction.equals("desc")) {
                throw new HttpError(400, "sort must be field,asc or field,desc, not " + sort);
            }
            Comparator<T> next = by(field, direction.equals("desc"));
            order = order == null ? next : order.thenComparing(next);
        }
        return order;
    }

    /** Elements without a value come last, whatever the direction. */
    private static <T> Comparator<T> by(Field<T> field, boolean descending) {
        return (a, b) -> {
            Comparable<?> left = field.apply(a);
            Comparable<?> right = field.apply(b);
            if (left == null || right == null) {
                return left == right ? 0 : left == null ? 1 : -1;
            }
            int result = compare(left, right);
            return descending ? -result : result;
        };
    }

    @SuppressWarnings("unchecked")
    private static int compare(Comparable<?> left, Comparable<?> right) {
        return ((Comparable<Object>) left).compareTo(right);
    }
}
