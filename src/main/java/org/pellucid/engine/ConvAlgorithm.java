package org.pellucid.engine;

import java.util.Locale;

/** How convolutions are computed. Depthwise ones have a loop of their own and heed none of these. */
public enum ConvAlgorithm {
    /** For each layer the fastest that fits: Winograd, direct, im2col, in this order. */
    AUTO,
    /** The sums as they are defined, from the picture straight into registers; im2col where strides or groups forbid it. */
    DIRECT,
    /** The windows written side by side as a matrix, times the matrix of the kernels: runs on any backend. */
    IM2COL,
    /** F(4×4, 3×3) or F(3×3, 3×3): about a quarter of the multiplications, at some loss of accuracy; direct where it does not fit. */
    WINOGRAD;

    /** Whether a backend of that name can compute so: the register kernels are the vector backend's. */
    public boolean runsOn(String backend) {
        return this == AUTO || this == IM2COL || backend.equals("vector");
    }

    /** The name at the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
