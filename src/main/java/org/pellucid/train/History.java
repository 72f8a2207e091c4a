package org.pellucid.train;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What every finished epoch came to, in order; immutable.
 *
 * @param epochs the first is epoch 1
 */
public record History(List<Epoch> epochs) {
    /** Nothing yet. */
    public static final History EMPTY = new History(List.of());

    /**
     * One epoch.
     *
     * @param epoch from 1
     * @param learningRate of its last step
     * @param trainLoss mean of the loss that was minimised, over the epoch's batches as they came: with augmentation,
     *     dropout, smoothing and weights that changed meanwhile; so not to be compared with the validation loss
     * @param trainAccuracy share of right answers in those same passes
     * @param validationLoss mean of −ln p of the true class, in nats, of the epoch's end weights
     * @param validationAccuracy share of right answers, of the epoch's end weights
     * @param seconds the epoch took, validation included
     * @param imagesPerSecond trained, validation excluded
     */
    public record Epoch(
            int epoch,
            double learningRate,
            double trainLoss,
            double trainAccuracy,
            double validationLoss,
            double validationAccuracy,
            double seconds,
            double imagesPerSecond) {

        private boolean betterThan(Epoch other) {
            return validationAccuracy > other.validationAccuracy
                    || (validationAccuracy == other.validationAccuracy && validationLoss < other.validationLoss);
        }
    }

    /** @throws IllegalArgumentException if the epochs are not numbered 1, 2, … */
    public History {
        epochs = List.copyOf(epochs);
        for (int i = 0; i < epochs.size(); i++) {
            if (epochs.get(i).epoch() != i + 1) {
                throw new IllegalArgumentException("history expects epoch " + (i + 1) + " in its place but has epoch "
                        + epochs.get(i).epoch());
            }
        }
    }

    /** This and one more epoch. */
    History plus(Epoch next) {
        List<Epoch> all = new ArrayList<>(epochs);
        all.add(next);
        return new History(all);
    }

    /** The number of finished epochs. */
    public int size() {
        return epochs.size();
    }

    public Epoch last() {
        return epochs.get(epochs.size() - 1);
    }

    /** The epoch of the highest validation accuracy; of equals the one of the lowest loss; of those the first. */
    public OptionalInt bestEpoch() {
        Epoch best = null;
        for (Epoch epoch : epochs) {
            if (best == null || epoch.betterThan(best)) {
                best = epoch;
            }
        }
        return best == null ? OptionalInt.empty() : OptionalInt.of(best.epoch());
    }

    /** An epoch by its number, from 1. */
    public Epoch epoch(int number) {
        return epochs.get(number - 1);
    }

    /** The seconds of all epochs. */
    public double seconds() {
        return epochs.stream().mapToDouble(Epoch::seconds).sum();
    }

    /** As a table with a header, every number in full. */
    public String csv() {
        StringBuilder text = new StringBuilder(
                "epoch,lr,train_loss,train_accuracy,validation_loss,validation_accuracy," + "seconds,images_per_s\n");
        for (Epoch e : epochs) {
            text.append(e.epoch());
            for (double value : new double[] {
                e.learningRate(),
                e.trainLoss(),
                e.trainAccuracy(),
                e.validationLoss(),
                e.validationAccuracy(),
                e.seconds(),
                e.imagesPerSecond()
            }) {
                text.append(',').append(value);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
