package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.testing.planted.Api;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicApiTest {

    private static List<String> shown(Class<?> type) {
        return PublicApi.lines(type)
                .map(line -> line.replace("io.qhub.testing.planted.", ""))
                .toList();
    }

    @Test
    void showsWhatUsersCanName() {
        assertThat(shown(Api.Open.class))
                .containsExactly(
                        "Api.Open : abstract class <T extends Comparable<T>> extends Api.Base"
                                + " implements Api.Hidden, Runnable",
                        "Api.Open abstract java.util.Map<String, T?>? all(java.util.List<? extends T>, String?[])",
                        "Api.Open default void inherited()",
                        "Api.Open final void kept()",
                        "Api.Open protected int left",
                        "Api.Open protected new(int)",
                        "Api.Open static <E extends Exception> E failing(Class<? super E>, Object...)"
                                + " throws java.io.IOException, E",
                        "Api.Open static final String NAME = n");
    }

    @Test
    void leavesOutWhatIsImplied() {
        assertThat(Stream.of(
                                Api.Closed.class,
                                Api.Pair.class,
                                Api.Level.class,
                                Api.Shape.class,
                                Api.Dot.class,
                                Api.Mark.class)
                        .flatMap(type -> shown(type).stream()))
                .containsExactly(
                        "Api.Closed : final class",
                        "Api.Closed @Deprecated void old()",
                        "Api.Pair : record <T> (T first, java.util.List<String>? second)",
                        "Api.Pair new(T)",
                        "Api.Level : enum",
                        "Api.Level constant HIGH",
                        "Api.Level constant LOW",
                        "Api.Shape : interface permits Api.Dot",
                        "Api.Shape abstract int corners()",
                        "Api.Dot : record () implements Api.Shape",
                        "Api.Dot int corners()",
                        "Api.Mark : @interface",
                        "Api.Mark abstract String value()",
                        "Api.Mark abstract int order() default");
    }

    @Test
    void leavesOutWhatUsersCannotName() throws Exception {
        assertThat(Stream.of("Hidden", "Base").map(name -> "io.qhub.testing.planted.Api$" + name))
                .allSatisfy(name -> assertThat(shown(Class.forName(name))).isEmpty());
    }

    @Test
    void theDifferenceNamesEachLine() {
        assertThat(ApiTest.difference(List.of("a", "b", "c"), List.of("a", "c")))
                .isEqualTo("vanished: b\n");
        assertThat(ApiTest.difference(List.of("a", "c"), List.of("a", "b", "d")))
                .isEqualTo("vanished: c\ncame:     b\ncame:     d\n");
        assertThat(ApiTest.difference(List.of("a"), List.of("a"))).isEmpty();
    }
}
