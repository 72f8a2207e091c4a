package org.pellucid.engine.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.pellucid.gemm.VectorRegisters.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.pellucid.engine.loops.Loops;
import org.pellucid.engine.loops.Normalisation;
import org.pellucid.engine.loops.PlainLoops;
import org.pellucid.gemm.VectorRegisters;

/**
 * The loops of {@link Loops} a vector at a time. What is left at the end of a range, and pixels whose channels are no
 * multiple of a vector, go through the plain loops: the Vector API's masked loads cost more than they save on JDK 17.
 */
public final class VectorLoops implements Loops {
    private static final int LANES = VectorRegisters.LANES;

    private final Loops plain = new PlainLoops();

    @Override
    public boolean fuses(int channels) {
        return channels % LANES == 0;
    }

    private static void store(FloatVector value, boolean relu, float[] y, int at) {
        // Each branch stores: a vector that comes from either of two would be allocated.
        if (relu) {
            value.max(0f).intoArray(y, at);
        } else {
            value.intoArray(y, at);
        }
    }

    /** Where the last whole vector of a range ends. */
    private static int whole(int from, int to) {
        return to - (to - from) % LANES;
    }

    @Override
    public void addBias(float[] y, int from, int to, float[] b, int channels, boolean relu) {
        if (b != null && channels % LANES != 0) {
            plain.addBias(y, from, to, b, channels, false);
            addBias(y, from, to, null, channels, relu);
            return;
        }
        if (b != null) {
            for (int at = from; at < to; at += channels) {
                for (int c = 0; c < channels; c += LANES) {
                    FloatVector sum = fromArray(SPECIES, y, at + c).add(fromArray(SPECIES, b, c));
                    store(sum, relu, y, at + c);
                }
            }
        } else if (relu) {
            int end = whole(from, to);
            for (int i = from; i < end; i += LANES) {
                fromArray(SPECIES, y, i).max(0f).intoArray(y, i);
            }
            plain.addBias(y, end, to, null, channels, true);
        }
    }

    @Override
    public void mask(float[] y, float[] dy, int from, int to) {
        int end = whole(from, to);
        FloatVector zero = FloatVector.zero(VectorRegisters.SPECIES);
        for (int i = from; i < end; i += LANES) {
            zero.blend(fromArray(SPECIES, dy, i), fromArray(SPECIES, y, i).compare(VectorOperators.GT, zero))
                    .intoArray(dy, i);
        }
        plain.mask(y, dy, end, to);
    }

    @Override
    public void sumPixels(float[] x, int from, int to, float[] sums, int channels) {
        if (channels % LANES != 0) {
            plain.sumPixels(x, from, to, sums, channels);
            return;
        }
        for (int c = 0; c < channels; c += LANES) {
            sumColumn(x, from + c, to, channels, sums, c);
        }
    }

    /** Four sums at once, for an addition takes several cycles; a method of its own, for JDK 17 needs flat loops. */
    private static void sumColumn(float[] x, int from, int to, int channels, float[] sums, int c) {
        FloatVector s0 = fromArray(SPECIES, sums, c);
        FloatVector s1 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector s2 = FloatVector.zero(VectorRegisters.SPECIES);
        FloatVector s3 = FloatVector.zero(VectorRegisters.SPECIES);
        int at = from;
        for (; at + 3 * channels < to; at += 4 * channels) {
            s0 = s0.add(fromArray(SPECIES, x, at));
            s1 = s1.add(fromArray(SPECIES, x, at + channels));
            s2 = s2.add(fromArray(SPECIES, x, at + 2 * channels));
            s3 = s3.add(fromArray(SPECIES, x, at + 3 * channels));
        }
        for (; at < to; at += channels) {
            s0 = s0.add(fromArray(SPECIES, x, at));
        }
        s0.add(s1).add(s2.add(s3)).intoArray(sums, c);
    }

    @Override
    public void add(float[] x, int xAt, float[] y, int yAt, int count) {
        int end = whole(0, count);
        for (int i = 0; i < end; i += LANES) {
            fromArray(SPECIES, y, yAt + i).add(fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
        }
        plain.add(x, xAt + end, y, yAt + end, count - end);
    }

    @Override
    public void addScaled(float scale, float[] x, int xAt, float[] y, int yAt, int count) {
        int end = whole(0, count);
        FloatVector s = FloatVector.broadcast(VectorRegisters.SPECIES, scale);
        for (int i = 0; i < end; i += LANES) {
            fromArray(SPECIES, x, xAt + i)
                    .fma(s, fromArray(SPECIES, y, yAt + i))
                    .intoArray(y, yAt + i);
        }
        plain.addScaled(scale, x, xAt + end, y, yAt + end, count - end);
    }

    @Override
    public void multiply(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int count) {
        int end = whole(0, count);
        for (int i = 0; i < end; i += LANES) {
            fromArray(SPECIES, a, aAt + i).mul(fromArray(SPECIES, b, bAt + i)).intoArray(c, cAt + i);
        }
        plain.multiply(a, aAt + end, b, bAt + end, c, cAt + end, count - end);
    }

    @Override
    public void multiplyAdd(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int count) {
        int end = whole(0, count);
        for (int i = 0; i < end; i += LANES) {
            fromArray(SPECIES, a, aAt + i)
                    .fma(fromArray(SPECIES, b, bAt + i), fromArray(SPECIES, c, cAt + i))
                    .intoArray(c, cAt + i);
        }
        plain.multiplyAdd(a, aAt + end, b, bAt + end, c, cAt + end, count - end);
    }

    @Override
    public void sumSquares(float[] x, int from, int to, int channels, double[] sums, double[] squares) {
        if (channels % LANES == 0) {
            VectorChannelSums.ofSquares(x, from, to, channels, sums, squares);
        } else {
            plain.sumSquares(x, from, to, channels, sums, squares);
        }
    }

    @Override
    public void sumProducts(
            float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products) {
        if (n.channels() % LANES == 0) {
            VectorChannelSums.ofProducts(x, dy, from, to, n, sums, products);
        } else {
            plain.sumProducts(x, dy, from, to, n, sums, products);
        }
    }

    @Override
    public void sumMaskedProducts(
            float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products) {
        VectorChannelSums.ofMaskedProducts(x, dy, from, to, n, sums, products);
    }

    @Override
    public void normalise(float[] x, int from, int to, float[] y, int yAt, Normalisation n, boolean relu) {
        int channels = n.channels();
        if (channels % LANES != 0) {
            plain.normalise(x, from, to, y, yAt, n, relu);
            return;
        }
        for (int at = from; at < to; at += channels) {
            for (int c = 0; c < channels; c += LANES) {
                FloatVector value = fromArray(SPECIES, x, at + c)
                        .sub(fromArray(SPECIES, n.mean(), c))
                        .fma(fromArray(SPECIES, n.scale(), c), fromArray(SPECIES, n.shift(), c));
                store(value, relu, y, yAt + at - from + c);
            }
        }
    }

    @Override
    public void normaliseBackward(float[] x, float[] dy, int from, int to, float[] dx, int dxAt, Normalisation n) {
        int channels = n.channels();
        if (channels % LANES != 0) {
            plain.normaliseBackward(x, dy, from, to, dx, dxAt, n);
            return;
        }
        for (int at = from; at < to; at += channels) {
            for (int c = 0; c < channels; c += LANES) {
                FloatVector bend = fromArray(SPECIES, x, at + c)
                        .sub(fromArray(SPECIES, n.mean(), c))
                        .fma(fromArray(SPECIES, n.curve(), c), fromArray(SPECIES, n.constant(), c));
                fromArray(SPECIES, dy, at + c)
                        .fma(fromArray(SPECIES, n.slope(), c), bend)
                        .intoArray(dx, dxAt + at - from + c);
            }
        }
    }

    @Override
    public void maxPool(float[] x, int upper, int lower, float[] y, int yAt, int width, int channels) {
        if (channels % LANES != 0) {
            plain.maxPool(x, upper, lower, y, yAt, width, channels);
            return;
        }
        for (int w = 0; w < width; w++) {
            int a = upper + 2 * w * channels;
            int b = lower + 2 * w * channels;
            for (int c = 0; c < channels; c += LANES) {
                FloatVector best = larger(fromArray(SPECIES, x, a + c), fromArray(SPECIES, x, a + channels + c));
                best = larger(larger(best, fromArray(SPECIES, x, b + c)), fromArray(SPECIES, x, b + channels + c));
                best.intoArray(y, yAt + w * channels + c);
            }
        }
    }

    private static FloatVector larger(FloatVector best, FloatVector challenger) {
        return best.blend(challenger, challenger.compare(VectorOperators.GT, best));
    }

    @Override
    public void maxPoolBackward(
            float[] x, int upper, int lower, float[] y, float[] dy, int yAt, float[] dx, int width, int channels) {
        if (channels % LANES != 0) {
            plain.maxPoolBackward(x, upper, lower, y, dy, yAt, dx, width, channels);
            return;
        }
        FloatVector zero = FloatVector.zero(VectorRegisters.SPECIES);
        for (int w = 0; w < width; w++) {
            int a = upper + 2 * w * channels;
            int b = lower + 2 * w * channels;
            for (int c = 0; c < channels; c += LANES) {
                FloatVector best = fromArray(SPECIES, y, yAt + w * channels + c);
                FloatVector rest = fromArray(SPECIES, dy, yAt + w * channels + c);
                VectorMask<Float> won = fromArray(SPECIES, x, a + c).compare(VectorOperators.EQ, best);
                zero.blend(rest, won).intoArray(dx, a + c);
                rest = rest.blend(zero, won);
                won = fromArray(SPECIES, x, a + channels + c).compare(VectorOperators.EQ, best);
                zero.blend(rest, won).intoArray(dx, a + channels + c);
                rest = rest.blend(zero, won);
                won = fromArray(SPECIES, x, b + c).compare(VectorOperators.EQ, best);
                zero.blend(rest, won).intoArray(dx, b + c);
                rest = rest.blend(zero, won);
                won = fromArray(SPECIES, x, b + channels + c).compare(VectorOperators.EQ, best);
                zero.blend(rest, won).intoArray(dx, b + channels + c);
            }
        }
    }

    @Override
    public void reluPool(
            float[] x,
            int upper,
            int lower,
            float[] b,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt,
            int width,
            int channels) {
        Pool.forward(x, upper, lower, b, y, yAt, winners, winnersAt, width, channels);
    }

    @Override
    public void reluPoolBackward(
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
        Pool.backward(dy, dyAt, winners, winnersAt, dx, upper, lower, width, channels, sums);
    }

    @Override
    public void normalisePool(float[] x, int upper, int lower, float[] y, int yAt, int width, Normalisation n) {
        NormalisedPool.forward(x, upper, lower, y, yAt, width, n);
    }

    @Override
    public void normalisePoolBackward(
            float[] x,
            int upper,
            int lower,
            float[] y,
            int yAt,
            float[] dy,
            int dyAt,
            float[] gradient,
            int width,
            Normalisation n,
            double[] sums,
            double[] products) {
        NormalisedPool.backward(x, upper, lower, y, yAt, dy, dyAt, gradient, width, n, sums, products);
    }

    @Override
    public void maxTap(float[] x, int xAt, int step, float[] y, int yAt, int width, int channels) {
        if (channels % LANES != 0) {
            plain.maxTap(x, xAt, step, y, yAt, width, channels);
            return;
        }
        for (int w = 0; w < width; w++) {
            int in = xAt + w * step;
            int out = yAt + w * channels;
            for (int c = 0; c < channels; c += LANES) {
                larger(fromArray(SPECIES, y, out + c), fromArray(SPECIES, x, in + c))
                        .intoArray(y, out + c);
            }
        }
    }

    @Override
    public void maxTapBackward(
            float[] x,
            int xAt,
            int step,
            float[] y,
            int yAt,
            float[] rest,
            int restAt,
            float[] dx,
            int width,
            int channels) {
        if (channels % LANES != 0) {
            plain.maxTapBackward(x, xAt, step, y, yAt, rest, restAt, dx, width, channels);
            return;
        }
        FloatVector zero = FloatVector.zero(VectorRegisters.SPECIES);
        for (int w = 0; w < width; w++) {
            int in = xAt + w * step;
            int at = w * channels;
            for (int c = 0; c < channels; c += LANES) {
                FloatVector r = fromArray(SPECIES, rest, restAt + at + c);
                VectorMask<Float> won =
                        fromArray(SPECIES, x, in + c).compare(VectorOperators.EQ, fromArray(SPECIES, y, yAt + at + c));
                fromArray(SPECIES, dx, in + c).add(zero.blend(r, won)).intoArray(dx, in + c);
                r.blend(zero, won).intoArray(rest, restAt + at + c);
            }
        }
    }

    @Override
    public void sigmoid(float[] x, float[] y, int from, int to) {
        int end = whole(from, to);
        VectorSigmoid.sigmoid(x, y, from, end);
        plain.sigmoid(x, y, end, to);
    }

    @Override
    public void silu(float[] x, float[] y, int from, int to) {
        int end = whole(from, to);
        VectorSigmoid.silu(x, y, from, end);
        plain.silu(x, y, end, to);
    }

    @Override
    public void siluBackward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, float[] sigma) {
        int end = whole(from, to);
        VectorSigmoid.siluBackward(x, y, dy, dx, from, end, sigma);
        plain.siluBackward(x, y, dy, dx, end, to, sigma);
    }
}
