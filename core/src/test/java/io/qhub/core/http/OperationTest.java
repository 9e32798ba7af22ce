package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.http.Operation.Shape;
import io.qhub.core.paging.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** What is told of an operation is what it does. */
class OperationTest {

    private record Sent(String name) {}

    private record Answered(String id) {}

    private final Operations group = Operations.of("test.things");

    @Test
    void tellsWhatItWasMadeOf() {
        Operation<Page<Answered>> operation = group.post("makeThing", "/things/{id}/of/{kind}")
                .query("a", "b")
                .requiredQuery("c")
                .headers("X-Own")
                .parts("file")
                .body(Sent.class)
                .unscoped()
                .inferred()
                .answersPage(Answered.class);

        assertThat(operation.name()).isEqualTo("test.things.makeThing");
        assertThat(operation.contractName()).isEqualTo("make_thing");
        assertThat(operation.method()).isEqualTo(HttpMethod.POST);
        assertThat(operation.path()).isEqualTo("/things/{id}/of/{kind}");
        assertThat(operation.variables()).containsExactly("id", "kind");
        assertThat(operation.query()).containsExactly("a", "b", "c");
        assertThat(operation.requiredQuery()).containsExactly("c");
        assertThat(operation.headers()).containsExactly("X-Own");
        assertThat(operation.parts()).containsExactly("file");
        assertThat(operation.body()).isEqualTo(Sent.class);
        assertThat(operation.textBody()).isNull();
        assertThat(operation.answer()).isEqualTo(Answered.class);
        assertThat(operation.shape()).isEqualTo(Shape.PAGE);
        assertThat(operation.isOrganizationScoped()).isFalse();
        assertThat(operation.evidence()).isEqualTo(Evidence.INFERRED);
        assertThat(operation).hasToString("test.things.makeThing (POST /things/{id}/of/{kind})");
        assertThatThrownBy(() -> operation.query().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isPlainUnlessSaidOtherwise() {
        Operation<Void> plain = group.get("get", "/things").answersNothing();

        assertThat(plain.query()).isEmpty();
        assertThat(plain.requiredQuery()).isEmpty();
        assertThat(plain.headers()).isEmpty();
        assertThat(plain.parts()).isEmpty();
        assertThat(plain.body()).isNull();
        assertThat(plain.answer()).isNull();
        assertThat(plain.shape()).isEqualTo(Shape.NONE);
        assertThat(plain.isStream()).isFalse();
        assertThat(plain.mayBeEmpty()).isTrue();
        assertThat(plain.isOrganizationScoped()).isTrue();
        assertThat(plain.evidence()).isEqualTo(Evidence.VERIFIED);
    }

    @Test
    void howItsAnswerIsReadIsStatedOnce() {
        Operation<Answered> one = group.get("one", "/one").answers(Answered.class);
        Operation<Answered> maybe = group.get("maybe", "/maybe").answersMaybe(Answered.class);
        Operation<List<Answered>> list = group.get("list", "/list").answersList(Answered.class);
        Operation<String> text = group.get("text", "/text").answersText();
        Operation<byte[]> bytes = group.get("bytes", "/bytes").answersBytes();
        Operation<HttpHeaders> headers = group.head("headers", "/headers").answersHeaders();
        Operation<DataBuffer> stream = group.get("stream", "/stream").streams();

        assertThat(one.shape()).isEqualTo(Shape.OBJECT);
        assertThat(one.mayBeEmpty()).isFalse();
        assertThat(maybe.shape()).isEqualTo(Shape.OBJECT);
        assertThat(maybe.mayBeEmpty()).isTrue();
        assertThat(list.shape()).isEqualTo(Shape.ARRAY);
        assertThat(text.answer()).isEqualTo(String.class);
        assertThat(text.isStream()).isFalse();
        assertThat(bytes.shape()).isEqualTo(Shape.BYTES);
        assertThat(headers.method()).isEqualTo(HttpMethod.HEAD);
        assertThat(stream.isStream()).isTrue();
        assertThat(stream.shape()).isEqualTo(Shape.STREAM);
    }

    @Test
    void registersItselfInTheOrderOfTheDeclarations() {
        Operation<Void> second = group.put("b", "/b").answersNothing();
        Operation<Void> first = group.put("a", "/a").answersNothing();

        assertThat(group.all()).containsExactly(second, first);
        assertThatThrownBy(() -> group.get("a", "/other").answersText())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test.things.a");
        assertThat(group.all()).hasSize(2);
    }

    @Test
    void mayBeRepeatedAsItsMethodSays() {
        assertThat(group.get("g", "/a").answersNothing().isIdempotent()).isTrue();
        assertThat(group.head("h", "/a").answersNothing().isIdempotent()).isTrue();
        assertThat(group.put("p", "/a").answersNothing().isIdempotent()).isTrue();
        assertThat(group.put("q", "/a").notIdempotent().answersNothing().isIdempotent())
                .isFalse();
        assertThat(group.delete("d", "/a").answersNothing().isIdempotent()).isTrue();
        assertThat(group.post("o", "/a").answersNothing().isIdempotent()).isFalse();
        assertThat(group.patch("c", "/a").answersNothing().isIdempotent()).isFalse();
        assertThat(group.post("i", "/a").idempotent().answersNothing().isIdempotent())
                .isTrue();
    }

    @Test
    void aCopyMayTakeMoreQueryParameters() {
        Operation<Void> plain = group.get("get", "/things").query("a").answersNothing();
        Operation<Void> more = plain.alsoQuery("page");

        assertThat(more.query()).containsExactly("a", "page");
        assertThat(more).hasToString(plain.toString());
        assertThat(plain.query()).containsExactly("a");
        assertThat(group.all()).containsExactly(plain);
    }

    @Test
    void theContractsNameMayBeAnother() {
        assertThat(group.post("createMyLink", "/me/link")
                        .contractName("create_link1")
                        .answersNothing()
                        .contractName())
                .isEqualTo("create_link1");
    }

    @Test
    void textMayBeSent() {
        assertThat(group.put("text", "/text")
                        .textBody(MediaType.TEXT_PLAIN)
                        .answersNothing()
                        .textBody())
                .isEqualTo(MediaType.TEXT_PLAIN);
    }

    @Test
    void aPathStartsWithASlash() {
        assertThatThrownBy(() -> group.get("a", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
    }
}
