package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.internal.call.PathTemplate;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PathTemplatePropertiesTest {

    /** Any Unicode text that names something, with what has a meaning in a URL more often than by chance. */
    @Provide
    Arbitrary<List<String>> ids() {
        Arbitrary<Integer> characters = Arbitraries.oneOf(
                Arbitraries.integers().between(0, Character.MAX_CODE_POINT),
                Arbitraries.of("/\\.%?#;:@&=+ {}~-_%2F".chars().boxed().toList()));
        return characters
                .filter(each -> each < Character.MIN_SURROGATE || each > Character.MAX_SURROGATE)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(text -> text.stream().map(Character::toString).collect(Collectors.joining()))
                .filter(text -> !text.isBlank() && !text.equals(".") && !text.equals(".."))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Property
    void everyValueIsOneSegmentAndCanBeReadBack(@ForAll("ids") List<String> ids) {
        String template = IntStream.range(0, ids.size())
                .mapToObj(i -> "/part/{id" + i + "}")
                .collect(Collectors.joining());

        String path = new PathTemplate(template).expand(ids.toArray());

        assertThat(path).matches("(/part/([A-Za-z0-9._~-]|%[0-9A-F]{2})+)+");
        assertThat(Stream.of(path.split("/part/")).skip(1))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .isEqualTo(ids);
        assertThat(URI.create("https://hub.test" + path).normalize()).hasToString("https://hub.test" + path);
    }
}
