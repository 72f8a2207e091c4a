package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.engine.loops.Loops;
import org.pellucid.engine.loops.Normalisation;
import org.pellucid.engine.loops.PlainLoops;
import org.pellucid.engine.simd.VectorLoops;
import org.pellucid.tensor.Rng;

/** Both versions of each loop: equal where nothing is rounded differently, else within rounding. */
class LoopsTest {
    private static final int PIXELS = 24;

    private final Loops plain = new PlainLoops();
    private Loops vector;

    @BeforeEach
    void needsTheVectorApi() {
        LoadableBackends.of("vector");
        vector = new VectorLoops();
    }

    private static float[] draw(int size, long key) {
        Rng rng = Rng.of(9, key);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (rng.nextInt(17) - 8) / 8f; // few values, so that some are equal
        }
        return values;
    }

    /** Drawn from seven keys, beginning with this one. */
    private static Normalisation normalisation(int channels, long key) {
        return new Normalisation(
                draw(channels, key),
                draw(channels, key + 1),
                draw(channels, key + 2),
                draw(channels, key + 3),
                draw(channels, key + 4),
                draw(channels, key + 5),
                draw(channels, key + 6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 32, 48})
    void elementWiseLoopsAgreeExactlyOnEighths(int channels) {
        int size = PIXELS * channels;
        float[] x = draw(size, 1);
        float[] b = draw(channels, 2);
        Normalisation n = normalisation(channels, 50);
        float[][] ys = {draw(size, 3), draw(size, 3)};
        float[][] sums = {new float[channels], new float[channels]};
        for (int v = 0; v < 2; v++) {
            Loops loops = v == 0 ? plain : vector;
            float[] y = ys[v];
            loops.addBias(y, channels, size, b, channels, true);
            loops.addBias(y, 0, size, null, channels, true);
            loops.add(x, 1, y, 0, size - 1);
            loops.addScaled(0.5f, x, 0, y, 0, size);
            loops.multiplyAdd(x, 0, b, 0, y, channels, channels);
            loops.multiply(x, 0, b, 0, y, 0, channels);
            loops.mask(x, y, 1, size);
            loops.sumPixels(y, 0, size, sums[v], channels);
            loops.normalise(y, 0, size, y, 0, n, true);
            loops.normaliseBackward(x, x, channels, size, y, 0, n);
        }
        assertThat(ys[1]).isEqualTo(ys[0]);
        assertThat(sums[1]).isEqualTo(sums[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 32, 48})
    void poolingAgreesExactlyTiesIncluded(int channels) {
        int width = 5;
        int row = 2 * width * channels;
        float[] x = draw(2 * row, 4);
        float[] dy = draw(width * channels, 5);
        float[][] ys = new float[2][width * channels];
        float[][] dxs = new float[2][2 * row];
        for (int v = 0; v < 2; v++) {
            Loops loops = v == 0 ? plain : vector;
            loops.maxPool(x, 0, row, ys[v], 0, width, channels);
            loops.maxPoolBackward(x, 0, row, ys[v], dy, 0, dxs[v], width, channels);
        }
        assertThat(ys[1]).isEqualTo(ys[0]);
        assertThat(dxs[1]).isEqualTo(dxs[0]);
    }

    /** Eighths: windows have equal values, and some none above 0. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 32, 48})
    void reluPoolingIsReluAndPooling(int channels) {
        int width = 5;
        int row = 2 * width * channels;
        float[] x = draw(2 * row, 24);
        float[] dy = draw(width * channels, 25);
        float[] b = draw(channels, 26);
        float[] opened = x.clone();
        float[] y = new float[width * channels];
        float[] gradient = new float[2 * row];
        float[] sums = new float[channels];
        plain.addBias(opened, 0, 2 * row, b, channels, true);
        plain.maxPool(opened, 0, row, y, 0, width, channels);
        plain.maxPoolBackward(opened, 0, row, y, dy, 0, gradient, width, channels);
        plain.mask(opened, gradient, 0, 2 * row);
        plain.sumPixels(gradient, 0, 2 * row, sums, channels);
        for (Loops loops : fusing(channels)) {
            float[] pooled = new float[width * channels];
            float[] winners = new float[width * channels];
            float[] back = new float[2 * row];
            float[] found = new float[channels];
            loops.reluPool(x, 0, row, b, pooled, 0, winners, 0, width, channels);
            loops.reluPoolBackward(dy, 0, winners, 0, back, 0, row, width, channels, found);
            assertThat(pooled).isEqualTo(y);
            assertThat(back).isEqualTo(gradient);
            assertThat(found).isEqualTo(sums);
        }
    }

    private List<Loops> fusing(int channels) {
        return Stream.of(plain, vector).filter(loops -> loops.fuses(channels)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 32, 48})
    void maskedSumsAreThoseOfWhatReluLetsThrough(int channels) {
        int size = 300 * channels;
        float[] x = draw(size, 19);
        Normalisation n = normalisation(channels, 30);
        float[] y = new float[size];
        float[] masked = draw(size, 23);
        double[][] sums = new double[2][channels];
        plain.normalise(x, channels, size, y, channels, n, true);
        plain.mask(y, masked, channels, size);
        plain.sumProducts(x, masked, channels, size, n, sums[0], sums[1]);
        for (Loops loops : fusing(channels)) {
            float[] dy = draw(size, 23);
            double[][] found = new double[2][channels];
            loops.sumMaskedProducts(x, dy, channels, size, n, found[0], found[1]);
            assertThat(dy).isEqualTo(masked);
            assertThat(found).isDeepEqualTo(sums);
        }
    }

    /** Eighths again, so that windows have equal values, ReLU shuts some whole, and no sum is rounded. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 32, 48})
    void normalisedPoolingIsNormalisingAndPooling(int channels) {
        int width = 5;
        int row = 2 * width * channels;
        float[] x = draw(2 * row, 14);
        float[] dy = draw(width * channels, 15);
        Normalisation n = normalisation(channels, 40);
        float[] scaled = new float[2 * row];
        float[] y = new float[width * channels];
        float[] gradient = new float[2 * row];
        double[][] sums = new double[2][channels];
        plain.normalise(x, 0, 2 * row, scaled, 0, n, true);
        plain.maxPool(scaled, 0, row, y, 0, width, channels);
        plain.maxPoolBackward(scaled, 0, row, y, dy, 0, gradient, width, channels);
        plain.mask(scaled, gradient, 0, 2 * row);
        plain.sumProducts(x, gradient, 0, 2 * row, n, sums[0], sums[1]);
        for (Loops loops : fusing(channels)) {
            float[] pooled = new float[width * channels];
            float[] back = new float[2 * row];
            double[][] found = new double[2][channels];
            loops.normalisePool(x, 0, row, pooled, 0, width, n);
            loops.normalisePoolBackward(x, 0, row, pooled, 0, dy, 0, back, width, n, found[0], found[1]);
            assertThat(pooled).isEqualTo(y);
            assertThat(back).isEqualTo(gradient);
            assertThat(found).isDeepEqualTo(sums);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 32, 48})
    void tapsOfPoolingAgreeExactlyTiesIncluded(int channels) {
        int width = 5;
        int step = 2 * channels;
        float[] x = draw(width * step, 7);
        float[][] ys = {draw(width * channels, 8), draw(width * channels, 8)};
        float[][] rests = {draw(width * channels, 9), draw(width * channels, 9)};
        float[][] dxs = {draw(width * step, 10), draw(width * step, 10)};
        for (int v = 0; v < 2; v++) {
            Loops loops = v == 0 ? plain : vector;
            loops.maxTap(x, channels, step, ys[v], 0, width, channels);
            loops.maxTapBackward(x, channels, step, ys[v], 0, rests[v], 0, dxs[v], width, channels);
        }
        assertThat(ys[1]).isEqualTo(ys[0]);
        assertThat(rests[1]).isEqualTo(rests[0]);
        assertThat(dxs[1]).isEqualTo(dxs[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 32, 48})
    void sumsInDoubleAgreeExactlyOnEighths(int channels) {
        int size = 300 * channels;
        float[] x = draw(size, 11);
        float[] dy = draw(size, 12);
        Normalisation n = normalisation(channels, 60);
        double[][][] sums = new double[2][4][channels];
        for (int v = 0; v < 2; v++) {
            Loops loops = v == 0 ? plain : vector;
            loops.sumSquares(x, channels, size, channels, sums[v][0], sums[v][1]);
            loops.sumProducts(x, dy, channels, size, n, sums[v][2], sums[v][3]);
        }
        assertThat(sums[1]).isDeepEqualTo(sums[0]);
    }

    /** By the same operations in the same order: from far below to far above, and what is no number. */
    @Test
    void sigmoidsAreTheSameBits() {
        int size = 20_001;
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (i - size / 2) * 0.01f;
        }
        x[7] = Float.NaN;
        x[8] = Float.POSITIVE_INFINITY;
        x[9] = Float.NEGATIVE_INFINITY;
        x[10] = -0f;
        float[] dy = draw(size, 6);
        float[][] sigma = new float[2][size];
        float[][] silu = new float[2][size];
        float[][] dx = new float[2][];
        for (int v = 0; v < 2; v++) {
            Loops loops = v == 0 ? plain : vector;
            loops.sigmoid(x, sigma[v], 1, size);
            loops.silu(x, silu[v], 1, size);
            dx[v] = dy.clone(); // in its place, as in a network
            loops.siluBackward(x, silu[v], dx[v], dx[v], 1, size, new float[Loops.SIGMAS]);
        }
        assertThat(sigma[1]).isEqualTo(sigma[0]);
        assertThat(silu[1]).isEqualTo(silu[0]);
        assertThat(dx[1]).isEqualTo(dx[0]);
    }
}
