package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import java.util.Optional;
import org.pellucid.engine.loops.Loops;
import org.pellucid.gemm.Gemm;
import org.pellucid.tensor.Parameter;

/**
 * Y = relu(X Wᵀ + b) over the whole batch, W of [units, features], the ReLU optional.
 *
 * <p>Each weight is read once, whatever the batch, and in the order in which it lies: forward by blocks of units, backward
 * dW = dYᵀ X and dX = dY W by blocks of features. No element is summed by two threads, so there is nothing to add up
 * afterwards. Of many examples, Yᵀ = W Xᵀ is computed: then X is transposed, not the many more weights.
 */
final class Dense implements BatchLayer {
    private static final int UNITS = 32;

    /** Most features at a time. */
    private static final int FEATURES = 256;

    /**
     * Features at a time of the weights' gradient, of so many units: runs of four kilobytes, a page, in gradient, weights and the
     * optimiser's moments, for each run begins without what the processor fetches ahead.
     */
    private static final int RUN = 1024;

    private static final int RUNS = 64;

    /** Fewest features at a time: two register tiles side by side. */
    private static final int FEWEST_FEATURES = 64;

    /** Into how many blocks features are dealt, at least, if there are so many: else one thread waits for the other. */
    private static final int BLOCKS = 16;

    /** Examples from which on X is transposed: as many as fill a register tile's columns. */
    private static final int MANY = 32;

    private final Signal x;
    private final Signal y;
    private final Parameter weight;
    private final Parameter bias;
    private final boolean relu;
    private final Gemm[] gemms;
    private final Loops loops;
    private final int features;
    private final int units;
    private final int block;
    private final boolean inputGradient;
    private final float[] turnedX;
    private final float[] turnedY;
    private final Workers.Task turnTask = (task, worker) -> turn(task);
    private final Workers.Task forwardTask = this::forwardUnits;
    private final Workers.Task maskTask = (task, worker) -> maskUnits(task);
    private final Workers.Task inputTask = this::inputFeatures;
    private final Workers.Task parametersTask = this::parametersRuns;
    private int n;
    private boolean learning;
    private Optimizer.Mover mover;

    Dense(Signal x, Signal y, Parameter weight, Parameter bias, boolean relu, Plan plan) {
        this.x = x;
        this.y = y;
        this.weight = weight;
        this.bias = bias;
        this.relu = relu;
        gemms = plan.gemms();
        loops = plan.loops();
        features = x.stride();
        units = y.stride();
        block = Math.max(FEWEST_FEATURES, Math.min(FEATURES, features / BLOCKS / FEWEST_FEATURES * FEWEST_FEATURES));
        inputGradient = plan.needsGradient(x);
        boolean turns = plan.batch() >= MANY;
        turnedX = plan.scratch().shared("dense input", turns ? HEAD + plan.batch() * features : 0);
        turnedY = plan.scratch().shared("dense output", turns ? HEAD + plan.batch() * units : 0);
    }

    @Override
    public void forward(Pass pass, Workers workers) {
        n = pass.n();
        if (n >= MANY) {
            workers.run(blocks(features, block), turnTask);
        }
        workers.run(blocks(units, UNITS), forwardTask);
    }

    @Override
    public void backward(Pass pass, Workers workers) {
        n = pass.n();
        workers.run(blocks(units, UNITS), maskTask);
        if (inputGradient) {
            workers.run(blocks(features, block), inputTask);
        }
        learning = pass.learning();
        mover = learning ? pass.optimizer().claim(weight) : null;
        workers.later(blocks(features, RUN) * blocks(units, RUNS), parametersTask);
    }

    @Override
    public Optional<Parameter> ownGradient() {
        return Optional.of(weight);
    }

    private static int blocks(int size, int block) {
        return (size + block - 1) / block;
    }

    /** Some rows of Xᵀ [features, n]. */
    private void turn(int task) {
        int from = task * block;
        transpose(x.value(), from, features, n, Math.min(block, features - from), turnedX, HEAD + from * n, n);
    }

    /** {@code to[j, i] = from[i, j]}, eight rows at a time, so that eight numbers side by side are written at once. */
    private static void transpose(
            float[] from, int at, int stride, int rows, int columns, float[] to, int toAt, int toStride) {
        int i = 0;
        for (; i + 8 <= rows; i += 8) {
            int i0 = at + i * stride;
            int i1 = i0 + stride;
            int i2 = i1 + stride;
            int i3 = i2 + stride;
            int i4 = i3 + stride;
            int i5 = i4 + stride;
            int i6 = i5 + stride;
            int i7 = i6 + stride;
            int o = toAt + i;
            for (int j = 0; j < columns; j++) {
                to[o] = from[i0 + j];
                to[o + 1] = from[i1 + j];
                to[o + 2] = from[i2 + j];
                to[o + 3] = from[i3 + j];
                to[o + 4] = from[i4 + j];
                to[o + 5] = from[i5 + j];
                to[o + 6] = from[i6 + j];
                to[o + 7] = from[i7 + j];
                o += toStride;
            }
        }
        for (; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[toAt + j * toStride + i] = from[at + i * stride + j];
            }
        }
    }

    private void forwardUnits(int task, int worker) {
        int from = task * UNITS;
        int count = Math.min(UNITS, units - from);
        float[] w = weight.value().data();
        float[] out = y.value();
        int first = from * features;
        Gemm gemm = gemms[worker];
        if (n >= MANY) {
            int at = HEAD + from * n;
            gemm.multiply(false, false, count, n, features, w, first, features, turnedX, HEAD, n, 0, turnedY, at, n);
            transpose(turnedY, at, n, count, n, out, from, units);
        } else {
            gemm.multiply(
                    false, true, n, count, features, x.value(), 0, features, w, first, features, 0, out, from, units);
        }
        for (int i = 0; i < n; i++) {
            int at = i * units + from;
            if (bias != null) {
                loops.add(bias.value().data(), from, out, at, count);
            }
            loops.addBias(out, at, at + count, null, count, relu);
        }
    }

    private void maskUnits(int task) {
        int from = task * UNITS;
        int count = Math.min(UNITS, units - from);
        float[] dy = y.gradient();
        for (int i = 0; i < n; i++) {
            int at = i * units + from;
            if (relu) {
                loops.mask(y.value(), dy, at, at + count);
            }
            if (bias != null) {
                loops.add(dy, at, bias.gradient().data(), from, count);
            }
        }
    }

    private void inputFeatures(int task, int worker) {
        int from = task * block;
        int count = Math.min(block, features - from);
        float[] w = weight.value().data();
        float[] dx = x.gradient();
        gemms[worker].multiply(
                false, false, n, count, units, y.gradient(), 0, units, w, from, features, 0, dx, from, features);
    }

    private void parametersRuns(int task, int worker) {
        int across = blocks(features, RUN);
        int from = task % across * RUN;
        int count = Math.min(RUN, features - from);
        int unit = task / across * RUNS;
        int end = Math.min(unit + RUNS, units);
        gemms[worker].multiply(
                true,
                false,
                end - unit,
                count,
                n,
                y.gradient(),
                unit,
                units,
                x.value(),
                from,
                features,
                learning ? 0 : 1,
                weight.gradient().data(),
                unit * features + from,
                features);
        if (mover != null) { // at once, while they are in the cache
            for (int u = unit; u < end; u++) {
                int at = u * features + from;
                mover.move(at, at + count);
            }
        }
    }
}
