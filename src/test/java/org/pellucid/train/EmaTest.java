package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

class EmaTest {
    private final Parameter w = new Parameter("w", Tensor.of(new float[] {1, 2}, 2), true, true);

    @Test
    void followsWithItsDecay() {
        Ema ema = new Ema(0.75, List.of(w));
        w.value().data()[0] = 5;
        // At step 26 the warm-up's (1 + t) / (10 + t) is exactly 0.75.
        ema.update(26);
        assertThat(ema.averages().get(0).data()).containsExactly(2, 2);
    }

    @Test
    void letsGoOfTheFirstWeightsSooner() {
        Ema ema = new Ema(0.999, List.of(w));
        w.value().data()[0] = 12;
        // (1 + 1) / (10 + 1) = 2 / 11 stays of 1, 9 / 11 comes from 12: 10, but for the rounding of 9 / 11.
        ema.update(1);
        assertThat(ema.averages().get(0).data()[0]).isBetween(10 - 1e-5f, 10 + 1e-5f);
    }

    @Test
    void swapsThereAndBack() {
        Ema ema = new Ema(0.9, List.of(w));
        w.value().data()[0] = 5;
        ema.swap();
        assertThat(w.value().data()).containsExactly(1, 2);
        ema.swap();
        assertThat(w.value().data()).containsExactly(5, 2);
    }
}
