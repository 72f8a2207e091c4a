package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pellucid.gemm.Backend;
import org.pellucid.inspect.Agreement;
import org.pellucid.inspect.EngineCheck;
import org.pellucid.inspect.EngineRunner;
import org.pellucid.inspect.Subject;
import org.pellucid.inspect.TextbookRunner;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SpecException;
import org.pellucid.tensor.Rng;

/**
 * Every way to compute a convolution, forward and backward, within its own rounding bound of the textbook on random
 * geometries: a sample by default, as many as you like with {@code -Dpellucid.geometries=10000}.
 *
 * <p>Channels are drawn about the widths of vectors and register tiles, pictures about the tiles of Winograd; ReLU behind the
 * convolution or not, with and without bias, one to three threads.
 */
class KernelGeometriesTest {
    private static final long SEED = 30_261;
    private static final int GEOMETRIES = Integer.getInteger("pellucid.geometries", 20);

    /** So that the textbook's loops take about a millisecond. */
    private static final long MOST_MACS = 400_000;

    private static final int[] CHANNELS = {1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 96};

    private interface Draw {
        Conv2dSpec layer(Rng rng, int cIn);
    }

    /** A kernel: who multiplies, by which algorithm, and the convolutions that go this way. */
    private enum Kernel {
        DIRECT("vector", ConvAlgorithm.DIRECT, 1, KernelGeometriesTest::dense),
        WINOGRAD("vector", ConvAlgorithm.WINOGRAD, 16, KernelGeometriesTest::threeByThree),
        WINOGRAD_BATCH("vector", ConvAlgorithm.WINOGRAD, 16, KernelGeometriesTest::threeByThree),
        IM2COL_VECTOR("vector", ConvAlgorithm.IM2COL, 1, KernelGeometriesTest::any),
        IM2COL_JBLAS("jblas", ConvAlgorithm.IM2COL, 1, KernelGeometriesTest::any),
        IM2COL_REFERENCE("reference", ConvAlgorithm.IM2COL, 1, KernelGeometriesTest::any),
        POINTWISE_VECTOR("vector", ConvAlgorithm.AUTO, 1, KernelGeometriesTest::pointwise),
        DEPTHWISE_VECTOR("vector", ConvAlgorithm.AUTO, 1, KernelGeometriesTest::depthwise),
        DEPTHWISE_REFERENCE("reference", ConvAlgorithm.AUTO, 1, KernelGeometriesTest::depthwise);

        /** From so many pictures on some kernels take a batch as a whole. */
        private static final int WHOLE = 16;

        private final String backend;
        private final ConvAlgorithm algorithm;
        private final int channelStep;
        private final Draw draw;

        Kernel(String backend, ConvAlgorithm algorithm, int channelStep, Draw draw) {
            this.backend = backend;
            this.algorithm = algorithm;
            this.channelStep = channelStep;
            this.draw = draw;
        }

        private int fewest() {
            return this == WINOGRAD_BATCH ? WHOLE : 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void staysWithinItsBound(Kernel kernel) {
        Backend backend = LoadableBackends.of(kernel.backend);
        TextbookRunner textbook = new TextbookRunner(SEED);
        for (int i = 0; i < GEOMETRIES; i++) {
            Rng rng = Rng.of(SEED, kernel.ordinal(), i);
            Subject subject = draw(kernel, rng);
            Options options = Options.of(backend)
                    .conv(kernel.algorithm)
                    .threads(1 + rng.nextInt(3))
                    .seed(SEED);

            Map<String, Agreement> found = new EngineCheck(textbook, new EngineRunner(options)).run(subject);

            assertThat(found)
                    .as("seed %d, geometry %d: %s, batch %d", SEED, i, subject.node(), subject.n())
                    .allSatisfy((tensor, agreement) ->
                            assertThat(agreement.share()).as(tensor).isLessThanOrEqualTo(1));
        }
    }

    private static Subject draw(Kernel kernel, Rng rng) {
        while (true) {
            int cIn = channels(rng, kernel.channelStep);
            Shape in = new Shape(cIn, 1 + rng.nextInt(17), 1 + rng.nextInt(17));
            int n = kernel.fewest() + rng.nextInt(6);
            try {
                Conv2dSpec layer = kernel.draw.layer(rng, cIn);
                if (n * layer.macs(in) <= MOST_MACS * (kernel.fewest() > 1 ? 3 : 1)) {
                    return subject(layer, in, n, rng);
                }
            } catch (SpecException impossible) {
                continue; // a window larger than the picture
            }
        }
    }

    private static Subject subject(Conv2dSpec layer, Shape in, int n, Rng rng) {
        Node node = new NetworkSpec("random", in, List.of(layer, new FlattenSpec()))
                .nodes()
                .get(0);
        Map<String, double[]> parameters = new HashMap<>();
        for (ParameterSpec p : node.parameters()) {
            parameters.put(p.name(), floats(rng, p.size()));
        }
        return new Subject(
                node,
                rng.nextBoolean(),
                n,
                parameters,
                floats(rng, n * in.size()),
                floats(rng, n * node.output().size()));
    }

    private static int channels(Rng rng, int step) {
        int count = CHANNELS[rng.nextInt(CHANNELS.length)];
        return (count + step - 1) / step * step;
    }

    /** Whatever a convolution may be: strides, dilation, groups, uneven padding. */
    private static Conv2dSpec any(Rng rng, int cIn) {
        int groups = cIn % 2 == 0 && rng.nextInt(5) == 0 ? 2 : 1;
        Size stride = rng.nextInt(3) > 0 ? Size.of(1) : size(rng, 3);
        return new Conv2dSpec(
                groups * CHANNELS[rng.nextInt(CHANNELS.length)],
                size(rng, 5),
                stride,
                padding(rng),
                rng.nextInt(4) > 0 ? Size.of(1) : size(rng, 2),
                groups,
                rng.nextBoolean());
    }

    /** Stride 1 and one group. */
    private static Conv2dSpec dense(Rng rng, int cIn) {
        Size dilation = rng.nextInt(4) > 0 ? Size.of(1) : size(rng, 2);
        int cOut = CHANNELS[rng.nextInt(CHANNELS.length)];
        return new Conv2dSpec(cOut, size(rng, 7), Size.of(1), padding(rng), dilation, 1, rng.nextBoolean());
    }

    private static Conv2dSpec threeByThree(Rng rng, int cIn) {
        return new Conv2dSpec(
                channels(rng, 16), Size.of(3), Size.of(1), padding(rng), Size.of(1), 1, rng.nextBoolean());
    }

    private static Conv2dSpec pointwise(Rng rng, int cIn) {
        Size stride = rng.nextInt(3) > 0 ? Size.of(1) : size(rng, 2);
        int cOut = CHANNELS[rng.nextInt(CHANNELS.length)];
        return new Conv2dSpec(cOut, Size.of(1), stride, Padding.VALID, Size.of(1), 1, rng.nextBoolean());
    }

    private static Conv2dSpec depthwise(Rng rng, int cIn) {
        Size kernel = rng.nextInt(3) > 0 ? Size.of(3 + 2 * rng.nextInt(2)) : size(rng, 5);
        Size stride = rng.nextBoolean() ? Size.of(1) : size(rng, 3);
        Size dilation = rng.nextInt(4) > 0 ? Size.of(1) : size(rng, 2);
        return new Conv2dSpec(cIn, kernel, stride, padding(rng), dilation, cIn, rng.nextBoolean());
    }

    private static Size size(Rng rng, int most) {
        return new Size(1 + rng.nextInt(most), 1 + rng.nextInt(most));
    }

    private static Padding padding(Rng rng) {
        return switch (rng.nextInt(4)) {
            case 0 -> Padding.VALID;
            case 1 -> Padding.of(rng.nextInt(3), rng.nextInt(3), rng.nextInt(3), rng.nextInt(3));
            default -> Padding.SAME;
        };
    }

    private static double[] floats(Rng rng, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }
}
