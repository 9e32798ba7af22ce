package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.internal.step.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    @ParameterizedTest
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "4, 4000", "5, 8000", "6, 8000", "20, 8000", "2147483647, 8000"})
    void doublesFromHalfASecondToEight(int retry, long millis) {
        assertThat(RetryPolicy.backoff(retry, () -> 0)).isEqualTo(Duration.ofMillis(millis));
        assertThat(RetryPolicy.backoff(retry, () -> 0.4)).isEqualTo(Duration.ofMillis(millis * 9 / 10));
        assertThat(RetryPolicy.backoff(retry, () -> 1)).isEqualTo(Duration.ofMillis(millis * 3 / 4));
    }
}
