package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/** One picture on several threads, which share out its rows. */
class SharedRowsTest {
    private static final Shape INPUT = new Shape(2, 11, 7);

    /** More threads than rows, too. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void givesTheBitsOfOneThread(int threads) {
        assertThat(logits(threads)).isEqualTo(logits(1));
    }

    private static float[] logits(int threads) {
        NetworkSpec spec = new NetworkSpec(
                "rows", INPUT, List.of(Conv2dSpec.of(5, 3), Conv2dSpec.of(3, 3), new FlattenSpec(), DenseSpec.of(4)));
        Rng rng = Rng.of(1);
        Tensor x = new Tensor(1, INPUT.channels(), INPUT.height(), INPUT.width());
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) rng.nextGaussian();
        }
        Options options = Options.of(Backends.select("reference").backend())
                .threads(threads)
                .batch(1)
                .seed(2)
                .forInference();
        try (Network network = Network.compile(spec, options)) {
            return network.forward(x, Mode.INFER).data().clone();
        }
    }
}
