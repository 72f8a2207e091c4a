package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.gemm.CacheLine;

/**
 * How U and dU lie: panels of output channels, each a matrix [cIn, COLUMNS] for every element of a transformed tile.
 *
 * @param elements of a transformed tile
 * @param step from element to element of a panel
 */
record WinogradPanels(int elements, int step) {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;

    static WinogradPanels of(int elements, int cIn) {
        return new WinogradPanels(elements, CacheLine.apart(cIn * COLUMNS));
    }

    /** Where an element's matrix begins, of the panel of channels from o on. */
    int at(int o, int element) {
        return HEAD + (o / COLUMNS * elements + element) * step;
    }

    /** From panel to panel. */
    int next() {
        return elements * step;
    }

    /** Floats of all panels. */
    int size(int cOut) {
        int panels = (cOut + COLUMNS - 1) / COLUMNS;
        return HEAD + panels * elements * step;
    }
}
