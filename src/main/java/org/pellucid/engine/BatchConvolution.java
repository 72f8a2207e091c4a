package org.pellucid.engine;

import java.util.Arrays;
import java.util.Optional;
import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;

/**
 * Convolution of a whole batch at once, for small pictures under large kernels, of any stride.
 *
 * <p>Picture by picture, the kernels would be read again for each, and their gradient kept once a shard. Here the
 * pictures are the long side: for each tap, each pair of pixels that meet in it ({@link PixelPairs}) is a product of
 *
 * <pre>
 * forward               Y[:, to, :]   += X[:, from, :] · W[tap]
 * backward, input       dX[:, from, :] += dY[:, to, :] · W[tap]ᵀ
 * backward, parameters  dW[tap]       += X[:, from, :]ᵀ · dY[:, to, :]
 * </pre>
 *
 * <p>Split by panels of output columns: each weight is read once, each element summed by one thread,
 * nothing to add up afterwards. A 1×1 kernel is a dense layer over all pixels, which are taken for as many pictures.
 */
final class BatchConvolution implements BatchLayer {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;

    /** Rows of a panel at a time: 32 kB, which stay in the first-level cache while all pairs of a tap go by. */
    private static final int DEPTH = 256;

    /** The smallest batch that is a long side. */
    private static final int SMALLEST_BATCH = 16;

    /** Most output pixels, by what was measured. */
    private static final int FEW_PIXELS = 36;

    /** Most values of a batch, in and out, by what was measured: six megabytes. */
    private static final int CACHED_VALUES = 3 << 19;

    private final int cIn;
    private final int cOut;
    private final int area;
    /** Pictures made of one example. */
    private final int pictures;

    private final Signal x;
    private final Signal y;
    private final Parameter weight;
    private final float[] dw;
    private final Bias bias;
    private final float[] start;
    private final float[] zeros;
    private final KernelPanels kernel;
    private final ImplicitProduct[] products;
    private final Shards shards;
    private final float[][] panels;
    private final PixelPairs forward;
    private final PixelPairs backward;
    private final int[] channels;
    private final int[] xRows;
    private final int[] yRows;
    /** For each tap, where the vectors of all its pairs in all pictures begin, in x and in dy. */
    private final int[][] xPlaces;

    private final int[][] yPlaces;
    private final Workers.Task forwardTask = this::forwardPanel;
    private final Workers.Task activationTask = (shard, worker) -> activate(shard);
    private final Workers.Task maskTask = (shard, worker) -> mask(shard);
    private final Workers.Task parametersTask = this::parametersPanel;
    private final Workers.Task inputTask = this::inputPanel;
    private int examples;
    private int m;
    private boolean learning;
    private Optimizer.Mover mover;

    BatchConvolution(Conv2dGeometry g, Signal x, Signal y, Parameter weight, Parameter bias, boolean relu, Plan plan) {
        cIn = g.cIn();
        cOut = g.cOut();
        area = g.window().kH() * g.window().kW();
        this.x = x;
        this.y = y;
        this.weight = weight;
        dw = weight.gradient().data();
        this.bias = new Bias(bias, cOut, relu, plan);
        start = this.bias.start();
        zeros = new float[cIn];
        boolean inputGradient = plan.needsGradient(x);
        kernel = new KernelPanels(weight, g, inputGradient);
        products = plan.products();
        shards = plan.shards();
        boolean pointwise = isPointwise(g);
        pictures = pointwise ? g.window().hIn() * g.window().wIn() : 1;
        forward = pointwise ? PixelPairs.single() : PixelPairs.forward(g);
        backward = !inputGradient ? null : pointwise ? PixelPairs.single() : PixelPairs.backward(g);
        channels = multiples(Math.max(cIn, cOut), 1);
        xRows = multiples(plan.batch() * pictures, x.stride() / pictures);
        yRows = multiples(plan.batch() * pictures, y.stride() / pictures);
        boolean training = plan.training();
        xPlaces = training ? places(forward.from(), cIn, xRows) : null;
        yPlaces = training ? places(forward.to(), cOut, yRows) : null;
        panels = training ? plan.scratch().arrays("dw panel", area * cIn * COLUMNS) : null;
    }

    /**
     * Whether this is the way to go: kernels of more weights than a picture has values, in and out, and few output pixels.
     * Of larger pictures a few together are rows enough to read a kernel for, and stay in the cache; a whole batch does not.
     */
    static boolean wins(Conv2dGeometry g, int batch) {
        Window w = g.window();
        int values = w.hIn() * w.wIn() * g.cIn() + w.hOut() * w.wOut() * g.cOut();
        return g.groups() == 1
                && batch >= SMALLEST_BATCH
                && w.hOut() * w.wOut() <= FEW_PIXELS
                && batch * values <= CACHED_VALUES
                && g.cIn() % ImplicitProduct.LANES == 0
                && g.wSize() > values;
    }

    private static boolean isPointwise(Conv2dGeometry g) {
        Window w = g.window();
        return w.kH() * w.kW() == 1 && w.hOut() == w.hIn() && w.wOut() == w.wIn() && w.padTop() + w.padLeft() == 0;
    }

    private static int[] multiples(int count, int step) {
        int[] multiples = new int[count];
        for (int i = 0; i < count; i++) {
            multiples[i] = i * step;
        }
        return multiples;
    }

    /** Picture after picture, so that of a partial batch it is the first part. */
    private static int[][] places(int[][] pixels, int channels, int[] rows) {
        int[][] places = new int[pixels.length][];
        for (int a = 0; a < pixels.length; a++) {
            int pairs = pixels[a].length;
            places[a] = new int[rows.length * pairs];
            for (int i = 0; i < places[a].length; i++) {
                places[a][i] = rows[i / pairs] + pixels[a][i % pairs] * channels;
            }
        }
        return places;
    }

    private static int panels(int columns) {
        return (columns + COLUMNS - 1) / COLUMNS;
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        kernel.pack(pass, workers);
    }

    @Override
    public void prepareBackward(Pass pass, Workers workers) {
        kernel.packBackward(pass, workers);
    }

    @Override
    public void forward(Pass pass, Workers workers) {
        examples = pass.n();
        m = examples * pictures;
        workers.run(panels(cOut), forwardTask);
        if (bias.relu()) {
            workers.run(shards.count(), activationTask);
        }
    }

    private void forwardPanel(int panel, int worker) {
        float[] to = y.value();
        correlate(
                forward,
                panel,
                x.value(),
                cIn,
                xRows,
                kernel.forward(),
                start,
                to,
                cOut,
                y.stride() / pictures,
                worker);
    }

    private void activate(int shard) {
        bias.activate(y.value(), shards.from(shard, examples) * y.stride(), shards.to(shard, examples) * y.stride());
    }

    @Override
    public void backward(Pass pass, Workers workers) {
        examples = pass.n();
        m = examples * pictures;
        workers.run(shards.count(), maskTask);
        bias.reduce();
        if (backward != null) {
            workers.run(panels(cIn), inputTask);
        }
        learning = pass.learning();
        mover = learning ? pass.optimizer().claim(weight) : null;
        workers.later(panels(cOut), parametersTask);
    }

    @Override
    public Optional<Parameter> ownGradient() {
        return Optional.of(weight);
    }

    private void mask(int shard) {
        bias.backward(y, shards, examples, shard);
    }

    private void inputPanel(int panel, int worker) {
        float[] dx = x.gradient();
        correlate(
                backward,
                panel,
                y.gradient(),
                cOut,
                yRows,
                kernel.backward(),
                zeros,
                dx,
                cIn,
                x.stride() / pictures,
                worker);
    }

    /** One panel of columns of the outputs. */
    private void correlate(
            PixelPairs pairs,
            int panel,
            float[] a,
            int inner,
            int[] rows,
            float[] w,
            float[] begin,
            float[] c,
            int outer,
            int ldc,
            int worker) {
        int j = panel * COLUMNS;
        int columns = Math.min(COLUMNS, outer - j);
        ImplicitProduct product = products[worker];
        for (int pixel : pairs.untouched()) {
            for (int i = 0; i < m; i++) {
                System.arraycopy(begin, j, c, i * ldc + pixel * outer + j, columns);
            }
        }
        for (int tap = 0; tap < pairs.taps(); tap++) {
            for (int p = 0; p < inner; p += DEPTH) {
                int depth = Math.min(DEPTH, inner - p);
                int wAt = j * area * inner + (tap * inner + p) * COLUMNS;
                for (int i = 0; i < pairs.from()[tap].length; i++) {
                    int aAt = pairs.from()[tap][i] * inner + p;
                    int cAt = pairs.to()[tap][i] * outer + j;
                    boolean begins = p == 0 && pairs.first()[tap][i];
                    if (begins) {
                        product.begin(m, columns, depth, a, aAt, rows, channels, w, wAt, begin, j, c, cAt, ldc);
                    } else {
                        product.goOn(m, columns, depth, a, aAt, rows, channels, w, wAt, c, cAt, ldc);
                    }
                }
            }
        }
    }

    private void parametersPanel(int panel, int worker) {
        int j = panel * COLUMNS;
        int columns = Math.min(COLUMNS, cOut - j);
        float[] sums = panels[worker];
        Arrays.fill(sums, 0);
        for (int tap = 0; tap < area; tap++) {
            int pairs = forward.from()[tap].length * m;
            int at = tap * cIn * COLUMNS;
            products[worker].accumulateRows(
                    cIn, columns, pairs, x.value(), channels, xPlaces[tap], y.gradient(), j, yPlaces[tap], sums, at);
        }
        int first = j * cIn * area;
        int end = first + columns * cIn * area;
        if (learning) {
            Arrays.fill(dw, first, end, 0);
        }
        int o = 0;
        for (; o + 8 <= columns; o += 8) {
            addEight(sums, o, (j + o) * cIn * area);
        }
        for (; o < columns; o++) {
            int to = (j + o) * cIn * area;
            for (int c = 0; c < cIn; c++) {
                for (int tap = 0; tap < area; tap++) {
                    dw[to++] += sums[(tap * cIn + c) * COLUMNS + o];
                }
            }
        }
        if (mover != null) { // at once, while they are in the cache
            mover.move(first, end);
        }
    }

    /** Eight columns of the sums [kH · kW · cIn, {@link #COLUMNS}], to eight kernels [cIn, kH · kW] one after the other. */
    private void addEight(float[] sums, int o, int to) {
        int k = cIn * area;
        int i0 = to;
        int i1 = i0 + k;
        int i2 = i1 + k;
        int i3 = i2 + k;
        int i4 = i3 + k;
        int i5 = i4 + k;
        int i6 = i5 + k;
        int i7 = i6 + k;
        int i = 0;
        for (int c = 0; c < cIn; c++) {
            int at = c * COLUMNS + o;
            for (int tap = 0; tap < area; tap++) {
                dw[i0 + i] += sums[at];
                dw[i1 + i] += sums[at + 1];
                dw[i2 + i] += sums[at + 2];
                dw[i3 + i] += sums[at + 3];
                dw[i4 + i] += sums[at + 4];
                dw[i5 + i] += sums[at + 5];
                dw[i6 + i] += sums[at + 6];
                dw[i7 + i] += sums[at + 7];
                at += cIn * COLUMNS;
                i++;
            }
        }
    }
}
