package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.pellucid.engine.loops.Loops;
import org.pellucid.gemm.VectorRegisters;

/**
 * ReLU and 2×2 max-pooling behind a convolution, in one walk, a vector of channels at a time. Forward remembers which of
 * the four won, as 0, 1, 2 or 3, row by row, the first of equals; {@link Loops#NONE} where ReLU shut the greatest. With that,
 * backward needs the convolution's output no more, so it need not be kept, and at inference not even be written. The
 * number is a float only because vectors of two kinds in one process are slow on JDK 17.
 */
public final class Pool {
    /** How many winners one float holds: 5⁸ is less than 2²⁴, so such numbers are exact. */
    public static final int PACKED = 8;

    private static final int LANES = VectorRegisters.LANES;

    /** Added to a number of less than 2²² and taken away again, leaves it rounded to a whole one. */
    private static final float ROUND = 0x1.8p23f;

    private Pool() {}

    /**
     * One row of pooled pixels: y ← relu(max over each window of x + bias).
     *
     * @param x its upper row begins at {@code upper}, its lower at {@code lower}
     * @param bias a number for each channel
     * @param width of the pooled row, in pixels
     * @param channels a multiple of a vector
     */
    public static void forward(
            float[] x,
            int upper,
            int lower,
            float[] bias,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt,
            int width,
            int channels) {
        for (int p = 0; p < width; p++) {
            int a = upper + 2 * p * channels;
            int b = lower + 2 * p * channels;
            for (int c = 0; c < channels; c += LANES) {
                int to = p * channels + c;
                window(x, a + c, b + c, channels, bias, c, y, yAt + to, winners, winnersAt + to);
            }
        }
    }

    /** One vector of pooled numbers, of the vectors at two places of x and of the pixels behind them. */
    private static void window(
            float[] x,
            int upper,
            int lower,
            int pixel,
            float[] bias,
            int biasAt,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt) {
        FloatVector zero = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector best = fromArray(SPECIES, x, upper);
        FloatVector next = fromArray(SPECIES, x, upper + pixel);
        VectorMask<Float> beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        FloatVector which = zero.blend(1f, beats);
        next = fromArray(SPECIES, x, lower);
        beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        which = which.blend(2f, beats);
        next = fromArray(SPECIES, x, lower + pixel);
        beats = next.compare(VectorOperators.GT, best);
        best = best.blend(next, beats);
        which = which.blend(3f, beats);
        best = best.add(fromArray(SPECIES, bias, biasAt));
        beats = best.compare(VectorOperators.LE, zero);
        best.blend(zero, beats).intoArray(y, yAt);
        which.blend(Loops.NONE, beats).intoArray(winners, winnersAt);
    }

    /**
     * Backward of one row of pooled pixels: writes both rows of dx, and adds up the gradients that ReLU let through, which
     * are the bias's.
     *
     * @param sums of each channel, added to
     */
    public static void backward(
            float[] dy,
            int dyAt,
            float[] winners,
            int winnersAt,
            float[] dx,
            int upper,
            int lower,
            int width,
            int channels,
            float[] sums) {
        for (int c = 0; c < channels; c += LANES) {
            backward(dy, dyAt + c, winners, winnersAt + c, dx, upper + c, lower + c, width, channels, sums, c);
        }
    }

    private static void backward(
            float[] dy,
            int dyAt,
            float[] winners,
            int winnersAt,
            float[] dx,
            int upper,
            int lower,
            int width,
            int channels,
            float[] sums,
            int sumsAt) {
        FloatVector zero = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector sum = fromArray(SPECIES, sums, sumsAt);
        for (int p = 0; p < width; p++) {
            FloatVector d = fromArray(SPECIES, dy, dyAt + p * channels);
            FloatVector which = fromArray(SPECIES, winners, winnersAt + p * channels);
            int a = upper + 2 * p * channels;
            int b = lower + 2 * p * channels;
            zero.blend(d, which.compare(VectorOperators.EQ, 0f)).intoArray(dx, a);
            zero.blend(d, which.compare(VectorOperators.EQ, 1f)).intoArray(dx, a + channels);
            zero.blend(d, which.compare(VectorOperators.EQ, 2f)).intoArray(dx, b);
            zero.blend(d, which.compare(VectorOperators.EQ, 3f)).intoArray(dx, b + channels);
            sum = sum.add(zero.blend(d, which.compare(VectorOperators.LT, Loops.NONE)));
        }
        sum.intoArray(sums, sumsAt);
    }

    /**
     * Eight vectors of winners, each from 0 to 4, into one: the digits of a number to the base of five, the first the lowest.
     *
     * @param winners from its beginning
     * @param group the first group of eight vectors in {@code packed}
     */
    public static void pack(float[] winners, float[] packed, int group, int groups) {
        FloatVector five = FloatVector.broadcast(SPECIES, 5f);
        for (int i = 0; i < groups; i++) {
            int at = i * PACKED * LANES;
            FloatVector q = fromArray(SPECIES, winners, at + 7 * LANES);
            q = q.fma(five, fromArray(SPECIES, winners, at + 6 * LANES));
            q = q.fma(five, fromArray(SPECIES, winners, at + 5 * LANES));
            q = q.fma(five, fromArray(SPECIES, winners, at + 4 * LANES));
            q = q.fma(five, fromArray(SPECIES, winners, at + 3 * LANES));
            q = q.fma(five, fromArray(SPECIES, winners, at + 2 * LANES));
            q = q.fma(five, fromArray(SPECIES, winners, at + LANES));
            q.fma(five, fromArray(SPECIES, winners, at)).intoArray(packed, (group + i) * LANES);
        }
    }

    /**
     * The other way round: a number of eight digits into two of four, these into two of two, and these into their digits.
     *
     * <p>Of q = h n + d, whole and n odd, (q − (n − 1) / 2) / n lies within ½ − 1 / (2 n) of h, and the rounding of 1 / n moves
     * it by at most 2⁻²⁴ (h + 1), which is less than 1 / (2 n): rounded to a whole number it is h, exactly, and so is d = q − h n.
     * All seven divisions are written out: with a method for them, which returns a vector, it took ten times as long.
     */
    public static void unpack(float[] packed, int group, int groups, float[] winners) {
        FloatVector round = FloatVector.broadcast(SPECIES, ROUND);
        FloatVector minus625 = FloatVector.broadcast(SPECIES, -625f);
        FloatVector minus25 = FloatVector.broadcast(SPECIES, -25f);
        FloatVector minus5 = FloatVector.broadcast(SPECIES, -5f);
        FloatVector half625 = FloatVector.broadcast(SPECIES, 312f);
        FloatVector half25 = FloatVector.broadcast(SPECIES, 12f);
        FloatVector half5 = FloatVector.broadcast(SPECIES, 2f);
        FloatVector per625 = FloatVector.broadcast(SPECIES, 1 / 625f);
        FloatVector per25 = FloatVector.broadcast(SPECIES, 1 / 25f);
        FloatVector per5 = FloatVector.broadcast(SPECIES, 1 / 5f);
        for (int i = 0; i < groups; i++) {
            int at = i * PACKED * LANES;
            FloatVector low = fromArray(SPECIES, packed, (group + i) * LANES);
            FloatVector high = low.sub(half625).fma(per625, round).sub(round);
            low = high.fma(minus625, low);
            FloatVector lowHigh = low.sub(half25).fma(per25, round).sub(round);
            low = lowHigh.fma(minus25, low);
            FloatVector highHigh = high.sub(half25).fma(per25, round).sub(round);
            high = highHigh.fma(minus25, high);
            FloatVector digit = low.sub(half5).fma(per5, round).sub(round);
            digit.fma(minus5, low).intoArray(winners, at);
            digit.intoArray(winners, at + LANES);
            digit = lowHigh.sub(half5).fma(per5, round).sub(round);
            digit.fma(minus5, lowHigh).intoArray(winners, at + 2 * LANES);
            digit.intoArray(winners, at + 3 * LANES);
            digit = high.sub(half5).fma(per5, round).sub(round);
            digit.fma(minus5, high).intoArray(winners, at + 4 * LANES);
            digit.intoArray(winners, at + 5 * LANES);
            digit = highHigh.sub(half5).fma(per5, round).sub(round);
            digit.fma(minus5, highHigh).intoArray(winners, at + 6 * LANES);
            digit.intoArray(winners, at + 7 * LANES);
        }
    }
}
