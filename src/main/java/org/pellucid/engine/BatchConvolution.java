package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
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

    private final Signal y;
    private final PicturesApart xs;
    private final PicturesApart ys;
    private final PicturesApart dys;
    private final PicturesApart dxs;
    private final Parameter weight;
    private final Bias bias;
    private final float[] start;
    private final float[] zeros;
    private final KernelPacking packing;
    private final KernelPacking gradients;
    /** Compiled for inference: all panels, kept for as long as the weights stay the same; else null. */
    private final KernelPanels kept;

    private final ImplicitProduct[] products;
    private final Shards shards;
    /** Compiled for training: a panel a worker, of the weights or of their gradient, that stays in its cache while it is of use. */
    private final float[][] forwardPanels;

    private final float[][] backwardPanels;
    private final PixelPairs forward;
    private final PixelPairs backward;
    private final int[] channels;
    /** For each tap, where the vectors of all its pairs in all pictures begin, in x and in dy. */
    private final int[][] xPlaces;

    private final int[][] yPlaces;
    private final Workers.Task forwardTask = this::forwardPanel;
    private final Workers.Task takeTask = (shard, worker) -> take(shard);
    private final Workers.Task giveTask = (shard, worker) -> give(shard);
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
        this.y = y;
        this.weight = weight;
        this.bias = new Bias(bias, cOut, relu, plan);
        start = this.bias.start();
        zeros = new float[cIn];
        boolean training = plan.training();
        boolean inputGradient = plan.needsGradient(x);
        packing = new KernelPacking(weight.value().data(), g);
        gradients = new KernelPacking(weight.gradient().data(), g);
        kept = training ? null : new KernelPanels(weight, g, false);
        products = plan.products();
        shards = plan.shards();
        boolean pointwise = isPointwise(g);
        pictures = pointwise ? g.window().hIn() * g.window().wIn() : 1;
        forward = pointwise ? PixelPairs.single() : PixelPairs.forward(g);
        backward = !inputGradient ? null : pointwise ? PixelPairs.single() : PixelPairs.backward(g);
        channels = IntStream.range(0, Math.max(cIn, cOut)).toArray();
        int most = plan.batch() * pictures;
        int xSize = x.stride() / pictures;
        int ySize = y.stride() / pictures;
        Scratch scratch = plan.scratch();
        // The weights' gradients, put off, read x and dy while other layers run.
        xs = training
                ? PicturesApart.kept(x.value(), xSize, most)
                : PicturesApart.passing(x.value(), xSize, most, scratch, "x apart");
        dys = training ? PicturesApart.kept(y.gradient(), ySize, most) : null;
        ys = PicturesApart.passing(y.value(), ySize, most, scratch, "sums apart");
        dxs = inputGradient ? PicturesApart.passing(x.gradient(), xSize, most, scratch, "sums apart") : null;
        xPlaces = training ? places(forward.from(), cIn, xs.starts()) : null;
        yPlaces = training ? places(forward.to(), cOut, dys.starts()) : null;
        forwardPanels = training ? scratch.arrays("panel", HEAD + packing.forwardSize()) : null;
        backwardPanels = inputGradient ? scratch.arrays("panel", HEAD + packing.backwardSize()) : null;
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

    @Override
    public void prepare(Pass pass, Workers workers) {
        if (kept != null) {
            kept.pack(pass, workers);
        }
    }

    @Override
    public void forward(Pass pass, Workers workers) {
        examples = pass.n();
        m = examples * pictures;
        if (xs.copied()) {
            workers.run(shards.count(), takeTask);
        }
        workers.run(packing.forwardPanels(), forwardTask);
        if (bias.relu() || ys.copied()) {
            workers.run(shards.count(), activationTask);
        }
    }

    private int first(int shard) {
        return shards.from(shard, examples) * pictures;
    }

    private int end(int shard) {
        return shards.to(shard, examples) * pictures;
    }

    private void take(int shard) {
        xs.take(first(shard), end(shard));
    }

    private void give(int shard) {
        dxs.give(first(shard), end(shard));
    }

    private void forwardPanel(int panel, int worker) {
        float[] w;
        int at;
        if (kept == null) {
            w = forwardPanels[worker];
            at = HEAD;
            packing.forward(panel, w, at);
        } else {
            w = kept.forward();
            at = panel * packing.forwardSize();
        }
        correlate(forward, panel, xs, cIn, w, at, start, ys, cOut, worker);
    }

    private void activate(int shard) {
        ys.give(first(shard), end(shard));
        bias.activate(y.value(), shards.from(shard, examples) * y.stride(), shards.to(shard, examples) * y.stride());
    }

    @Override
    public void backward(Pass pass, Workers workers) {
        examples = pass.n();
        m = examples * pictures;
        workers.run(shards.count(), maskTask);
        bias.reduce();
        if (backward != null) {
            workers.run(packing.backwardPanels(), inputTask);
            if (dxs.copied()) {
                workers.run(shards.count(), giveTask);
            }
        }
        learning = pass.learning();
        mover = learning ? pass.optimizer().claim(weight) : null;
        workers.later(packing.forwardPanels(), parametersTask);
    }

    @Override
    public Optional<Parameter> ownGradient() {
        return Optional.of(weight);
    }

    private void mask(int shard) {
        bias.backward(y, shards, examples, shard);
        dys.take(first(shard), end(shard));
    }

    private void inputPanel(int panel, int worker) {
        float[] w = backwardPanels[worker];
        packing.backward(panel, w, HEAD);
        correlate(backward, panel, dys, cOut, w, HEAD, zeros, dxs, cIn, worker);
    }

    /** One panel of columns of the outputs. */
    private void correlate(
            PixelPairs pairs,
            int panel,
            PicturesApart from,
            int inner,
            float[] w,
            int panelAt,
            float[] begin,
            PicturesApart to,
            int outer,
            int worker) {
        float[] a = from.values();
        int[] rows = from.starts();
        float[] c = to.values();
        int ldc = to.stride();
        int j = panel * COLUMNS;
        int columns = Math.min(COLUMNS, outer - j);
        ImplicitProduct product = products[worker];
        for (int pixel : pairs.untouched()) {
            for (int i = 0; i < m; i++) {
                System.arraycopy(begin, j, c, to.starts()[i] + pixel * outer + j, columns);
            }
        }
        for (int tap = 0; tap < pairs.taps(); tap++) {
            for (int p = 0; p < inner; p += DEPTH) {
                int depth = Math.min(DEPTH, inner - p);
                int wAt = panelAt + (tap * inner + p) * COLUMNS;
                for (int i = 0; i < pairs.from()[tap].length; i++) {
                    int aAt = pairs.from()[tap][i] * inner + p;
                    int cAt = to.starts()[0] + pairs.to()[tap][i] * outer + j;
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

    /** One panel of the weights' gradients: added to what is there, unless that is of the step before. */
    private void parametersPanel(int panel, int worker) {
        int j = panel * COLUMNS;
        int columns = Math.min(COLUMNS, cOut - j);
        float[] sums = forwardPanels[worker];
        if (learning) {
            Arrays.fill(sums, 0);
        } else {
            gradients.forward(panel, sums, HEAD);
        }
        for (int tap = 0; tap < area; tap++) {
            int pairs = forward.from()[tap].length * m;
            int at = HEAD + tap * cIn * COLUMNS;
            products[worker].accumulateRows(
                    cIn, columns, pairs, xs.values(), channels, xPlaces[tap], dys.values(), j, yPlaces[tap], sums, at);
        }
        gradients.unpack(panel, sums, HEAD);
        if (mover != null) { // at once, while they are in the cache
            mover.move(j * cIn * area, (j + columns) * cIn * area);
        }
    }
}
