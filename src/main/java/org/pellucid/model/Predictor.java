package org.pellucid.model;

import java.util.List;
import org.pellucid.data.Batches;
import org.pellucid.data.Dataset;
import org.pellucid.data.Scratch;
import org.pellucid.data.View;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backend;
import org.pellucid.tensor.Tensor;

/**
 * Asks a model what it sees: pictures go through its preprocessing and its network, logits through the softmax.
 *
 * <p>The answers do not depend on the number of threads. For one caller at a time.
 */
public final class Predictor implements AutoCloseable {
    private final Model model;
    private final Network network;
    private final int batch;
    private final Tensor x;
    private final Tensor single;

    /**
     * @param backend who multiplies matrices
     * @param threads at least 1
     * @param batch how many pictures go through at once, at least 1
     */
    public Predictor(Model model, Backend backend, int threads, int batch) {
        this.model = model;
        this.batch = batch;
        network = model.compile(Options.of(backend).threads(threads).batch(batch));
        x = pictures(batch);
        single = pictures(1);
    }

    public Model model() {
        return model;
    }

    /**
     * The probability of each class for each picture; labels are not looked at.
     *
     * @param data pictures of the model's size
     * @return [n, classes], row by row; rows sum to 1
     * @throws ModelException if the pictures are of another size, or the network gives numbers that are not finite
     */
    public float[] probabilities(Dataset data) {
        return probabilities(data, View.WHOLE);
    }

    /**
     * The probability of each class for each picture, averaged over several views of it.
     *
     * @param data pictures of the model's size
     * @param views at least one
     * @return [n, classes], row by row; rows sum to 1
     * @throws ModelException if the pictures are of another size, or the network gives numbers that are not finite
     */
    public float[] probabilities(Dataset data, List<View> views) {
        double[] sums =
                new double[Math.multiplyExact(data.size(), model.classes().size())];
        for (View view : views) {
            float[] p = probabilities(data, view);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += p[i];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / views.size());
        }
        return mean;
    }

    private float[] probabilities(Dataset data, View view) {
        Preprocessing p = model.preprocessing();
        if (data.channels() != p.channels() || data.height() != p.height() || data.width() != p.width()) {
            throw new ModelException(data.name() + ": the model expects pictures of " + size(p) + " but gets "
                    + data.channels() + "×" + data.height() + "×" + data.width() + ": resize them when loading");
        }
        int classes = model.classes().size();
        float[] probabilities = new float[Math.multiplyExact(data.size(), classes)];
        if (data.size() == 0) {
            return probabilities;
        }
        Batches batches = Batches.inOrder(data, p.standardisation(), batch, view);
        Scratch[] scratch = new Scratch[network.workers().threads()];
        for (int worker = 0; worker < scratch.length; worker++) {
            scratch[worker] = batches.scratch();
        }
        for (int b = 0; b < batches.batchesPerEpoch(); b++) {
            int from = b * batch;
            int n = batches.sizeOf(b);
            int at = b;
            Tensor pictures = n == batch ? x : pictures(n);
            network.workers()
                    .run(n, (k, worker) -> batches.fillOne(0, at, k, pictures.data(), null, null, scratch[worker]));
            Tensor logits = network.forward(pictures, Mode.INFER);
            refuseNonFinite(logits);
            for (int k = 0; k < n; k++) {
                softmax(logits.data(), k * classes, probabilities, (from + k) * classes, classes);
            }
        }
        return probabilities;
    }

    /**
     * The probability of each class for one picture.
     *
     * @param picture [c, h, w], unsigned grey values, of the model's size
     * @return [classes], of sum 1
     * @throws ModelException if the picture is of another size, or the network gives numbers that are not finite
     */
    public float[] probabilities(byte[] picture) {
        Preprocessing p = model.preprocessing();
        if (picture.length != p.pictureSize()) {
            throw new ModelException("the model expects a picture of " + size(p) + ", " + p.pictureSize()
                    + " bytes, but gets " + picture.length + ": resize it when reading");
        }
        for (int i = 0; i < picture.length; i++) {
            single.data()[i] = picture[i] & 0xFF;
        }
        p.standardisation().apply(single.data(), 0, picture.length);
        Tensor logits = network.forward(single, Mode.INFER);
        refuseNonFinite(logits);
        float[] probabilities = new float[model.classes().size()];
        softmax(logits.data(), 0, probabilities, 0, probabilities.length);
        return probabilities;
    }

    private Tensor pictures(int n) {
        Preprocessing p = model.preprocessing();
        return new Tensor(n, p.channels(), p.height(), p.width());
    }

    private static String size(Preprocessing p) {
        return p.channels() + "×" + p.height() + "×" + p.width();
    }

    private void refuseNonFinite(Tensor logits) {
        for (float logit : logits.data()) {
            if (!Float.isFinite(logit)) {
                throw new ModelException("model '" + model.spec().name() + "' expects finite logits but gets " + logit
                        + ", first in " + network.firstNonFinite().orElse("the last layer")
                        + ": its weights are too large; train again with a smaller learning rate");
            }
        }
    }

    /** p = exp(x − max x) / Σ exp(x − max x), in double precision by StrictMath: the same bits on every machine. */
    private static void softmax(float[] x, int from, float[] p, int to, int classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            max = Math.max(max, x[from + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += StrictMath.exp(x[from + c] - max);
        }
        for (int c = 0; c < classes; c++) {
            p[to + c] = (float) (StrictMath.exp(x[from + c] - max) / sum);
        }
    }

    /** Lets the threads go. */
    @Override
    public void close() {
        network.close();
    }
}
