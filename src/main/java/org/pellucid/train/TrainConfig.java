package org.pellucid.train;

import java.util.List;
import org.pellucid.data.Augmentation;
import org.pellucid.data.Standardisation;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.engine.Initialiser;
import org.pellucid.engine.OptimizerSpec;
import tools.jackson.databind.JsonNode;

/**
 * All that decides how a network is trained, apart from the network and the data. Two trainings of equal settings,
 * network, data and backend give the same bits, whatever the threads.
 *
 * @param epochs at least 1
 * @param batch examples in a step, at least 1
 * @param optimizer the rule of the step
 * @param learningRate which the schedule scales; positive
 * @param schedule how the learning rate changes
 * @param clipNorm the gradient is scaled down to at most this Euclidean norm; 0 for never
 * @param labelSmoothing share of each target spread evenly over all classes, in [0, 1)
 * @param focus γ of the focal loss; 0 for cross-entropy
 * @param balanceClasses whether each class weighs the same in the loss, however rare: weight n / (classes · n of class)
 * @param balanceSampling whether each class is dealt as often as any other, however rare
 * @param augmentation how training pictures are varied
 * @param standardisation how grey values become the network's input
 * @param emaDecay of the moving average of the weights, which then is what is validated and kept; 0 for none
 * @param earlyStopping when to end before the last epoch
 * @param keep which epoch's weights become the model
 * @param initialiser how the weights are drawn
 * @param seed of weights, order, augmentation, dropout and hold-out
 * @param backend name of the GEMM backend, never {@code auto}
 * @param conv how convolutions are computed, of which the bits depend, too
 */
public record TrainConfig(
        int epochs,
        int batch,
        OptimizerSpec optimizer,
        double learningRate,
        Schedule schedule,
        double clipNorm,
        double labelSmoothing,
        double focus,
        boolean balanceClasses,
        boolean balanceSampling,
        Augmentation augmentation,
        Standardisation.Kind standardisation,
        double emaDecay,
        EarlyStopping earlyStopping,
        Keep keep,
        Initialiser initialiser,
        long seed,
        String backend,
        ConvAlgorithm conv) {

    public TrainConfig {
        if (epochs < 1) {
            throw new TrainException("training expects at least 1 epoch but gets " + epochs);
        }
        if (batch < 1) {
            throw new TrainException("training expects a batch of at least 1 but gets " + batch);
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new TrainException("training expects a positive learning rate but gets " + learningRate);
        }
        if (!(clipNorm >= 0 && clipNorm < Double.POSITIVE_INFINITY)) {
            throw new TrainException("clipping expects a norm of 0 (never) or more but gets " + clipNorm);
        }
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new TrainException(
                    "label smoothing expects a share of at least 0 and below 1 but gets " + labelSmoothing);
        }
        if (!(focus >= 0 && focus < Double.POSITIVE_INFINITY)) {
            throw new TrainException("the focal loss expects a focus of 0 (cross-entropy) or more but gets " + focus);
        }
        if (!(emaDecay >= 0 && emaDecay < 1)) {
            throw new TrainException(
                    "the weights' moving average expects a decay of 0 (none), or below 1 such as 0.999," + " but gets "
                            + emaDecay);
        }
    }

    /** The same for another number of epochs. */
    public TrainConfig withEpochs(int number) {
        return new TrainConfig(
                number,
                batch,
                optimizer,
                learningRate,
                schedule,
                clipNorm,
                labelSmoothing,
                focus,
                balanceClasses,
                balanceSampling,
                augmentation,
                standardisation,
                emaDecay,
                earlyStopping,
                keep,
                initialiser,
                seed,
                backend,
                conv);
    }

    /** The same on another backend. */
    public TrainConfig on(String otherBackend, ConvAlgorithm otherConv) {
        return new TrainConfig(
                epochs,
                batch,
                optimizer,
                learningRate,
                schedule,
                clipNorm,
                labelSmoothing,
                focus,
                balanceClasses,
                balanceSampling,
                augmentation,
                standardisation,
                emaDecay,
                earlyStopping,
                keep,
                initialiser,
                seed,
                otherBackend,
                otherConv);
    }

    /** The names of the settings in which another differs. */
    public List<String> differences(TrainConfig other) {
        JsonNode mine = Json.tree(this);
        JsonNode theirs = Json.tree(other);
        return mine.propertyNames().stream()
                .filter(name -> !mine.get(name).equals(theirs.get(name)))
                .toList();
    }
}
