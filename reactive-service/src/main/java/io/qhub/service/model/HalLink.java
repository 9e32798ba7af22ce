package io.qhub.service.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A link as it stands in a result. The client never follows one: it is data, whatever it says.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param href where the link points, as sent: the gateway's start with {@code /} and are relative to the service
 * @param templated whether the href is a URI template
 * @param type the media type behind the link
 * @param deprecation the URL that tells why the link is out of use
 * @param name a second key among links of one relation
 * @param profile the URL of a profile
 * @param title a title for people
 * @param hreflang the language behind the link
 */
public record HalLink(
        @Nullable String href,
        @Nullable Boolean templated,
        @Nullable String type,
        @Nullable String deprecation,
        @Nullable String name,
        @Nullable String profile,
        @Nullable String title,
        @Nullable String hreflang) {

    /** What fits of a link of any shape: of several links of one relation the first, of a bare text the href. */
    static HalLink read(JsonNode link) {
        JsonNode one = link.isArray() ? link.path(0) : link;
        JsonNode templated = one.path("templated");
        return new HalLink(
                one.isString() ? one.stringValue() : text(one, "href"),
                templated.isBoolean() ? (Boolean) templated.booleanValue() : null,
                text(one, "type"),
                text(one, "deprecation"),
                text(one, "name"),
                text(one, "profile"),
                text(one, "title"),
                text(one, "hreflang"));
    }

    private static @Nullable String text(JsonNode link, String member) {
        JsonNode value = link.path(member);
        return value.isString() ? value.stringValue() : null;
    }
}
