package org.pellucid.engine;

import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.WinogradTiles;

/** A convolution's weights transformed: U = G g Gᵀ. */
final class WinogradKernel {
    private static final int COLUMNS = ImplicitProduct.COLUMNS;
    private static final int AREA = 9;

    private final WinogradForm form;
    private final int cIn;
    private final WinogradPanels layout;
    private final float[] panels;
    private final float[] u;
    private final float[][] work;

    /** @param panels the weights, as {@link KernelPanels} packs them */
    WinogradKernel(WinogradForm form, int cIn, float[] panels, Plan plan) {
        this.form = form;
        this.cIn = cIn;
        this.panels = panels;
        layout = WinogradPanels.of(form.elements(), cIn);
        u = new float[layout.size(panels.length / (AREA * cIn))];
        work = plan.scratch().arrays("winograd work", WinogradTiles.WORK);
    }

    /** Takes a panel as it is now. */
    void transform(int panel, int worker) {
        int o = panel * COLUMNS;
        form.transform(panels, o * cIn * AREA, u, layout.at(o, 0), layout.step(), cIn, work[worker]);
    }

    /** U. */
    float[] u() {
        return u;
    }

    /** How U lies. */
    WinogradPanels layout() {
        return layout;
    }
}
