package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * The gradients of a convolution's weights, one copy a shard, as matrices [kH · kW · cIn / groups, cOut / groups], one a
 * group; at the end they are added to the parameter's gradient, which stays [cOut, cIn / groups, kH, kW].
 */
final class KernelSlots {
    /** Rows of the matrix that one task adds up. */
    private static final int ROWS = 64;

    private final Parameter weight;
    private final int groups;
    private final int area;
    private final int perGroup;
    private final int outputs;
    private final int rows;
    private final Slots[] slots;
    private final Workers.Task reduceTask = (task, worker) -> reduceRows(task);

    KernelSlots(Parameter weight, Conv2dGeometry g, int shards) {
        this.weight = weight;
        groups = g.groups();
        area = g.window().kH() * g.window().kW();
        perGroup = g.cInPerGroup();
        outputs = g.cOutPerGroup();
        rows = g.reduction();
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

    /** Adds the gradients of all shards to the parameter's. */
    void reduce(Workers workers) {
        workers.run((groups * rows + ROWS - 1) / ROWS, reduceTask);
    }

    private void reduceRows(int task) {
        float[] dw = weight.gradient().data();
        int end = Math.min((task + 1) * ROWS, groups * rows);
        for (int row = task * ROWS; row < end; row++) {
            int group = row / rows;
            int a = row % rows / perGroup;
            int c = row % rows % perGroup;
            Slots slot = slots[group];
            int from = (row % rows) * outputs;
            int to = group * outputs * rows + c * area + a;
            slot.collect(from, from + outputs);
            float[] sums = slot.of(0);
            for (int o = 0; o < outputs; o++) {
                dw[to + o * rows] += sums[from + o];
            }
        }
    }
}
