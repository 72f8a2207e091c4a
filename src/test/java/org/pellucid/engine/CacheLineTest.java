package org.pellucid.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pellucid.engine.simd.CacheLine;

class CacheLineTest {
    private static final int LINE = 16;

    /** Sets of the first-level cache: 4 kB of lines of 64 bytes. */
    private static final int SETS = 64;

    @Test
    void thingsSetApartFallOnSetsOfTheirOwn() {
        for (int floats = 1; floats <= 5000; floats++) {
            int apart = CacheLine.apart(floats);
            assertTrue(apart >= floats && apart < floats + 2 * LINE, "distance for " + floats);
            assertEquals(0, apart % LINE, "whole lines for " + floats);
            boolean[] taken = new boolean[SETS];
            for (int i = 0; i < SETS; i++) {
                int set = i * (apart / LINE) % SETS;
                assertTrue(!taken[set], "two on one set for " + floats);
                taken[set] = true;
            }
        }
    }
}
