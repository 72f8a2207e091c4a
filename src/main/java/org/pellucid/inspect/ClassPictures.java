package org.pellucid.inspect;

import java.util.function.DoubleConsumer;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Rng;
import org.pellucid.tensor.Tensor;

/**
 * For each class a picture that makes its logit large, found by climbing the gradient from noise:
 * x ← x + η g / rms(g), g = ∂z_t/∂x. Left alone that ends in fine noise that fools the network and shows nothing, so each step
 * is regularised: the picture is shifted by a random pixel or two before the gradient is taken and back after, it decays a
 * little towards 0, it is blurred every few steps, and its root mean square stays below a bound. Sources: Simonyan, Vedaldi,
 * Zisserman, ICLR workshop 2014 (the climb); Yosinski et al., ICML workshop 2015 (decay, blur); Mordvintsev, Olah, Tyka, 2015
 * (shifts).
 *
 * @param pictures one a class, [c, h, w] as the network takes them
 * @param before the logit of that class on the noise it began with
 * @param after the logit at the end
 */
public record ClassPictures(float[][] pictures, double[] before, double[] after) {
    private static final long NOISE = Rng.key("inspect.class-pictures");
    private static final long SHIFT = Rng.key("inspect.class-pictures.shift");
    private static final double FIRST_NOISE = 0.2;

    /**
     * How to climb.
     *
     * @param steps at least 1
     * @param rate η, as a share of the bound
     * @param decay the picture keeps 1 − decay of itself a step
     * @param blurEvery steps between two blurs, 0 for none
     * @param shift the most pixels of a shift
     * @param bound on the root mean square of a picture: that of real pictures is a good one
     * @param seed of noise and shifts
     */
    public record Climb(int steps, double rate, double decay, int blurEvery, int shift, double bound, long seed) {
        /** 160 steps that suit pictures of 48×48. */
        public static Climb of(double bound, long seed) {
            return new Climb(160, 0.1, 0.005, 4, 2, bound, seed);
        }
    }

    /**
     * Climbs for all classes at once.
     *
     * @param network of a batch of at least its classes
     * @param progress told the share that is done
     */
    public static ClassPictures of(FrozenNetwork network, Climb climb, DoubleConsumer progress) {
        Shape shape = network.spec().input();
        int classes = network.spec().classes();
        int size = shape.size();
        Tensor x = Passes.pictures(shape, classes);
        Tensor shifted = Passes.pictures(shape, classes);
        Tensor dLogits = new Tensor(classes, classes);
        for (int t = 0; t < classes; t++) {
            dLogits.data()[t * classes + t] = 1;
            Rng rng = Rng.of(NOISE, climb.seed(), t);
            for (int p = 0; p < size; p++) {
                x.data()[t * size + p] = (float) (FIRST_NOISE * climb.bound() * rng.nextGaussian());
            }
        }
        double[] before = own(network.logits(x), classes);
        for (int step = 0; step < climb.steps(); step++) {
            Rng rng = Rng.of(SHIFT, climb.seed(), step);
            int down = rng.nextInt(2 * climb.shift() + 1) - climb.shift();
            int right = rng.nextInt(2 * climb.shift() + 1) - climb.shift();
            roll(x.data(), shifted.data(), shape, classes, down, right);
            network.logits(shifted);
            float[] g = network.gradient(dLogits).data();
            roll(g.clone(), g, shape, classes, -down, -right);
            boolean blurs = climb.blurEvery() > 0 && step % climb.blurEvery() == climb.blurEvery() - 1;
            for (int t = 0; t < classes; t++) {
                ascend(x.data(), g, t * size, size, climb);
                if (blurs) {
                    blur(x.data(), t * size, shape);
                }
                keepBelow(x.data(), t * size, size, climb.bound());
            }
            progress.accept((step + 1.0) / climb.steps());
        }
        double[] after = own(network.logits(x), classes);
        float[][] pictures = new float[classes][size];
        for (int t = 0; t < classes; t++) {
            System.arraycopy(x.data(), t * size, pictures[t], 0, size);
        }
        return new ClassPictures(pictures, before, after);
    }

    /** The logit of class t of picture t. */
    private static double[] own(Tensor logits, int classes) {
        double[] own = new double[classes];
        for (int t = 0; t < classes; t++) {
            own[t] = logits.data()[t * classes + t];
        }
        return own;
    }

    private static void ascend(float[] x, float[] g, int at, int size, Climb climb) {
        double rms = rms(g, at, size);
        // region:climb
        float step = (float) (rms > 0 ? climb.rate() * climb.bound() / rms : 0);
        float keep = (float) (1 - climb.decay());
        for (int p = at; p < at + size; p++) {
            x[p] = keep * x[p] + step * g[p];
        }
        // end
    }

    private static void keepBelow(float[] x, int at, int size, double bound) {
        double rms = rms(x, at, size);
        if (rms > bound) {
            for (int p = at; p < at + size; p++) {
                x[p] *= (float) (bound / rms);
            }
        }
    }

    private static double rms(float[] x, int at, int size) {
        double squares = 0;
        for (int p = at; p < at + size; p++) {
            squares += (double) x[p] * x[p];
        }
        return Math.sqrt(squares / size);
    }

    /** to[h, w] = from[h − down, w − right], around the edges. */
    private static void roll(float[] from, float[] to, Shape shape, int n, int down, int right) {
        int height = shape.height();
        int width = shape.width();
        for (int plane = 0; plane < n * shape.channels(); plane++) {
            int at = plane * height * width;
            for (int h = 0; h < height; h++) {
                int source = at + Math.floorMod(h - down, height) * width;
                for (int w = 0; w < width; w++) {
                    to[at + h * width + w] = from[source + Math.floorMod(w - right, width)];
                }
            }
        }
    }

    /** By ¼ ½ ¼ down and across, edges repeated. */
    private static void blur(float[] x, int at, Shape shape) {
        int width = shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            int plane = at + c * shape.height() * width;
            for (int h = 0; h < shape.height(); h++) {
                blurLine(x, plane + h * width, 1, width);
            }
            for (int w = 0; w < width; w++) {
                blurLine(x, plane + w, width, shape.height());
            }
        }
    }

    private static void blurLine(float[] x, int at, int stride, int n) {
        float before = x[at];
        for (int i = 0; i < n; i++) {
            int p = at + i * stride;
            float here = x[p];
            float next = i + 1 < n ? x[p + stride] : here;
            x[p] = (before + 2 * here + next) / 4;
            before = here;
        }
    }
}
