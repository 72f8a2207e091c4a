package org.pellucid.engine.simd;

/** How working memory is laid out so that no vector lies on two lines of the cache. */
public final class CacheLine {
    /**
     * Floats left free at the head of working memory: with the 16 bytes that a JVM puts before them, a line of the cache.
     * Where objects begin on lines ({@code -XX:ObjectAlignmentInBytes=64}), no vector then lies on two of them.
     */
    public static final int HEAD = 12;

    private CacheLine() {}
}
