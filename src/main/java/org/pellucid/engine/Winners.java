package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.Pool;

/**
 * Which output of each pooled window won: see {@link Pool}. Kernels write and read the winners of the few pictures that a
 * worker has under way; if a backward pass will come, those of the batch are kept packed meanwhile, eight in one float.
 */
final class Winners {
    private static final int GROUP = Pool.PACKED * ImplicitProduct.LANES;

    private final int groups;
    private final int stride;
    private final float[][] underWay;
    private final float[] packed;

    /**
     * @param size pooled values of a picture, a multiple of a vector
     * @param pictures that a worker has under way, at most
     */
    Winners(int size, int pictures, Plan plan) {
        groups = (size + GROUP - 1) / GROUP;
        stride = plan.training() ? groups * GROUP : 0; // else nobody reads them: each picture overwrites the last one's
        underWay = plan.scratch().arrays("winners", plan.training() ? pictures * stride : size);
        packed = new float[plan.training() ? plan.batch() * groups * ImplicitProduct.LANES : 0];
    }

    /** Those under way. */
    float[] of(int worker) {
        return underWay[worker];
    }

    /** Where in them those of a picture begin, the pictures under way counted from 0. */
    int at(int place) {
        return place * stride;
    }

    /** Keeps those under way, of the pictures first … first + count − 1. */
    void keep(int first, int count, int worker) {
        if (packed.length > 0) {
            Pool.pack(underWay[worker], packed, first * groups, count * groups);
        }
    }

    /** Brings back those of one picture, to the beginning of those under way. */
    void recall(int picture, int worker) {
        Pool.unpack(packed, picture * groups, groups, underWay[worker]);
    }
}
