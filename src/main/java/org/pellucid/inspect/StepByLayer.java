package org.pellucid.inspect;

import java.util.List;
import java.util.function.DoubleConsumer;
import org.pellucid.textbook.DropoutMask;
import org.pellucid.textbook.TextbookLayer;
import org.pellucid.textbook.TextbookNetwork;

/** Runs the textbook's layers one after another, as {@link TextbookNetwork} does, and tells how far it is: by multiplications. */
final class StepByLayer {
    /** Backward does the work of forward twice, once for the input and once for the parameters. */
    private static final int BACKWARD = 2;

    private final List<TextbookLayer> layers;
    private final double total;
    private final DoubleConsumer progress;
    private double done;

    /**
     * @param forwards how many times it will go forward
     * @param backwards how many times it will go backward
     * @param progress told the part that is done, from 0 to 1
     */
    StepByLayer(TextbookNetwork network, int forwards, int backwards, DoubleConsumer progress) {
        this.layers = network.layers();
        this.progress = progress;
        total = layers.stream().mapToDouble(StepByLayer::work).sum() * (forwards + BACKWARD * backwards);
    }

    double[] forward(double[] x, int n, boolean train, DropoutMask mask) {
        double[] y = x;
        for (TextbookLayer layer : layers) {
            y = layer.forward(y, n, train, mask);
            tell(work(layer));
        }
        return y;
    }

    double[] backward(double[] dLogits) {
        double[] dx = dLogits;
        for (int i = layers.size() - 1; i >= 0; i--) {
            dx = layers.get(i).backward(dx);
            tell(BACKWARD * work(layers.get(i)));
        }
        return dx;
    }

    private void tell(double work) {
        done += work;
        progress.accept(done / total);
    }

    private static double work(TextbookLayer layer) {
        return layer.node().cost().macs() + layer.node().output().size();
    }
}
