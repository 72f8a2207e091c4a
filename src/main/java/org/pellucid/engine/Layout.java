package org.pellucid.engine;

/** Between the order of the outside world, [c, h, w], and the engine's own, [h, w, c]. */
final class Layout {
    private Layout() {}

    static void toNchw(float[] from, int fromAt, float[] to, int toAt, int channels, int pixels) {
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < pixels; p++) {
                to[toAt + c * pixels + p] = from[fromAt + p * channels + c];
            }
        }
    }

    static void toNhwc(float[] from, int fromAt, float[] to, int toAt, int channels, int pixels) {
        if (channels == 1) { // which lies alike in both
            System.arraycopy(from, fromAt, to, toAt, pixels);
            return;
        }
        // region:to-nhwc
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < channels; c++) {
                to[toAt + p * channels + c] = from[fromAt + c * pixels + p];
            }
        }
        // end
    }
}
