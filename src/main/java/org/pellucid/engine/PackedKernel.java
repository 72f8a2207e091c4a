package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * A convolution's weights as matrices [kH · kW · cIn / groups, cOut / groups], one a group: what multiplies the windows
 * of {@link Columns}. The parameter itself stays [cOut, cIn / groups, kH, kW].
 */
final class PackedKernel {
    /** Rows of the matrix that one task adds up. */
    private static final int ROWS = 64;

    private final Parameter weight;
    private final int groups;
    private final int area;
    private final int perGroup;
    private final int outputs;
    private final int rows;
    private final float[][] packed;
    private final Workers.Task reduceTask = (task, worker) -> reduceRows(task);
    private Slots[] slots;

    PackedKernel(Parameter weight, Conv2dGeometry g) {
        this.weight = weight;
        groups = g.groups();
        area = g.window().kH() * g.window().kW();
        perGroup = g.cInPerGroup();
        outputs = g.cOutPerGroup();
        rows = g.reduction();
        packed = new float[groups][rows * outputs];
    }

    /** The matrix of a group. */
    float[] matrix(int group) {
        return packed[group];
    }

    /** Takes the parameter's present values. */
    void pack() {
        float[] w = weight.value().data();
        for (int group = 0; group < groups; group++) {
            float[] matrix = packed[group];
            for (int o = 0; o < outputs; o++) {
                int kernel = (group * outputs + o) * rows;
                for (int c = 0; c < perGroup; c++) {
                    for (int a = 0; a < area; a++) {
                        matrix[(a * perGroup + c) * outputs + o] = w[kernel + c * area + a];
                    }
                }
            }
        }
    }

    /** Makes room for the gradients of each shard. */
    void allocateSlots(int shards) {
        slots = new Slots[groups];
        for (int group = 0; group < groups; group++) {
            slots[group] = new Slots(shards, rows * outputs);
        }
    }

    /** The gradient of a group's matrix, summed over one shard. */
    float[] gradient(int group, int shard) {
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
            for (int o = 0; o < outputs; o++) {
                dw[to + o * rows] += slot.sum(from + o);
            }
        }
    }
}
