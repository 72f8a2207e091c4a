package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.Pool;

/** Eight winners in one float, and back: all that there can be. */
class PackedWinnersTest {
    @Test
    void everyNumberComesBackAsItsDigits() {
        LoadableBackends.of("vector");
        int lanes = ImplicitProduct.LANES;
        int numbers = (int) Math.pow(5, Pool.PACKED);
        int groups = (numbers + lanes - 1) / lanes;
        float[] winners = new float[groups * Pool.PACKED * lanes];
        float[] expected = new float[groups * lanes];
        for (int number = 0; number < numbers; number++) {
            expected[number] = number;
            int rest = number;
            for (int digit = 0; digit < Pool.PACKED; digit++) {
                winners[(number / lanes * Pool.PACKED + digit) * lanes + number % lanes] = rest % 5;
                rest /= 5;
            }
        }
        float[] packed = new float[expected.length];
        float[] back = new float[winners.length];

        Pool.pack(winners, packed, 0, groups);
        Pool.unpack(packed, 0, groups, back);

        assertThat(packed).isEqualTo(expected);
        assertThat(back).isEqualTo(winners);
    }

    @Test
    void groupsLieWhereTheyAreToldTo() {
        LoadableBackends.of("vector");
        int lanes = ImplicitProduct.LANES;
        float[] winners = new float[2 * Pool.PACKED * lanes];
        for (int i = 0; i < winners.length; i++) {
            winners[i] = i % 5;
        }
        float[] packed = new float[5 * lanes];
        float[] back = new float[winners.length];

        Pool.pack(winners, packed, 2, 2);
        Pool.unpack(packed, 2, 2, back);

        assertThat(back).isEqualTo(winners);
        assertThat(Arrays.copyOf(packed, 2 * lanes)).containsOnly(0);
        assertThat(Arrays.copyOfRange(packed, 4 * lanes, 5 * lanes)).containsOnly(0);
    }
}
