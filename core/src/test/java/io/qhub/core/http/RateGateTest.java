package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.internal.step.RateGate;
import org.junit.jupiter.api.Test;

class RateGateTest {

    private static final String HUB = "https://hub:443";

    private final RateGate gate = new RateGate();

    @Test
    void isOpenUntilTheServerAsksToWait() {
        assertThat(wait(HUB, null, 0, 0.99)).isZero();
    }

    @Test
    void holdsCallsUntilTheTimeAskedForAndSpreadsThemOverAsLongAgain() {
        gate.pause(HUB, "acme", 1_000, 400);

        assertThat(wait(HUB, "acme", 1_000, 0)).isEqualTo(400);
        assertThat(wait(HUB, "acme", 1_000, 0.5)).isEqualTo(600);
        assertThat(wait(HUB, "acme", 1_300, 0)).isEqualTo(100);
        assertThat(wait(HUB, "acme", 1_300, 0.999)).isEqualTo(500);
        assertThat(wait(HUB, "acme", 1_399, 0)).isEqualTo(1);
        assertThat(wait(HUB, "acme", 1_400, 0.999)).isZero();
    }

    @Test
    void holdsUpNoOtherOrganizationAndNoOtherOrigin() {
        gate.pause(HUB, "acme", 0, 400);

        assertThat(wait(HUB, "other", 0, 0)).isZero();
        assertThat(wait(HUB, null, 0, 0)).isZero();
        assertThat(wait("https://gateway:443", "acme", 0, 0)).isZero();
    }

    @Test
    void neverShortensAPauseAndRemembersTheLongest() {
        gate.pause(HUB, null, 0, 1_000);
        gate.pause(HUB, null, 100, 10);
        gate.pause(HUB, null, 500, 500);

        assertThat(wait(HUB, null, 100, 0)).isEqualTo(900);
        assertThat(wait(HUB, null, 100, 0.5))
                .as("the longer of two that end together")
                .isEqualTo(1_400);

        gate.pause(HUB, null, 200, 2_000);

        assertThat(wait(HUB, null, 200, 0.5)).isEqualTo(3_000);
    }

    @Test
    void closesAgainAfterAPauseHasPassed() {
        gate.pause(HUB, null, 0, 10);
        assertThat(wait(HUB, null, 20, 0)).isZero();

        gate.pause(HUB, null, 30, 10);

        assertThat(wait(HUB, null, 30, 0)).isEqualTo(10);
    }

    @Test
    void cutsTheSpreadToThePatienceAndNeverWhatWasAskedFor() {
        gate.pause(HUB, null, 0, 400);

        assertThat(gate.delay(HUB, null, 0, 500, () -> 0.1)).isEqualTo(440);
        assertThat(gate.delay(HUB, null, 0, 500, () -> 0.9)).isEqualTo(500);
        assertThat(gate.delay(HUB, null, 0, 400, () -> 0.9)).isEqualTo(400);
        assertThat(gate.delay(HUB, null, 0, 399, () -> 0)).isZero();
    }

    private long wait(String origin, String organization, long now, double random) {
        return gate.delay(origin, organization, now, 1_000_000, () -> random);
    }
}
