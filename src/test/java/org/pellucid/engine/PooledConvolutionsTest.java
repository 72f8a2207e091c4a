package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.inspect.WinogradBounds;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Rng;
import org.pellucid.textbook.Conv2d;

/** Convolution, ReLU and a 2×2 max-pool in one, against the textbook: -Dpellucid.geometries=N for more. */
class PooledConvolutionsTest {
    private static final int SLOTS = 2;
    private static final int NONE = -1;

    /** What the textbook says of the windows: which output wins, or none, or nobody can tell. */
    private static final class Windows {
        final double[] y;
        final double[] bound;
        final int[] winners;
        final boolean[] decided;

        Windows(Conv2dGeometry g, double[] sums, double[] bounds) {
            int height = g.window().hOut() / 2;
            int width = g.window().wOut() / 2;
            int count = g.n() * g.cOut() * height * width;
            y = new double[count];
            bound = new double[count];
            winners = new int[count];
            decided = new boolean[count];
            for (int i = 0; i < count; i++) {
                int row = i / width;
                int first = 2 * row * 2 * width + 2 * (i % width);
                int[] places = {first, first + 1, first + 2 * width, first + 2 * width + 1};
                int best = first;
                for (int place : places) {
                    best = sums[place] > sums[best] ? place : best;
                    bound[i] = Math.max(bound[i], bounds[place]);
                }
                decided[i] = Math.abs(sums[best]) > bound[i];
                for (int place : places) {
                    decided[i] &= place == best || sums[best] - sums[place] > 2 * bound[i];
                }
                y[i] = Math.max(sums[best], 0);
                winners[i] = sums[best] > 0 ? best : NONE;
            }
        }

        double[] unpooled(double[] dy, int size) {
            double[] d = new double[size];
            for (int i = 0; i < dy.length; i++) {
                if (winners[i] != NONE) {
                    d[winners[i]] = dy[i];
                }
            }
            return d;
        }
    }

    static IntStream geometries() {
        return IntStream.range(0, Integer.getInteger("pellucid.geometries", 24));
    }

    private static Conv2dGeometry geometry(ConvAlgorithm algorithm, Rng rng) {
        boolean grey = algorithm == ConvAlgorithm.DIRECT && rng.nextInt(2) == 0;
        int cIn = grey ? 1 : 16 * (1 + rng.nextInt(4));
        Shape in = new Shape(cIn, 2 * (2 + rng.nextInt(6)), 2 * (2 + rng.nextInt(6)));
        Padding padding = rng.nextInt(2) == 0 ? Padding.SAME : Padding.VALID;
        Window w = Window.of(in, Size.of(3), Size.of(1), Size.of(1), padding);
        return new Conv2dGeometry(1 + rng.nextInt(5), cIn, 16 * (1 + rng.nextInt(4)), 1, w);
    }

    private static double[] bounds(ConvAlgorithm algorithm, ConvolutionRun run) {
        if (algorithm == ConvAlgorithm.WINOGRAD) {
            return new WinogradBounds(4).output(run.g, run.x, run.w, run.b);
        }
        double[] magnitudes = Conv2d.forward(
                run.g,
                RoundingBounds.magnitudes(run.x),
                RoundingBounds.magnitudes(run.w),
                RoundingBounds.magnitudes(run.b));
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] *= (run.g.reduction() + 1) * (double) Math.ulp(1f);
        }
        return magnitudes;
    }

    private static Windows windows(ConvAlgorithm algorithm, ConvolutionRun run) {
        return new Windows(run.g, Conv2d.forward(run.g, run.x, run.w, run.b), bounds(algorithm, run));
    }

    /** Of im2col, whatever is even: groups, strides, kernels of any size. */
    private static Conv2dGeometry evenOutput(Rng rng) {
        int groups = 1 + rng.nextInt(2);
        int perGroup = 2 + rng.nextInt(6); // at least two: else depthwise
        int kernel = 1 + rng.nextInt(4);
        int stride = 1 + rng.nextInt(2);
        int dilation = 1 + rng.nextInt(2);
        Shape in = new Shape(groups * perGroup, stride * 2 * (1 + rng.nextInt(9)), stride * 2 * (1 + rng.nextInt(9)));
        Window w = Window.of(in, Size.of(kernel), Size.of(stride), Size.of(dilation), Padding.SAME);
        return new Conv2dGeometry(1 + rng.nextInt(5), in.channels(), groups * 16 * (1 + rng.nextInt(2)), groups, w);
    }

    /** @param inputGradient without, a convolution of grey pictures takes a way of its own */
    private static ConvolutionRun run(ConvAlgorithm algorithm, int number, boolean inputGradient, int threads) {
        Rng rng = Rng.of(22, number);
        boolean im2col = algorithm == ConvAlgorithm.IM2COL;
        Conv2dGeometry g = im2col ? evenOutput(rng) : geometry(algorithm, rng);
        String backend = im2col && number / 4 % 2 == 0 ? "reference" : "vector";
        return ConvolutionRun.pooled(
                g, algorithm, backend, inputGradient, run -> windows(algorithm, run).decided, threads, rng);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void directAgreesWithTheTextbook(int number) {
        check(ConvAlgorithm.DIRECT, run(ConvAlgorithm.DIRECT, number, number % 4 < 2, 1));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void im2colAgreesWithTheTextbook(int number) {
        check(ConvAlgorithm.IM2COL, run(ConvAlgorithm.IM2COL, number, number % 4 < 2, 1));
    }

    /** Sums as they are defined, in some order. */
    private static void check(ConvAlgorithm algorithm, ConvolutionRun run) {
        Conv2dGeometry g = run.g;
        Windows windows = windows(algorithm, run);
        double[] dy = windows.unpooled(run.dy, g.ySize());
        double[] ady = RoundingBounds.magnitudes(dy);
        double[] aw = RoundingBounds.magnitudes(run.w);
        double[] dw = new double[g.wSize()];
        double[] db = new double[g.cOut()];
        double[] adw = new double[g.wSize()];
        double[] adb = new double[g.cOut()];
        Conv2d.backwardParameters(g, run.x, dy, dw, db);
        Conv2d.backwardParameters(g, RoundingBounds.magnitudes(run.x), ady, adw, adb);
        int pixels = g.n() * g.window().hOut() * g.window().wOut();
        String what = g.toString();

        RoundingBounds.check("y " + what, run.y, windows.y, windows.bound);
        RoundingBounds.check("dw " + what, run.dw, dw, adw, pixels + SLOTS);
        RoundingBounds.check("db " + what, run.db, db, adb, pixels + SLOTS);
        if (run.dx.length > 0) {
            int terms = g.cOutPerGroup() * g.window().kH() * g.window().kW();
            RoundingBounds.check(
                    "dx " + what, run.dx, Conv2d.backwardInput(g, dy, run.w), Conv2d.backwardInput(g, ady, aw), terms);
        }
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void winogradAgreesWithTheTextbook(int number) {
        ConvolutionRun run = run(ConvAlgorithm.WINOGRAD, number, true, 1);
        Conv2dGeometry g = run.g;
        Windows windows = windows(ConvAlgorithm.WINOGRAD, run);
        double[] dy = windows.unpooled(run.dy, g.ySize());
        double[] dw = new double[g.wSize()];
        Conv2d.backwardParameters(g, run.x, dy, dw, new double[g.cOut()]);
        double[] dx = Conv2d.backwardInput(g, dy, run.w);
        String what = g.toString();

        RoundingBounds.check("y " + what, run.y, windows.y, windows.bound);
        RoundingBounds.check("dx " + what, run.dx, dx, new WinogradBounds(4).input(g, dy, run.w));
        RoundingBounds.check("dw " + what, run.dw, dw, new WinogradBounds(4).parameters(g, run.x, dy, SLOTS));
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        for (int number = 0; number < 12; number++) {
            ConvAlgorithm algorithm = ConvAlgorithm.values()[number % ConvAlgorithm.values().length];
            ConvolutionRun one = run(algorithm, number, number % 2 == 0, 1);
            ConvolutionRun three = run(algorithm, number, number % 2 == 0, 3);

            assertThat(three.y).as("y").isEqualTo(one.y);
            assertThat(three.dx).as("dx").isEqualTo(one.dx);
            assertThat(three.dw).as("dw").isEqualTo(one.dw);
            assertThat(three.db).as("db").isEqualTo(one.db);
        }
    }
}
