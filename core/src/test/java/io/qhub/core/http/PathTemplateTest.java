package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.internal.call.PathTemplate;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

    @Test
    void putsEachVariableWhereItBelongs() {
        PathTemplate template = new PathTemplate("/pools/{id}/files/{name}/meta");

        assertThat(template.expand("p", "f")).isEqualTo("/pools/p/files/f/meta");
        assertThat(template.variables()).containsExactly("id", "name");
        assertThat(new PathTemplate("/jobs").expand()).isEqualTo("/jobs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/b",
                "https://evil/",
                "//evil",
                "%2e%2e",
                "%2F",
                "a\r\nX: y",
                "?",
                "?a=b",
                "#",
                "#f",
                ";",
                ";v=1",
                "a b",
                " a",
                "a\tb",
                "\u0000",
                "\\",
                "..\\..",
                "{id}",
                "{",
                "}",
                "@",
                ":",
                "a:b@c",
                "&",
                "+",
                "ü",
                "日本",
                "😀",
                "...",
                "-",
                "~",
                "\u202e",
                "job'\"<>|^`"
            })
    void makesOneSegmentOfWhateverTheValueHolds(String value) {
        String path = new PathTemplate("/a/{id}/b").expand(value);

        String segment = path.substring("/a/".length(), path.length() - "/b".length());
        assertThat(segment).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})+").isNotIn(".", "..");
        assertThat(URLDecoder.decode(segment, StandardCharsets.UTF_8)).isEqualTo(value);
        URI url = URI.create("https://hub.test" + path);
        assertThat(url.normalize().getRawPath()).isEqualTo(path);
        assertThat(url.getHost()).isEqualTo("hub.test");
        assertThat(url.getRawQuery()).isNull();
        assertThat(url.getRawFragment()).isNull();
    }

    @Test
    void takesValuesThatAreNotText() {
        assertThat(new PathTemplate("/a/{id}").expand(7L)).isEqualTo("/a/7");
    }

    @Test
    void makesAValidSegmentEvenOfBrokenUnicode() {
        assertThat(new PathTemplate("/a/{id}").expand("x\ud800")).isEqualTo("/a/x%3F");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n", ".", ".."})
    void refusesWhatWouldNameAnotherPath(String value) {
        PathTemplate template = new PathTemplate("/a/{jobId}/b");

        assertThatThrownBy(() -> template.expand(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("jobId: ");
    }

    @Test
    void refusesNullAndAWrongNumberOfValues() {
        PathTemplate template = new PathTemplate("/a/{jobId}");

        assertThatThrownBy(() -> template.expand((Object) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("jobId");
        assertThatThrownBy(template::expand)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jobId");
        assertThatThrownBy(() -> template.expand("a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/{}", "/a/{id", "/a/id}", "/a/{1}", "/a/{i d}", "/{{id}}"})
    void refusesATemplateThatIsNone(String template) {
        assertThatThrownBy(() -> new PathTemplate(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(template);
    }
}
