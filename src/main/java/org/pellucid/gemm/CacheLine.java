package org.pellucid.gemm;

/** How working memory is laid out so that vectors keep out of each other's way in the cache. */
public final class CacheLine {
    /**
     * Floats left free at the head of working memory: with the 16 bytes that a JVM puts before them, a line of the cache.
     * Where objects begin on lines ({@code -XX:ObjectAlignmentInBytes=64}), no vector then lies on two of them.
     */
    public static final int HEAD = 12;

    /** Floats in a line of 64 bytes. */
    static final int FLOATS = 16;

    /** Floats in 4 kB. */
    private static final int SET_DISTANCE = 1024;

    private CacheLine() {}

    /** Whether numbers so many floats apart share one set of the first-level cache. */
    public static boolean collide(int floats) {
        return floats % SET_DISTANCE == 0;
    }

    /**
     * A distance, no shorter than so many floats, for what is used together and stands so far apart: an odd number of
     * lines. At multiples of 4 kB, as those of channels often are, all would share one set of the first-level cache,
     * which holds eight to twelve lines.
     */
    public static int apart(int floats) {
        return ((floats + FLOATS - 1) / FLOATS | 1) * FLOATS;
    }
}
