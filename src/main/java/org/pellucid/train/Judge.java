package org.pellucid.train;

import java.util.function.DoubleConsumer;
import org.pellucid.data.Batches;
import org.pellucid.data.Dataset;
import org.pellucid.data.Standardisation;
import org.pellucid.data.View;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.SoftmaxCrossEntropy;
import org.pellucid.evaluate.Predictions;
import org.pellucid.tensor.Tensor;

/** Asks a network about every picture of a data set, unvaried and in order. */
final class Judge {
    private final Network network;
    private final Supply supply;
    private final SoftmaxCrossEntropy criterion;

    Judge(Network network, Dataset data, Standardisation standardisation, int batch) {
        this(network, data, standardisation, batch, View.WHOLE);
    }

    /** One that sees all pictures through the same view. */
    Judge(Network network, Dataset data, Standardisation standardisation, int batch, View view) {
        this.network = network;
        this.supply = new Supply(Batches.inOrder(data, standardisation, batch, view), network.workers());
        this.criterion = new SoftmaxCrossEntropy(data.classes().size(), 0, null);
    }

    /**
     * Predicts all.
     *
     * @param where for the message if an answer is not finite
     * @param progress told the share that is done
     * @throws DivergedException if an answer is not finite
     */
    Predictions predict(String where, DoubleConsumer progress) {
        Dataset data = supply.data();
        int k = data.classes().size();
        float[] probabilities = new float[data.size() * k];
        int[] labels = new int[data.size()];
        int done = 0;
        for (int batch = 0; batch < supply.count(); batch++) {
            Supply.Buffer b = supply.fill(0, batch);
            Tensor logits = network.forward(b.x(), Mode.INFER);
            double loss = criterion.forward(logits, b.targets());
            if (!Double.isFinite(loss)) {
                throw DivergedException.at(loss, where, network.firstNonFinite());
            }
            System.arraycopy(criterion.probabilities(), 0, probabilities, done * k, b.size() * k);
            System.arraycopy(b.labels(), 0, labels, done, b.size());
            done += b.size();
            progress.accept((double) done / data.size());
        }
        return new Predictions(data.classes(), probabilities, labels);
    }
}
