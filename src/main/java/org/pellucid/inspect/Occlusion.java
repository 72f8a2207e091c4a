package org.pellucid.inspect;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Tensor;

/**
 * How much the probability of a class falls when a square of the picture is covered. For each place of the square,
 * p_t(x) − p_t(x with the square at its mean); a pixel's value is the mean over the squares that cover it. Source: Zeiler and
 * Fergus, <i>Visualizing and understanding convolutional networks</i>, ECCV 2014.
 *
 * @param probability of the class on the whole picture
 * @param drops one a place of the square, row by row
 * @param rows places down the picture
 * @param columns places across
 * @param map [h, w], the mean drop over the squares that cover a pixel
 */
public record Occlusion(double probability, double[] drops, int rows, int columns, double[] map) {
    /**
     * Covers one square after another.
     *
     * @param x [c, h, w], one picture as the network takes it
     * @param target the class
     * @param size of the square's edge in pixels
     * @param stride pixels from one place to the next; the last place in a row or column ends at the picture's edge
     * @throws IllegalArgumentException if the square does not fit the picture
     */
    public static Occlusion of(FrozenNetwork network, float[] x, int target, int size, int stride) {
        return of(network, x, target, size, stride, done -> {});
    }

    /**
     * The same.
     *
     * @param progress told the part that is done, from 0 to 1
     */
    public static Occlusion of(
            FrozenNetwork network, float[] x, int target, int size, int stride, DoubleConsumer progress) {
        Shape shape = network.spec().input();
        if (size < 1 || stride < 1 || size > Math.min(shape.height(), shape.width())) {
            throw new IllegalArgumentException("occlusion expects a square of 1 to "
                    + Math.min(shape.height(), shape.width()) + " pixels and a stride of at least 1 but gets " + size
                    + " and " + stride);
        }
        int[] tops = places(shape.height(), size, stride);
        int[] lefts = places(shape.width(), size, stride);
        int classes = network.spec().classes();
        Tensor whole = Passes.pictures(shape, 1);
        System.arraycopy(x, 0, whole.data(), 0, x.length);
        double probability = Passes.softmax(network.logits(whole).data(), 0, classes)[target];
        double[] drops = new double[tops.length * lefts.length];
        for (int from = 0; from < drops.length; from += network.batch()) {
            int n = Math.min(network.batch(), drops.length - from);
            Tensor covered = Passes.pictures(shape, n);
            for (int k = 0; k < n; k++) {
                System.arraycopy(x, 0, covered.data(), k * x.length, x.length);
                int place = from + k;
                cover(
                        covered.data(),
                        k * x.length,
                        shape,
                        tops[place / lefts.length],
                        lefts[place % lefts.length],
                        size);
            }
            float[] logits = network.logits(covered).data();
            for (int k = 0; k < n; k++) {
                drops[from + k] = probability - Passes.softmax(logits, k * classes, classes)[target];
            }
            progress.accept((from + n) / (double) drops.length);
        }
        return new Occlusion(probability, drops, tops.length, lefts.length, spread(drops, tops, lefts, size, shape));
    }

    private static int[] places(int edge, int size, int stride) {
        int[] places = new int[(edge - size + stride - 1) / stride + 1];
        Arrays.setAll(places, i -> Math.min(i * stride, edge - size));
        return places;
    }

    /** The mean of a channel is what a square of it becomes. */
    private static void cover(float[] x, int at, Shape shape, int top, int left, int size) {
        int area = shape.height() * shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            double sum = 0;
            for (int p = 0; p < area; p++) {
                sum += x[at + c * area + p];
            }
            float mean = (float) (sum / area);
            for (int h = top; h < top + size; h++) {
                int row = at + c * area + h * shape.width();
                Arrays.fill(x, row + left, row + left + size, mean);
            }
        }
    }

    private static double[] spread(double[] drops, int[] tops, int[] lefts, int size, Shape shape) {
        double[] sum = new double[shape.height() * shape.width()];
        int[] count = new int[sum.length];
        for (int place = 0; place < drops.length; place++) {
            int top = tops[place / lefts.length];
            int left = lefts[place % lefts.length];
            for (int h = top; h < top + size; h++) {
                for (int w = left; w < left + size; w++) {
                    sum[h * shape.width() + w] += drops[place];
                    count[h * shape.width() + w]++;
                }
            }
        }
        for (int p = 0; p < sum.length; p++) {
            sum[p] = count[p] == 0 ? 0 : sum[p] / count[p];
        }
        return sum;
    }
}
