package org.pellucid.engine;

import static org.pellucid.engine.simd.CacheLine.HEAD;

import org.pellucid.engine.simd.CacheLine;
import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.WinogradTiles;

/**
 * A convolution's weights transformed: U = G g Gᵀ, panels of [elements, cIn, COLUMNS], the elements {@link #step} floats
 * apart.
 */
final class WinogradKernel {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;
    private static final int AREA = 9;

    private final WinogradForm form;
    private final int cIn;
    private final int step;
    private final float[] panels;
    private final float[] u;
    private final float[][] work;

    /** @param panels the weights, as {@link KernelPanels} packs them */
    WinogradKernel(WinogradForm form, int cIn, float[] panels, Plan plan) {
        this.form = form;
        this.cIn = cIn;
        this.panels = panels;
        step = CacheLine.apart(cIn * COLUMNS);
        u = new float[HEAD + panels.length / (AREA * cIn * COLUMNS) * form.elements() * step];
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
    }

    /** Takes a panel as it is now. */
    void transform(int panel, int worker) {
        form.transform(panels, panel * COLUMNS * cIn * AREA, u, at(panel * COLUMNS, 0), step, cIn, work[worker]);
    }

    /** U. */
    float[] u() {
        return u;
    }

    /** From element to element of a panel. */
    int step() {
        return step;
    }

    /** Where in U the matrix [cIn, COLUMNS] of an element begins, of the panel of channels from o on. */
    int at(int o, int element) {
        return HEAD + (o / COLUMNS * form.elements() + element) * step;
    }
}
