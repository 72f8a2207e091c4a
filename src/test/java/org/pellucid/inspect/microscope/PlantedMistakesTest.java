package org.pellucid.inspect.microscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pellucid.inspect.LossRule;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.inspect.microscope.Question.Kind;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.support.Draw;
import org.pellucid.support.EveryKind;
import org.pellucid.support.RandomNetworks;
import org.pellucid.tensor.Rng;
import org.pellucid.textbook.BatchNorm;
import org.pellucid.textbook.TextbookLayer;
import org.pellucid.textbook.TextbookNetwork;

/** A mistake planted in a textbook backward shows: where it was made, and in what flows from it. */
class PlantedMistakesTest {
    private static final int EXAMPLES = 4;
    private static final int[] LABELS = {0, 1, 2, 3};

    private final NetworkSpec spec = EveryKind.network();
    private final Map<String, double[]> parameters = RandomNetworks.parameters(spec, Rng.of(5));

    /** What is spoilt of a layer right after its backward. */
    private interface Mistake {
        void make(TextbookLayer layer);
    }

    /** A step whose backward makes a mistake in one layer of the network's chain. */
    private TrainingStep step(String where, Mistake mistake) {
        TextbookNetwork network = new TextbookNetwork(spec, RandomNetworks.parameters(spec, Rng.of(5)));
        double[] x = Draw.values(Rng.of(6), EXAMPLES * spec.input().size());
        double[] logits = network.forward(x, EXAMPLES, true, (layer, example, unit) -> unit % 4 != 0);
        double[] dy = LossRule.CROSS_ENTROPY.gradient(
                spec.classes(), logits, LossRule.CROSS_ENTROPY.targets(spec.classes(), LABELS));
        List<TextbookLayer> chain = network.layers();
        for (int i = chain.size() - 1; i >= 0; i--) {
            dy = chain.get(i).backward(dy);
            if (chain.get(i).node().name().equals(where)) {
                mistake.make(chain.get(i));
            }
        }
        return TrainingStep.of(network, parameters, LABELS, true, (layer, example, unit) -> unit % 4 != 0);
    }

    private static Explanation largest(TrainingStep step, String layer, Kind kind) {
        Microscope microscope = Microscope.on(step);
        return microscope.explain(microscope.largest(layer, kind, 0));
    }

    @Test
    void nothingShowsWhereAllIsRight() {
        TrainingStep step = step("none", layer -> {});

        for (String layer : List.of("conv2", "bn1", "dense2", "maxpool1")) {
            assertThat(largest(step, layer, Kind.INPUT).confirmed()).as(layer).isTrue();
        }
    }

    @Test
    void aScatterThatMissesAWindowShowsInItsLayer() {
        TrainingStep step = step("conv2", layer -> {
            for (int i = 0; i < layer.values().dx().length; i++) {
                layer.values().dx()[i] *= 0.9;
            }
        });

        Explanation e = largest(step, "conv2", Kind.INPUT);

        assertThat(e.agrees()).isFalse();
        assertThat(e.difference().orElseThrow().confirms(e.textbook())).isFalse();
        assertThat(e.difference().orElseThrow().confirms(e.value())).isTrue();
    }

    @Test
    void whatFlowsFromAMistakeIsConsistentButContradictsTheLoss() {
        TrainingStep step = step("conv2", layer -> {
            for (int i = 0; i < layer.values().dx().length; i++) {
                layer.values().dx()[i] *= 0.9;
            }
        });

        Explanation e = largest(step, "conv1", Kind.WEIGHT);

        assertThat(e.agrees()).isTrue();
        assertThat(e.difference().orElseThrow().confirms(e.textbook())).isFalse();
        assertThat(e.confirmed()).isFalse();
    }

    @Test
    void aWeightGradientOfOneInAHundredTooMuchShows() {
        TrainingStep step = step("dense1", layer -> {
            double[] dw = layer.gradients().get("dense1.weight");
            for (int i = 0; i < dw.length; i++) {
                dw[i] *= 1.01;
            }
        });

        assertThat(largest(step, "dense1", Kind.WEIGHT).confirmed()).isFalse();
        assertThat(largest(step, "dense1", Kind.BIAS).confirmed()).isTrue();
        assertThat(largest(step, "dense1", Kind.INPUT).confirmed()).isTrue();
    }

    @Test
    void aBatchNormThatForgetsItsStatisticsShows() {
        TrainingStep step = step("bn1", layer -> {
            BatchNormSpec norm = (BatchNormSpec) layer.node().layer();
            var v = layer.values();
            double[] wrong = BatchNorm.backwardInputInference(
                    EXAMPLES,
                    layer.node().input(),
                    norm.epsilon(),
                    BatchNorm.statistics(EXAMPLES, layer.node().input(), v.x()),
                    v.dy(),
                    parameters.get("bn1.gamma"));
            System.arraycopy(wrong, 0, v.dx(), 0, wrong.length);
        });

        Explanation e = largest(step, "bn1", Kind.INPUT);

        assertThat(e.agrees()).isFalse();
        assertThat(e.difference().orElseThrow().confirms(e.value())).isTrue();
    }
}
