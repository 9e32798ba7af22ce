package io.qhub.core.internal.aot;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.http.Operations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;

class BindingHintsTest {

    record Sent(String name) {}

    record Inside(String name) {}

    record Answered(List<Inside> all, Shape shape) {}

    sealed interface Shape permits Round, Angular {}

    record Round(int radius) implements Shape {}

    sealed interface Angular extends Shape permits Square {}

    record Square(Side side) implements Angular {}

    record Side(int length) {}

    record Other(String name) {}

    @Test
    void bodiesAnswersAndAllThatTheyMayHoldAreRegistered() {
        RuntimeHints hints = new RuntimeHints();

        BindingHints.register(
                hints,
                List.of(
                        Operations.of("test").get("a", "/a").answers(Answered.class),
                        Operations.of("test").post("b", "/b").body(Sent.class).answersNothing()),
                Other.class);

        assertThat(hints.reflection().typeHints())
                .extracting(hint -> hint.getType())
                .contains(TypeReference.listOf(
                                Sent.class,
                                Answered.class,
                                Inside.class,
                                Shape.class,
                                Round.class,
                                Angular.class,
                                Square.class,
                                Side.class,
                                Other.class)
                        .toArray(TypeReference[]::new));
    }
}
