package org.pellucid.inspect.microscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.tensor.Rng;

class OptimizerUpdateTest {
    @ParameterizedTest
    @EnumSource(OptimizerSpec.Kind.class)
    void theLastLineIsWhatTheTextbookMakesOfTheParameter(OptimizerSpec.Kind kind) {
        Rng rng = Rng.of(8, kind.ordinal());
        for (long t : new long[] {1, 2, 1000}) {
            double p = rng.nextGaussian();
            OptimizerSpec spec = OptimizerSpec.of(kind).weightDecay(0.03);

            Update update = new OptimizerUpdate(spec, 0.01, true, t, rng.nextGaussian(), Math.abs(rng.nextGaussian()))
                    .of("w[0,0]", p, rng.nextGaussian());

            List<Quantity> lines = update.lines();
            assertThat(lines.get(0).value()).isEqualTo(p);
            // A step of a few dozen operations on numbers of about 1.
            assertThat(lines.get(lines.size() - 1).value()).isCloseTo(update.after(), within(0x1p-46));
        }
    }

    @Test
    void decoupledDecayShrinksTheParameterAndLeavesTheGradient() {
        OptimizerSpec spec = OptimizerSpec.of(OptimizerSpec.Kind.ADAMW).weightDecay(0.5);

        Update update = OptimizerUpdate.first(spec, 0.1, true).of("w[0,0]", 2, 1);

        assertThat(update.lines()).extracting(Quantity::symbol).startsWith("p", "g", "p", "m", "v");
        assertThat(update.lines().get(1).value()).isEqualTo(1);
        assertThat(update.lines().get(2).value()).isCloseTo(1.9, within(1e-12));
    }

    @Test
    void biasesDoNotDecay() {
        OptimizerSpec spec = OptimizerSpec.of(OptimizerSpec.Kind.SGD).weightDecay(0.5);

        assertThat(OptimizerUpdate.first(spec, 0.1, false).of("b[0]", 2, 1).after())
                .isCloseTo(1.9, within(1e-12));
        assertThat(OptimizerUpdate.first(spec, 0.1, true).of("w[0]", 2, 1).after())
                .isCloseTo(1.8, within(1e-12));
    }

    @Test
    void theFirstStepOfAdamIsTheLearningRate() {
        Update update = OptimizerUpdate.first(OptimizerSpec.of(OptimizerSpec.Kind.ADAM), 1e-3, true)
                .of("w[0,0]", 0.5, -0.02);

        assertThat(update.after()).isCloseTo(0.501, within(1e-8));
    }
}
