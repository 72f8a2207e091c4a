package org.pellucid.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.pellucid.data.Dataset;
import org.pellucid.data.Standardisation;
import org.pellucid.evaluate.Predictions;
import org.pellucid.gemm.Backend;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.tensor.Rng;

/** What is said of every picture by a network that did not learn from it: k-fold cross-validation. */
public final class OutOfSample {
    private static final long STREAM = Rng.key("train.out-of-sample");

    private OutOfSample() {}

    /** For each picture a number, the same for pictures that are the same pixel for pixel: groups for {@link #deal}. */
    public static int[] copies(Dataset all) {
        Map<String, Integer> first = new HashMap<>();
        return IntStream.range(0, all.size())
                .map(i -> first.computeIfAbsent(all.digest(i), digest -> i))
                .toArray();
    }

    /**
     * Deals pictures into folds, each class as evenly as may be. Pictures of one group, such as copies of one photograph, come
     * into one fold: a network must not have learnt the label of a copy.
     *
     * @param labels [n]
     * @param groups [n], any numbers
     * @param folds at least 2
     * @return [n], each 0 … folds − 1
     */
    public static int[] deal(int[] labels, int[] groups, int folds, long seed) {
        if (folds < 2 || folds > labels.length) {
            throw new TrainException("cross-validation expects 2 to " + labels.length + " folds but gets " + folds);
        }
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int i : Rng.of(STREAM, seed).permutation(labels.length)) {
            members.computeIfAbsent(groups[i], g -> new ArrayList<>(1)).add(i);
        }
        int classes = IntStream.of(labels).max().orElse(0) + 1;
        int[][] sizes = new int[classes][folds];
        int[] fold = new int[labels.length];
        for (List<Integer> group : members.values()) {
            int[] sizesOfClass = sizes[labels[group.get(0)]];
            int least = 0;
            for (int f = 1; f < folds; f++) {
                least = sizesOfClass[f] < sizesOfClass[least] ? f : least;
            }
            for (int i : group) {
                fold[i] = least;
                sizes[labels[i]][least]++;
            }
        }
        return fold;
    }

    /**
     * Trains a network for each fold on all others, and asks it about the fold. Nothing is chosen by the fold: the last epoch's
     * weights are taken.
     *
     * @param fold [n] of the pictures
     * @param config how to train, keeping the last epoch and without early stopping
     * @param progress told the share that is done
     */
    public static Predictions predict(
            Dataset all,
            int[] fold,
            NetworkSpec spec,
            TrainConfig config,
            Backend backend,
            int threads,
            DoubleConsumer progress) {
        int folds = IntStream.of(fold).max().orElse(0) + 1;
        int k = all.classes().size();
        float[] probabilities = new float[Math.multiplyExact(all.size(), k)];
        if (config.keep() != Keep.LAST || config.earlyStopping().patience() > 0) {
            throw new TrainException(
                    "cross-validation expects to keep the last epoch and not to stop early, for nothing may"
                            + " be chosen by the fold: leave both out");
        }
        for (int f = 0; f < folds; f++) {
            int asked = f;
            int[] held = IntStream.range(0, fold.length)
                    .filter(i -> fold[i] == asked)
                    .toArray();
            int[] rest = IntStream.range(0, fold.length)
                    .filter(i -> fold[i] != asked)
                    .toArray();
            Dataset train = all.subset(rest);
            Dataset test = all.subset(held);
            Standardisation fitted = Standardisation.fit(config.standardisation(), train);
            TrainListener listener = new TrainListener() {
                @Override
                public void batch(int epoch, int done, int of, double loss, double accuracy, double imagesPerSecond) {
                    progress.accept((asked + (epoch - 1 + (double) done / of) / config.epochs()) / folds);
                }
            };
            try (Trainer trainer =
                    Trainer.start(new TrainTask(spec, train, test, fitted), config, backend, threads, listener)) {
                trainer.run(checkpoint -> {}, () -> false);
                float[] p = trainer.predict(test, share -> {}).probabilities();
                for (int i = 0; i < held.length; i++) {
                    System.arraycopy(p, i * k, probabilities, held[i] * k, k);
                }
            }
        }
        int[] labels = new int[all.size()];
        Arrays.setAll(labels, all::label);
        return new Predictions(all.classes(), probabilities, labels);
    }
}
