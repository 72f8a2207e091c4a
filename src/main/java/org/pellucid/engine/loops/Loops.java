package org.pellucid.engine.loops;

/**
 * The loops that layers run over values, apart from products of matrices and convolutions. A network gets one
 * implementation when it is compiled. All are pure functions of their arguments; the same arguments give the same bits,
 * yet two implementations may round differently.
 *
 * <p>Not here: loops over whole arrays that all go by the same bare index, such as y[i] = a[i] + b[i] or the optimisers'.
 * HotSpot turns those into vectors itself, as fast as by hand.
 *
 * <p>Ranges are counted in values, {@code from} … {@code to} − 1. A range of pixels holds their channels side by side.
 */
public interface Loops {
    /** The winner of a window none of whose outputs let the gradient through. */
    float NONE = 4;

    /** Values of which {@link #siluBackward} holds σ at a time: they stay in the first cache from one loop to the next. */
    int SIGMAS = 1024;

    /** Whether, for pixels of so many channels, there are the loops that do several layers' work at once: those that say so. */
    boolean fuses(int channels);

    /**
     * y ← relu(y + b) over a range of pixels.
     *
     * @param b one for each channel, or null: nothing is added
     * @param relu whether negative values become 0
     */
    void addBias(float[] y, int from, int to, float[] b, int channels, boolean relu);

    /** dy ← dy where y &gt; 0, and 0 elsewhere: ReLU's backward, from its output. */
    void mask(float[] y, float[] dy, int from, int to);

    /** sums[c] ← sums[c] + Σ x[…, c] over a range of pixels. */
    void sumPixels(float[] x, int from, int to, float[] sums, int channels);

    /** y ← y + x over {@code count} values. */
    void add(float[] x, int xAt, float[] y, int yAt, int count);

    /** y ← y + scale · x over {@code count} values. */
    void addScaled(float scale, float[] x, int xAt, float[] y, int yAt, int count);

    /** c ← a · b, value by value, over {@code count} values. */
    void multiply(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int count);

    /** c ← c + a · b, value by value, over {@code count} values. */
    void multiplyAdd(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int count);

    /** sums[c] ← sums[c] + Σ x[.., c] and squares[c] ← squares[c] + Σ x[.., c]² over a range of pixels, in double. */
    void sumSquares(float[] x, int from, int to, int channels, double[] sums, double[] squares);

    /**
     * sums[c] ← sums[c] + Σ dy[.., c] and products[c] ← products[c] + Σ dy · x̂ over a range of pixels, where x̂ is rounded to
     * float and all else is double.
     */
    void sumProducts(float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products);

    /**
     * If it {@link #fuses}, before {@link #sumProducts} ReLU's backward: dy ← dy where y, as {@link #normalise} computes it, is
     * greater than 0, and 0 elsewhere.
     */
    void sumMaskedProducts(float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products);

    /** y ← relu((x − mean) · scale + shift) over a range of pixels of x; the ReLU optional. */
    void normalise(float[] x, int from, int to, float[] y, int yAt, Normalisation n, boolean relu);

    /** dx ← slope · dy + curve · (x − mean) + constant over a range of pixels of x and dy. */
    void normaliseBackward(float[] x, float[] dy, int from, int to, float[] dx, int dxAt, Normalisation n);

    /**
     * One row of 2×2 max-pooling with stride 2.
     *
     * @param x its upper row begins at {@code upper}, its lower at {@code lower}
     * @param width of the output row, in pixels
     */
    void maxPool(float[] x, int upper, int lower, float[] y, int yAt, int width, int channels);

    /** Backward of {@link #maxPool}: writes both rows of dx; the first of equal values gets the gradient. */
    void maxPoolBackward(
            float[] x, int upper, int lower, float[] y, float[] dy, int yAt, float[] dx, int width, int channels);

    /**
     * If it {@link #fuses}, {@link #maxPool} of relu(x + b), and which of the four x won, as 0, 1, 2 or 3, row by row, the first of equals; {@link
     * #NONE} where ReLU shut the greatest.
     *
     * @param b a number for each channel: added to the greatest of four, it is added a quarter as often
     * @param winners numbered so, and placed as y's values are
     */
    void reluPool(
            float[] x,
            int upper,
            int lower,
            float[] b,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt,
            int width,
            int channels);

    /**
     * If it {@link #fuses}, backward of {@link #reluPool}: writes both rows of dx, and adds up for each channel what ReLU let through.
     *
     * @param sums of each channel, added to
     */
    void reluPoolBackward(
            float[] dy,
            int dyAt,
            float[] winners,
            int winnersAt,
            float[] dx,
            int upper,
            int lower,
            int width,
            int channels,
            float[] sums);

    /** If it {@link #fuses}, {@link #maxPool} of relu((x − mean) · scale + shift), which is not kept. */
    void normalisePool(float[] x, int upper, int lower, float[] y, int yAt, int width, Normalisation n);

    /**
     * If it {@link #fuses}, backward of {@link #normalisePool} to what it did not keep: writes both rows of that gradient, and adds up what {@link
     * #sumProducts} would of it.
     */
    void normalisePoolBackward(
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
            double[] products);

    /**
     * One tap of max-pooling: y ← max(x, y) for {@code width} pixels.
     *
     * @param step from one pixel of x to the next; those of y lie side by side
     */
    void maxTap(float[] x, int xAt, int step, float[] y, int yAt, int width, int channels);

    /** Backward of {@link #maxTap}: where x equals the maximum y, dx ← dx + rest and rest ← 0; dx lies as x does. */
    void maxTapBackward(
            float[] x,
            int xAt,
            int step,
            float[] y,
            int yAt,
            float[] rest,
            int restAt,
            float[] dx,
            int width,
            int channels);

    /** y ← σ(x) = 1 / (1 + e⁻ˣ). */
    void sigmoid(float[] x, float[] y, int from, int to);

    /** y ← x · σ(x), where y is not x. */
    void silu(float[] x, float[] y, int from, int to);

    /**
     * dx ← dy · (σ(x) + y · (1 − σ(x))), where y = x · σ(x); dx may be dy.
     *
     * @param sigma working memory of {@link #SIGMAS} values
     */
    void siluBackward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, float[] sigma);
}
