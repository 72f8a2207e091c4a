package org.pellucid.spec;

/**
 * The numbers of one pooling over a batch: x is [n, c, hIn, wIn], y is [n, c, hOut, wOut]. Padding never wins a
 * maximum and never counts in an average.
 *
 * @param n pictures in the batch
 * @param c channels
 * @param window where the kernel slides; its dilation is 1
 */
public record Pool2dGeometry(int n, int c, Window window) {
    /** The same pooling over a batch of another size. */
    public Pool2dGeometry withBatch(int batch) {
        return new Pool2dGeometry(batch, c, window);
    }

    /** Values in x. */
    public int xSize() {
        return n * c * window.hIn() * window.wIn();
    }

    /** Values in y. */
    public int ySize() {
        return n * c * window.hOut() * window.wOut();
    }
}
