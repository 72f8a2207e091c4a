package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.inspect.WinogradBounds;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Rng;
import org.pellucid.textbook.Conv2d;

/** Every algorithm of convolution against the textbook, on random geometries: -Dpellucid.geometries=N for more. */
class ConvolutionsTest {
    private static final int SLOTS = 2;

    static IntStream geometries() {
        return IntStream.range(0, Integer.getInteger("pellucid.geometries", 60));
    }

    private static ConvolutionRun run(ConvAlgorithm algorithm, String backend, int number, int threads) {
        Rng rng = Rng.of(20, number);
        return new ConvolutionRun(RandomGeometry.any(rng), algorithm, backend, number % 2 == 0, threads, rng);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void directAgreesWithTheTextbook(int number) {
        agrees(run(ConvAlgorithm.DIRECT, "vector", number, 1), number % 2 == 0);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void im2colAgreesWithTheTextbook(int number) {
        agrees(run(ConvAlgorithm.IM2COL, number % 2 == 0 ? "vector" : "reference", number, 1), number % 2 == 0);
    }

    private static ConvolutionRun runDepthwise(int number, int threads) {
        Rng rng = Rng.of(22, number);
        Conv2dGeometry g = RandomGeometry.depthwise(rng);
        return new ConvolutionRun(g, ConvAlgorithm.AUTO, "vector", number % 2 == 0, threads, rng);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void depthwiseAgreesWithTheTextbook(int number) {
        agrees(runDepthwise(number, 1), number % 2 == 0);
    }

    @Test
    void theNumberOfThreadsChangesNoBitOfDepthwise() {
        for (int number = 0; number < 12; number++) {
            ConvolutionRun one = runDepthwise(number, 1);
            for (int threads = 2; threads <= 3; threads++) {
                same(one, runDepthwise(number, threads));
            }
        }
    }

    private static ConvolutionRun runDeep(int number, int threads) {
        Rng rng = Rng.of(23, number);
        Conv2dGeometry g = RandomGeometry.deep(rng);
        return new ConvolutionRun(g, ConvAlgorithm.DIRECT, "vector", number % 2 == 0, threads, rng);
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void wholeBatchesAgreeWithTheTextbook(int number) {
        agrees(runDeep(number, 1), number % 2 == 0);
    }

    @Test
    void theNumberOfThreadsChangesNoBitOfWholeBatches() {
        for (int number = 0; number < 8; number++) {
            ConvolutionRun one = runDeep(number, 1);
            for (int threads = 2; threads <= 3; threads++) {
                same(one, runDeep(number, threads));
            }
        }
    }

    /** Pictures of x, of y or of both whose distance is a multiple of 4 kB, which are copied apart. */
    @ParameterizedTest
    @CsvSource({"256, 256, 3", "256, 20, 3", "240, 256, 3", "1024, 32, 1", "32, 1024, 1"})
    void picturesThatShareCacheSetsAgreeWithTheTextbook(int cIn, int cOut, int kernel) {
        int pad = kernel / 2;
        Window w = new Window(2, 2, kernel, kernel, 1, 1, 1, 1, pad, pad, 2, 2);
        Conv2dGeometry g = new Conv2dGeometry(17, cIn, cOut, 1, w);
        ConvolutionRun one = new ConvolutionRun(g, ConvAlgorithm.DIRECT, "vector", true, 1, Rng.of(24));

        agrees(one, true);
        same(one, new ConvolutionRun(g, ConvAlgorithm.DIRECT, "vector", true, 2, Rng.of(24)));
        ConvolutionRun linear = new ConvolutionRun(g, ConvAlgorithm.DIRECT, "vector", false, 1, Rng.of(24));
        agrees(linear, false);
    }

    private static void agrees(ConvolutionRun run, boolean relu) {
        Conv2dGeometry g = run.g;
        double[] dy = run.maskedGradient(relu);
        double[] ax = RoundingBounds.magnitudes(run.x);
        double[] aw = RoundingBounds.magnitudes(run.w);
        double[] ady = RoundingBounds.magnitudes(dy);
        double[] y = Conv2d.forward(g, run.x, run.w, run.b);
        for (int i = 0; relu && i < y.length; i++) {
            y[i] = Math.max(y[i], 0);
        }
        double[] ay = Conv2d.forward(g, ax, aw, RoundingBounds.magnitudes(run.b));
        double[] dw = new double[g.wSize()];
        double[] db = new double[g.cOut()];
        double[] adw = new double[g.wSize()];
        double[] adb = new double[g.cOut()];
        Conv2d.backwardParameters(g, run.x, dy, dw, db);
        Conv2d.backwardParameters(g, ax, ady, adw, adb);
        int pixels = g.n() * g.window().hOut() * g.window().wOut();
        String what = g.toString();

        RoundingBounds.check("y " + what, run.y, y, ay, g.reduction() + 1);
        RoundingBounds.check("dw " + what, run.dw, dw, adw, pixels + SLOTS);
        RoundingBounds.check("db " + what, run.db, db, adb, pixels + SLOTS);
        RoundingBounds.check(
                "dx " + what,
                run.dx,
                Conv2d.backwardInput(g, dy, run.w),
                Conv2d.backwardInput(g, ady, aw),
                g.cOutPerGroup() * g.window().kH() * g.window().kW());
    }

    static IntStream fewerGeometries() {
        return IntStream.range(0, Integer.getInteger("pellucid.geometries", 24));
    }

    private static ConvolutionRun runWinograd(int number, int threads) {
        Rng rng = Rng.of(21, number);
        Conv2dGeometry g = RandomGeometry.threeByThree(rng);
        return new ConvolutionRun(g, ConvAlgorithm.WINOGRAD, "vector", number % 2 == 0, threads, rng);
    }

    @ParameterizedTest
    @MethodSource("fewerGeometries")
    void winogradAgreesWithTheTextbook(int number) {
        ConvolutionRun run = runWinograd(number, 1);
        Conv2dGeometry g = run.g;
        boolean relu = number % 2 == 0;
        double[] dy = run.maskedGradient(relu);
        double[] y = Conv2d.forward(g, run.x, run.w, run.b);
        for (int i = 0; relu && i < y.length; i++) {
            y[i] = Math.max(y[i], 0);
        }
        double[] dw = new double[g.wSize()];
        double[] db = new double[g.cOut()];
        Conv2d.backwardParameters(g, run.x, dy, dw, db);
        String what = g.toString();

        RoundingBounds.check("y " + what, run.y, y, new WinogradBounds(4).output(g, run.x, run.w, run.b));
        RoundingBounds.check(
                "dx " + what, run.dx, Conv2d.backwardInput(g, dy, run.w), new WinogradBounds(4).input(g, dy, run.w));
        RoundingBounds.check("dw " + what, run.dw, dw, new WinogradBounds(4).parameters(g, run.x, dy, SLOTS));
    }

    @Test
    void theNumberOfThreadsChangesNoBitOfWinograd() {
        for (int number = 0; number < 6; number++) {
            ConvolutionRun one = runWinograd(number, 1);
            for (int threads = 2; threads <= 3; threads++) {
                same(one, runWinograd(number, threads));
            }
        }
    }

    private static void same(ConvolutionRun one, ConvolutionRun more) {
        assertThat(more.y).as("y").isEqualTo(one.y);
        assertThat(more.dx).as("dx").isEqualTo(one.dx);
        assertThat(more.dw).as("dw").isEqualTo(one.dw);
        assertThat(more.db).as("db").isEqualTo(one.db);
    }

    @ParameterizedTest
    @CsvSource({"DIRECT, vector", "IM2COL, vector", "IM2COL, reference"})
    void theNumberOfThreadsChangesNoBit(ConvAlgorithm algorithm, String backend) {
        for (int number = 0; number < 8; number++) {
            ConvolutionRun one = run(algorithm, backend, number, 1);
            for (int threads = 2; threads <= 3; threads++) {
                same(one, run(algorithm, backend, number, threads));
            }
        }
    }
}
