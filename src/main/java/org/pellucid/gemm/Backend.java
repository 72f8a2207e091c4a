package org.pellucid.gemm;

/** A way to multiply matrices: {@code reference}, {@code jblas} or {@code vector}. */
public interface Backend {
    String name();

    /** A multiplier for one worker. */
    Gemm create();
}
