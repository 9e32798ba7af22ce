package io.qhub.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of what may be set for a call. */
class RequestOptionsTest {

    private static final Duration LONGEST = Duration.ofDays(365);

    @ParameterizedTest
    @ValueSource(ints = {-1, 21})
    void retriesHaveBounds(int retries) {
        assertThatThrownBy(() -> RequestOptions.of(o -> o.maxRetries(retries)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxRetries: " + retries + " is not between 0 and 20");
        assertThat(RequestOptions.of(o -> o.maxRetries(0)).maxRetries()).isZero();
        assertThat(RequestOptions.of(o -> o.maxRetries(20)).maxRetries()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.000000001S", "P365DT0.000000001S"})
    void timesHaveBounds(Duration time) {
        String between = ": " + time + " is not between 0 and 365 days";
        assertThatThrownBy(() -> RequestOptions.of(o -> o.responseTimeout(time)))
                .hasMessage("responseTimeout" + between);
        assertThatThrownBy(() -> RequestOptions.of(o -> o.stallTimeout(time))).hasMessage("stallTimeout" + between);
        assertThatThrownBy(() -> RequestOptions.of(o -> o.callTimeout(time))).hasMessage("callTimeout" + between);
        assertThatThrownBy(() -> RequestOptions.of(o -> o.timeout(time))).hasMessage("callTimeout" + between);
        assertThatThrownBy(() -> RequestOptions.of(o -> o.rateLimitPatience(time)))
                .hasMessage("rateLimitPatience" + between);
        assertThatThrownBy(() -> RequestOptions.of(o -> o.maxRetryAfter(time))).hasMessage("maxRetryAfter" + between);
    }

    @Test
    void timeoutsAreLongerThanZeroAndWaitsNeedNotBe() {
        assertThatThrownBy(() -> RequestOptions.of(o -> o.responseTimeout(Duration.ZERO)))
                .hasMessage("responseTimeout: must be longer than zero");
        assertThatThrownBy(() -> RequestOptions.of(o -> o.stallTimeout(Duration.ZERO)))
                .hasMessage("stallTimeout: must be longer than zero");
        assertThatThrownBy(() -> RequestOptions.of(o -> o.timeout(Duration.ZERO)))
                .hasMessage("callTimeout: must be longer than zero");

        RequestOptions zero =
                RequestOptions.of(o -> o.rateLimitPatience(Duration.ZERO).maxRetryAfter(Duration.ZERO));
        assertThat(zero.rateLimitPatience()).isZero();
        assertThat(zero.maxRetryAfter()).isZero();
        RequestOptions longest = RequestOptions.of(
                o -> o.responseTimeout(LONGEST).stallTimeout(LONGEST).timeout(LONGEST));
        assertThat(longest.responseTimeout()).isEqualTo(LONGEST);
        assertThat(longest.stallTimeout()).isEqualTo(LONGEST);
        assertThat(longest.callTimeout()).hasValue(LONGEST);
    }

    @Test
    void valuesOfHeadersHoldPrintableAsciiAndTabs() {
        String all = "\t !~";
        assertThat(RequestOptions.of(o -> o.header("X-Extra", all)).headers()).containsEntry("X-Extra", all);
    }

    @Test
    void aNameThatIsNoneIsShownWithoutWhatCouldEndALine() {
        assertThatThrownBy(() -> RequestOptions.of(o -> o.header("X-\r\nExtra", "e")))
                .hasMessage("header: 'X-??Extra' is not a header name");
    }

    @Test
    void descriptionsShowNoValuesOfHeaders() {
        assertThat(RequestOptions.of(o -> o.organization("org").header("X-Extra", "s3cret")))
                .asString()
                .contains("org", "X-Extra")
                .doesNotContain("s3cret");
    }

    @Test
    void headersCannotBeChangedFromOutside() {
        RequestOptions options = RequestOptions.of(o -> o.header("X-Extra", "e"));
        assertThatThrownBy(() -> options.headers().put("X-Other", "o"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatInheritsEverythingChangesNothing() {
        RequestOptions set = RequestOptions.of(o -> o.maxRetries(1));

        assertThat(RequestOptions.INHERIT.over(set)).isSameAs(set);
        assertThat(set.over(RequestOptions.INHERIT)).isSameAs(set);
    }
}
