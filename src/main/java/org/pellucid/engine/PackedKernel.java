package org.pellucid.engine;

import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.tensor.Parameter;

/**
 * A convolution's weights as matrices [kH · kW · cIn / groups, cOut / groups], one a group: what multiplies the windows
 * of {@link Columns}. The parameter itself stays [cOut, cIn / groups, kH, kW].
 */
final class PackedKernel {
    private final Parameter weight;
    private final int groups;
    private final int area;
    private final int perGroup;
    private final int outputs;
    private final int rows;
    private final float[][] packed;

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
}
