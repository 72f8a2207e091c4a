package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Tensor;

class DropoutTest {
    private static final int UNITS = 40_000;
    private static final double RATE = 0.3;

    @Test
    void keepsTheShareItShould() {
        int kept = 0;
        for (boolean keep : mask(1, "dropout1", 0, 0)) {
            kept += keep ? 1 : 0;
        }
        // Six standard deviations of a binomial.
        assertThat((double) kept / UNITS).isCloseTo(1 - RATE, within(6 * Math.sqrt(RATE * (1 - RATE) / UNITS)));
    }

    @Test
    void drawsAnewForEachStepExampleLayerAndSeed() {
        boolean[] first = mask(1, "dropout1", 0, 0);
        for (boolean[] other : List.of(
                mask(2, "dropout1", 0, 0),
                mask(1, "dropout2", 0, 0),
                mask(1, "dropout1", 1, 0),
                mask(1, "dropout1", 0, 1))) {
            int both = 0;
            for (int i = 0; i < UNITS; i++) {
                both += first[i] && other[i] ? 1 : 0;
            }
            double share = (1 - RATE) * (1 - RATE); // of independent draws
            assertThat((double) both / UNITS).isCloseTo(share, within(6 * Math.sqrt(share * (1 - share) / UNITS)));
        }
    }

    @Test
    void dropsInTheNetworkWhatItsRuleSaysAtAnyNumberOfThreads() {
        NetworkSpec spec = new NetworkSpec("d", Shape.flat(200), List.of(new DropoutSpec(RATE)));
        Tensor x = new Tensor(9, 200, 1, 1);
        x.fill(1);
        for (int threads = 1; threads <= 3; threads++) {
            Options options = Options.of(LoadableBackends.of("reference"))
                    .threads(threads)
                    .seed(5);
            try (Network network = Network.compile(spec, options)) {
                network.step(7);
                Tensor y = network.forward(x, Mode.TRAIN);
                for (int i = 0; i < y.size(); i++) {
                    boolean keep = Dropout.keeps(RATE, 5, "dropout1", 7, i / 200, i % 200);
                    assertThat(y.data()[i]).isEqualTo(keep ? (float) (1 / (1 - RATE)) : 0);
                }
                assertThat(network.forward(x, Mode.INFER).data()).containsOnly(1);
            }
        }
    }

    private static boolean[] mask(long seed, String name, long step, int example) {
        boolean[] mask = new boolean[UNITS];
        for (int unit = 0; unit < UNITS; unit++) {
            mask[unit] = Dropout.keeps(RATE, seed, name, step, example, unit);
        }
        return mask;
    }
}
