package io.qhub.localhub.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations of all APIs. A template's segments are literal, <code>{name}</code> for any one segment, or, as the
 * last one, <code>{*name}</code> for the rest of the path. Of several templates that fit, the one with the earlier
 * literal segments wins.
 */
public final class Routes {

    record Route(String method, String template, String basePath, List<String> segments, Handler handler) {

        /** The path variables if the path fits, else null. */
        @Nullable
        Map<String, String> match(List<String> path) {
            Map<String, String> variables = new LinkedHashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{*")) {
                    variables.put(
                            segment.substring(2, segment.length() - 1),
                            String.join("/", path.subList(Math.min(i, path.size()), path.size())));
                    return variables;
                }
                if (i >= path.size()) {
                    return null;
                }
                if (segment.startsWith("{")) {
                    if (path.get(i).isEmpty()) {
                        return null;
                    }
                    variables.put(segment.substring(1, segment.length() - 1), path.get(i));
                } else if (!segment.equals(path.get(i))) {
                    return null;
                }
            }
            return path.size() == segments.size() ? variables : null;
        }

        private String sortKey() {
            StringBuilder key = new StringBuilder();
            for (String segment : segments) {
                key.append(segment.startsWith("{*") ? '2' : segment.startsWith("{") ? '1' : '0');
            }
            return key.toString();
        }
    }

    /** What a path leads to: a route, or none, and then the methods that the path does have. */
    record Match(@Nullable Route route, Map<String, String> variables, Set<String> allowed) {}

    /** Never changed, but replaced: APIs come and go while requests look for theirs. */
    private volatile List<Route> routes = List.of();

    private List<Route> added = new ArrayList<>();
    private String basePath = "";
    private BinaryOperator<String> place = (method, template) -> template;

    Routes() {}

    synchronized void addAll(Api api) {
        basePath = api.basePath();
        place = api::place;
        added = new ArrayList<>(routes);
        api.register(this);
        added.sort(Comparator.comparing(Route::sortKey));
        routes = List.copyOf(added);
    }

    synchronized void removeAll(String goneBasePath) {
        routes = routes.stream()
                .filter(route -> !route.basePath().equals(goneBasePath))
                .toList();
    }

    /**
     * Adds an operation of the API that is being registered.
     *
     * @param method the HTTP method
     * @param path the template below the API's base path, with a leading slash
     * @param handler what answers
     * @return this
     */
    public Routes add(String method, String path, Handler handler) {
        String template = basePath + place.apply(method, path);
        added.add(new Route(
                method, template, basePath, List.of(template.substring(1).split("/", -1)), handler));
        return this;
    }

    /**
     * Adds an operation on the base path of the API that is being registered, with no, one or two slashes at its end: a
     * client whose base URL ends with a slash sends two. Its template is the base path with one.
     *
     * @param method the HTTP method
     * @param handler what answers
     * @return this
     */
    public Routes addRoot(String method, Handler handler) {
        for (String end : List.of("", "/", "//")) {
            List<String> segments = List.of((basePath + end).substring(1).split("/", -1));
            added.add(new Route(method, basePath + "/", basePath, segments, handler));
        }
        return this;
    }

    Match find(String method, List<String> path) {
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> variables = route.match(path);
            if (variables != null) {
                if (route.method().equals(method)) {
                    return new Match(route, variables, allowed);
                }
                allowed.add(route.method());
            }
        }
        return new Match(null, Map.of(), allowed);
    }

    /** The segments of a raw path, each decoded by itself, so that an encoded slash stays inside its segment. */
    static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            segments.add(QueryStringDecoder.decodeComponent(raw.replace("+", "%2B")));
        }
        return segments;
    }
}
