package org.pellucid.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CacheLineTest {
    private static final int LINE = 16;

    /** Sets of the first-level cache: 4 kB of lines of 64 bytes. */
    private static final int SETS = 64;

    @Test
    void thingsSetApartFallOnSetsOfTheirOwn() {
        for (int floats = 1; floats <= 5000; floats++) {
            int apart = CacheLine.apart(floats);
            assertThat(apart).as("distance for %d", floats).isBetween(floats, floats + 2 * LINE - 1);
            assertThat(apart % LINE).as("beyond whole lines for %d", floats).isZero();
            long sets = IntStream.range(0, SETS)
                    .map(i -> i * (apart / LINE) % SETS)
                    .distinct()
                    .count();
            assertThat(sets).as("sets for %d", floats).isEqualTo(SETS);
        }
    }
}
