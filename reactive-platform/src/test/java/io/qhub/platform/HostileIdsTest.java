package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Whatever an id holds, it is refused or it is one segment: no other path, no query, no further header. */
class HostileIdsTest extends WireFixture {

    private static final List<String> IDS = List.of(
            "../x",
            "..",
            ".",
            "a/b",
            "a\\b",
            "https://evil/",
            "//evil/x",
            "@evil",
            "%2e%2e",
            "%2F",
            "",
            " ",
            "a?b=c",
            "a#b",
            "a;b=c",
            "{id}",
            "a\r\nX: y",
            "a\u0000b",
            "\u00e9\u20ac\ud83d\ude00");
    private static final Set<String> REFUSED = Set.of("", " ", ".", "..");

    static List<Call> calls() {
        return Call.operations().stream()
                .filter(call -> !call.row().variables().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void idsStayWhereTheyBelong(Call call) {
        // An error takes no decoding, so that the same answer does for all.
        answerJson(403, "{}");
        for (String variable : call.row().variables()) {
            for (String id : IDS) {
                assertThat(sent(call, Map.of(variable, id)))
                        .as("%s '%s' was sent", variable, id)
                        .isEqualTo(!REFUSED.contains(id));
            }
        }
    }

    /** Makes the call; false if it was refused at once. */
    private static boolean sent(Call call, Map<String, String> ids) {
        int before = requests();
        Publisher<?> published;
        try {
            published = call.on(platform(), user(), directory(), ids);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).containsAnyOf("must not be empty", "is not an id");
            assertThat(refused.getMessage()).startsWith(ids.keySet().iterator().next());
            assertThat(requests()).isEqualTo(before);
            return false;
        }
        drain(Flux.from(published).onErrorComplete());
        RecordedRequest request = taken();
        assertThat(requests()).isEqualTo(before + 1);

        String path = request.getTarget().replaceFirst("\\?.*", "");
        List<String> found = Arrays.stream(path.split("/", -1))
                .peek(segment -> assertThat(segment).isNotIn(".", "..").matches("[A-Za-z0-9._~%-]*"))
                .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
                .toList();
        List<String> wanted = call.segments(ids);
        assertThat(found.subList(2, found.size())).isEqualTo(wanted.subList(1, wanted.size()));
        assertThat(request.getHeaders().get("X")).isNull();
        return true;
    }
}
