package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartSizesTest {

    private static final int MIB = PartSizes.MIB;
    private static final long GIB = 1024L * MIB;

    @ParameterizedTest
    @CsvSource({"0, 8", "1, 8", "78, 8", "79, 9", "100, 11", "1024, 105", "5000, 512"})
    void growWithTheLengthSoThatTenThousandAreEnough(long gib, int mib) {
        PartSizes sizes = PartSizes.of(8 * MIB, 512 * MIB, gib * GIB);
        assertThat(sizes.of(1)).isEqualTo(mib * MIB);
        assertThat(sizes.of(10_000)).isEqualTo(mib * MIB);
        assertThat(10_000L * sizes.of(1)).isGreaterThanOrEqualTo(gib * GIB);
    }

    @Test
    void doubleEveryThousandPartsWhereTheLengthIsNotKnown() {
        PartSizes sizes = PartSizes.of(8 * MIB, 512 * MIB, null);
        assertThat(sizes.of(1)).isEqualTo(8 * MIB);
        assertThat(sizes.of(1_000)).isEqualTo(8 * MIB);
        assertThat(sizes.of(1_001)).isEqualTo(16 * MIB);
        assertThat(sizes.of(6_001)).isEqualTo(512 * MIB);
        assertThat(sizes.of(10_000)).isEqualTo(512 * MIB);
        assertThat(sizes.most()).isGreaterThan(2_400 * GIB);

        PartSizes equal = PartSizes.of(8 * MIB, 8 * MIB, null);
        assertThat(equal.of(10_000)).isEqualTo(8 * MIB);
        assertThat(equal.most()).isEqualTo(80_000L * MIB);
    }

    @Test
    void aLengthThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> PartSizes.of(8 * MIB, 8 * MIB, 79 * GIB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not fit into 10000 parts of at most 8388608 bytes");
        PartSizes.of(8 * MIB, 8 * MIB, 80_000L * MIB);
    }

    @Test
    void onlyAFirstPartOfKnownLengthIsMadeInFull() {
        PartSizes known = PartSizes.of(8 * MIB, 8 * MIB, 20L * MIB);
        assertThat(known.initial(1)).isEqualTo(8 * MIB);
        assertThat(known.initial(2)).isEqualTo(64 * 1024);
        assertThat(known.full(2)).isEqualTo(8 * MIB);
        assertThat(known.full(3)).isEqualTo(4 * MIB);
        PartSizes unknown = PartSizes.of(8 * MIB, 8 * MIB, null);
        assertThat(unknown.initial(1)).isEqualTo(64 * 1024);
        assertThat(unknown.full(1)).isEqualTo(8 * MIB);
    }
}
