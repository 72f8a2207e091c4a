package org.pellucid.engine;

import org.pellucid.engine.loops.Loops;
import org.pellucid.gemm.Gemm;
import org.pellucid.tensor.Parameter;

/**
 * Y = relu(X Wᵀ + b) over the whole batch, W of [units, features], the ReLU optional.
 *
 * <p>Split by outputs, so that each weight is read once, whatever the batch: dW = dYᵀ X and Y by blocks of units, dX =
 * dY W by blocks of features. No element is summed by two threads, so there is nothing to add up afterwards.
 */
final class Dense implements BatchLayer {
    private static final int UNITS = 32;
    private static final int FEATURES = 512;

    private final Signal x;
    private final Signal y;
    private final Parameter weight;
    private final Parameter bias;
    private final boolean relu;
    private final Gemm[] gemms;
    private final Loops loops;
    private final int features;
    private final int units;
    private final boolean inputGradient;
    private final Workers.Task forwardTask = this::forwardUnits;
    private final Workers.Task parametersTask = this::backwardUnits;
    private final Workers.Task inputTask = this::backwardFeatures;
    private int n;

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
        inputGradient = plan.needsGradient(x);
    }

    @Override
    public void forward(Pass pass, Workers workers) {
        n = pass.n();
        workers.run(blocks(units, UNITS), forwardTask);
    }

    @Override
    public void backward(Pass pass, Workers workers) {
        n = pass.n();
        workers.run(blocks(units, UNITS), parametersTask);
        if (inputGradient) {
            workers.run(blocks(features, FEATURES), inputTask);
        }
    }

    private static int blocks(int size, int block) {
        return (size + block - 1) / block;
    }

    private void forwardUnits(int task, int worker) {
        int from = task * UNITS;
        int count = Math.min(UNITS, units - from);
        float[] w = weight.value().data();
        float[] out = y.value();
        gemms[worker].multiply(
                false,
                true,
                n,
                count,
                features,
                x.value(),
                0,
                features,
                w,
                from * features,
                features,
                0,
                out,
                from,
                units);
        for (int i = 0; i < n; i++) {
            int at = i * units + from;
            if (bias != null) {
                loops.add(bias.value().data(), from, out, at, count);
            }
            loops.addBias(out, at, at + count, null, count, relu);
        }
    }

    private void backwardUnits(int task, int worker) {
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
        float[] dw = weight.gradient().data();
        gemms[worker].multiply(
                true,
                false,
                count,
                features,
                n,
                dy,
                from,
                units,
                x.value(),
                0,
                features,
                1,
                dw,
                from * features,
                features);
    }

    private void backwardFeatures(int task, int worker) {
        int from = task * FEATURES;
        int count = Math.min(FEATURES, features - from);
        float[] w = weight.value().data();
        gemms[worker].multiply(
                false,
                false,
                n,
                count,
                units,
                y.gradient(),
                0,
                units,
                w,
                from,
                features,
                0,
                x.gradient(),
                from,
                features);
    }
}
