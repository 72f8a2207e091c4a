package org.pellucid.engine;

/**
 * Copies pictures [h, w, c] into a frame of zeros, so that no window needs to ask whether it has left the picture. Only
 * the inside is ever written: a frame's array must not be shared with one of another shape.
 *
 * @param h rows of a picture
 * @param w columns of a picture
 * @param channels of a pixel
 * @param top rows of zeros above
 * @param left columns of zeros to the left
 * @param height rows of a frame
 * @param width columns of a frame
 */
record Border(int h, int w, int channels, int top, int left, int height, int width) {
    /** Whether there are zeros at all. */
    boolean isEmpty() {
        return height == h && width == w;
    }

    /** Floats in a frame. */
    int size() {
        return height * width * channels;
    }

    /** Frames the pictures first … first + count − 1 of x. */
    void copy(float[] x, int first, int count, float[] frames) {
        int run = w * channels;
        for (int i = 0; i < count; i++) {
            for (int ih = 0; ih < h; ih++) {
                int from = ((first + i) * h + ih) * run;
                System.arraycopy(x, from, frames, i * size() + ((top + ih) * width + left) * channels, run);
            }
        }
    }
}
