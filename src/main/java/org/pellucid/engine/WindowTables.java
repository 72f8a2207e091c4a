package org.pellucid.engine;

/** The two tables that make framed pictures a matrix of windows: see {@link org.pellucid.engine.simd.ImplicitProduct}. */
final class WindowTables {
    private WindowTables() {}

    /** Where the window of each output pixel begins, for some pictures framed one after the other. */
    static int[] rows(int pictures, int hOut, int wOut, int strideH, int strideW, Border border) {
        int[] rows = new int[pictures * hOut * wOut];
        int at = 0;
        for (int i = 0; i < pictures; i++) {
            for (int oh = 0; oh < hOut; oh++) {
                for (int ow = 0; ow < wOut; ow++) {
                    rows[at++] = i * border.size() + (oh * strideH * border.width() + ow * strideW) * border.channels();
                }
            }
        }
        return rows;
    }

    /** Where each element of a window is, counted from its beginning: [kH, kW, c]. */
    static int[] taps(int kH, int kW, int dilationH, int dilationW, Border border) {
        int[] taps = new int[kH * kW * border.channels()];
        int at = 0;
        for (int kh = 0; kh < kH; kh++) {
            for (int kw = 0; kw < kW; kw++) {
                for (int c = 0; c < border.channels(); c++) {
                    taps[at++] = (kh * dilationH * border.width() + kw * dilationW) * border.channels() + c;
                }
            }
        }
        return taps;
    }
}
