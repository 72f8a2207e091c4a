package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * The gradients of a convolution's weights, one copy a shard, as matrices [kH · kW · cIn / groups, cOut / groups], one a
 * group; at the end they are added to the parameter's gradient, which stays [cOut, cIn / groups, kH, kW].
 */
final class KernelSlots {
    /**
     * Weights in a row, about, that one task adds up of each kernel. Were they few, two threads would write to one cache line in
     * turn, and wait for each other at every word.
     */
    private static final int RUN = 144;

    /** Kernels at a time, so that the cache lines written to stay in the innermost cache. */
    private static final int OUTPUTS = 32;

    private final Parameter weight;
    private final int groups;
    private final int area;
    private final int perGroup;
    private final int outputs;
    private final int rows;
    private final int inputs;
    private final int runs;
    private final Slots[] slots;
    private final Workers.Task reduceTask = (task, worker) -> reduceRun(task);

    KernelSlots(Parameter weight, Conv2dGeometry g, int shards) {
        this.weight = weight;
        groups = g.groups();
        area = g.window().kH() * g.window().kW();
        perGroup = g.cInPerGroup();
        outputs = g.cOutPerGroup();
        rows = g.reduction();
        inputs = Math.max(1, RUN / area);
        runs = (perGroup + inputs - 1) / inputs;
        slots = new Slots[groups];
        for (int group = 0; group < groups; group++) {
            slots[group] = new Slots(shards, rows * outputs);
        }
    }

    /** The gradient of a group's matrix, summed over one shard. */
    float[] of(int group, int shard) {
        return slots[group].of(shard);
    }

    void clear(int shard) {
        for (Slots slot : slots) {
            slot.clear(shard);
        }
    }

    /** Puts off adding the gradients of all shards to the parameter's. */
    void reduce(Workers workers) {
        workers.later(groups * runs, reduceTask);
    }

    private void reduceRun(int task) {
        int group = task / runs;
        int from = task % runs * inputs;
        int to = Math.min(from + inputs, perGroup);
        for (int a = 0; a < area; a++) {
            slots[group].collect((a * perGroup + from) * outputs, (a * perGroup + to) * outputs);
        }
        for (int o = 0; o < outputs; o += OUTPUTS) {
            int count = Math.min(OUTPUTS, outputs - o);
            for (int c = from; c < to; c++) {
                for (int a = 0; a < area; a++) {
                    add(group, a, c, o, count);
                }
            }
        }
    }

    /** Adds a piece of a row, one weight of several kernels. */
    private void add(int group, int a, int c, int firstOutput, int count) {
        float[] dw = weight.gradient().data();
        float[] sums = slots[group].of(0);
        int from = (a * perGroup + c) * outputs + firstOutput;
        int to = (group * outputs + firstOutput) * rows + c * area + a;
        for (int o = 0; o < count; o++) {
            dw[to + o * rows] += sums[from + o];
        }
    }
}
