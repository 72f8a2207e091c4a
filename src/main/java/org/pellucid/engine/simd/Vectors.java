package org.pellucid.engine.simd;

import jdk.incubator.vector.FloatVector;

/** Vectors from numbers. Each method is so small that HotSpot inlines it, and no vector becomes an object. */
final class Vectors {
    private Vectors() {}

    /** {@link ImplicitTile#LANES} numbers from {@code at} on. */
    static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(ImplicitTile.SPECIES, x, at);
    }

    /** One number in all lanes. */
    static FloatVector all(float value) {
        return FloatVector.broadcast(ImplicitTile.SPECIES, value);
    }
}
