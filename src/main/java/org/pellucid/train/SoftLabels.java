package org.pellucid.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.pellucid.data.Dataset;
import org.pellucid.data.Votes;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Stacking;

/**
 * How likely each label of a picture is, by witnesses that have not learned its label: what a cross-validation said of it, how
 * people voted on it. How much to believe whom is learned by {@link Stacking} on one half of the pictures and used on the other, so
 * that no picture is judged by a regression that was fitted to its label.
 */
public final class SoftLabels {
    private static final int HALVES = 2;
    private static final long SEED = 1;
    private static final double LEAST_PROBABILITY = 1e-6;
    /** Added to a share of votes before its logarithm is taken: half a vote of ten. */
    private static final double HALF_A_VOTE = 0.05;

    private SoftLabels() {}

    /**
     * The witness of a cross-validation.
     *
     * @param folder that it wrote
     * @return for each picture ln p of each class
     * @throws TrainException if it was not asked about one of the pictures, or tells other classes
     */
    public static double[][] answers(String folder, Dataset pictures) {
        RecordedVoice voice = RecordedVoice.load(folder);
        Teacher.requireClasses(folder, voice.classes(), pictures.classes());
        Predictions said = voice.about(pictures);
        double[][] features = new double[pictures.size()][pictures.classes().size()];
        for (int i = 0; i < features.length; i++) {
            for (int c = 0; c < features[i].length; c++) {
                features[i][c] = StrictMath.log(Math.max(said.probability(i, c), LEAST_PROBABILITY));
            }
        }
        return features;
    }

    /**
     * The witness of people.
     *
     * @return for each picture the share v of each answer, and ln (v + 0.05)
     * @throws org.pellucid.data.DataException if nobody was asked about one of the pictures
     */
    public static double[][] votes(Votes votes, Dataset pictures) {
        double[][] features = new double[pictures.size()][];
        for (int i = 0; i < features.length; i++) {
            double[] shares = votes.shares(pictures.id(i));
            features[i] = Arrays.copyOf(shares, 2 * shares.length);
            for (int a = 0; a < shares.length; a++) {
                features[i][shares.length + a] = StrictMath.log(shares[a] + HALF_A_VOTE);
            }
        }
        return features;
    }

    /**
     * What all witnesses say together.
     *
     * @param witnesses of each, for each picture some numbers
     * @param progress told the share that is done
     */
    public static Predictions of(Dataset pictures, List<double[][]> witnesses, DoubleConsumer progress) {
        int n = pictures.size();
        int k = pictures.classes().size();
        int[] labels = IntStream.range(0, n).map(pictures::label).toArray();
        double[][] x = new double[n][];
        for (int i = 0; i < n; i++) {
            int row = i;
            x[i] = witnesses.stream()
                    .flatMapToDouble(w -> Arrays.stream(w[row]))
                    .toArray();
        }
        int[] half = OutOfSample.deal(labels, OutOfSample.copies(pictures), HALVES, SEED);
        float[] probabilities = new float[n * k];
        for (int h = 0; h < HALVES; h++) {
            int asked = h;
            int[] known = IntStream.range(0, n).filter(i -> half[i] != asked).toArray();
            Stacking fitted = Stacking.fit(
                    Arrays.stream(known).mapToObj(i -> x[i]).toArray(double[][]::new),
                    Arrays.stream(known).map(i -> labels[i]).toArray(),
                    k);
            for (int i = 0; i < n; i++) {
                if (half[i] == asked) {
                    double[] p = fitted.probabilities(x[i]);
                    for (int c = 0; c < k; c++) {
                        probabilities[i * k + c] = (float) p[c];
                    }
                }
            }
            progress.accept((h + 1.0) / HALVES);
        }
        return new Predictions(pictures.classes(), probabilities, labels);
    }
}
