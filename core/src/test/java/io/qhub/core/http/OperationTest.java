package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.http.Operation.Shape;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** What is told of an operation is what it does. */
class OperationTest {

    private record Sent(String name) {}

    private record Answered(String id) {}

    @Test
    void tellsWhatItWasMadeOf() {
        Operation operation = Operation.post("test.things.make", "/things/{id}/of/{kind}")
                .query("a", "b")
                .headers("X-Own")
                .parts("file")
                .body(Sent.class)
                .returnsPage(Answered.class)
                .unscoped()
                .inferred();

        assertThat(operation.name()).isEqualTo("test.things.make");
        assertThat(operation.method()).isEqualTo(HttpMethod.POST);
        assertThat(operation.path()).isEqualTo("/things/{id}/of/{kind}");
        assertThat(operation.variables()).containsExactly("id", "kind");
        assertThat(operation.query()).containsExactly("a", "b");
        assertThat(operation.headers()).containsExactly("X-Own");
        assertThat(operation.parts()).containsExactly("file");
        assertThat(operation.body()).isEqualTo(Sent.class);
        assertThat(operation.answer()).isEqualTo(Answered.class);
        assertThat(operation.shape()).isEqualTo(Shape.PAGE);
        assertThat(operation.isOrganizationScoped()).isFalse();
        assertThat(operation.evidence()).isEqualTo(Evidence.INFERRED);
        assertThat(operation).hasToString("test.things.make (POST /things/{id}/of/{kind})");
        assertThatThrownBy(() -> operation.query().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isPlainUnlessSaidOtherwise() {
        Operation plain = Operation.get("test.things.get", "/things");

        assertThat(plain.query()).isEmpty();
        assertThat(plain.headers()).isEmpty();
        assertThat(plain.parts()).isEmpty();
        assertThat(plain.body()).isNull();
        assertThat(plain.answer()).isNull();
        assertThat(plain.shape()).isEqualTo(Shape.NONE);
        assertThat(plain.isStream()).isFalse();
        assertThat(plain.isOrganizationScoped()).isTrue();
        assertThat(plain.evidence()).isEqualTo(Evidence.VERIFIED);
    }

    @Test
    void onlyBytesAreStreamed() {
        Operation plain = Operation.get("test.things.get", "/things");

        assertThat(plain.returnsBytes().isStream()).isTrue();
        assertThat(plain.returnsText().isStream()).isFalse();
        assertThat(plain.returnsText().answer()).isEqualTo(String.class);
        assertThat(plain.returns(Answered.class).shape()).isEqualTo(Shape.OBJECT);
        assertThat(plain.returnsArray(Answered.class).shape()).isEqualTo(Shape.ARRAY);
    }

    @Test
    void mayBeRepeatedAsItsMethodSays() {
        assertThat(Operation.get("test.a", "/a").isIdempotent()).isTrue();
        assertThat(Operation.put("test.a", "/a").isIdempotent()).isTrue();
        assertThat(Operation.delete("test.a", "/a").isIdempotent()).isTrue();
        assertThat(Operation.post("test.a", "/a").isIdempotent()).isFalse();
        assertThat(Operation.patch("test.a", "/a").isIdempotent()).isFalse();
        assertThat(Operation.post("test.a", "/a").asIdempotent().isIdempotent()).isTrue();
    }

    @Test
    void aPathStartsWithASlash() {
        assertThatThrownBy(() -> Operation.get("test.a", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
    }
}
