package org.pellucid.engine;

/**
 * Which output of each pooled window won: see {@link org.pellucid.engine.simd.Pool}. Kept for the whole batch if a
 * backward pass will come; else each worker overwrites those of a single picture, which nobody reads.
 */
final class Winners {
    private final float[][] winners;
    private final int kept;

    /** @param size pooled values of a picture */
    Winners(int size, Plan plan) {
        winners = plan.training()
                ? new float[][] {new float[plan.batch() * size]}
                : plan.scratch().arrays("winners", size);
        kept = plan.training() ? size : 0;
    }

    float[] of(int worker) {
        return kept > 0 ? winners[0] : winners[worker];
    }

    /** Where those of a picture begin. */
    int at(int picture) {
        return picture * kept;
    }
}
