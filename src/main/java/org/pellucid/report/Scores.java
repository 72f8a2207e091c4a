package org.pellucid.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.ClassScore;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.PrecisionRecallCurve;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.RocCurve;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.evaluate.Temperature;

/** The tables of one model's predictions. */
final class Scores {
    static final double LEVEL = 0.95;

    private Scores() {}

    /** Scores of each split and view, a row each. */
    static DataTable summary(List<StoredPredictions> all) {
        List<List<String>> rows = new ArrayList<>();
        for (StoredPredictions part : all) {
            Metrics m = Metrics.of(part.predictions());
            rows.add(List.of(
                    part.usage(),
                    part.view(),
                    Integer.toString(m.n()),
                    Digits.four(m.accuracy()),
                    Digits.range(m.accuracyInterval()),
                    Digits.four(m.top2()),
                    Digits.four(m.macroF1()),
                    Digits.range(Bootstrap.DEFAULT.macroF1(part.predictions())),
                    Digits.four(m.loss()),
                    Digits.four(m.brier()),
                    Digits.four(
                            Reliability.of(part.predictions(), Reliability.BINS).ece())));
        }
        return new DataTable(
                "scores",
                "Scores; 95 % intervals: Wilson's of the accuracy, bootstrap's (2,000 resamples) of macro-F1; ECE with "
                        + Reliability.BINS + " bins of equal width",
                "llrrrrrrrrr",
                List.of(
                        "split",
                        "view",
                        "pictures",
                        "accuracy",
                        "95 % interval",
                        "top-2",
                        "macro-F1",
                        "95 % interval",
                        "log loss",
                        "Brier",
                        "ECE"),
                rows);
    }

    /** Precision, recall and F1 of each class, areas under its curves. */
    static DataTable perClass(Predictions p) {
        Metrics m = Metrics.of(p);
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < p.classes().size(); c++) {
            ClassScore s = m.perClass().get(c);
            rows.add(List.of(
                    s.name(),
                    Integer.toString(s.support()),
                    Digits.four(s.precision()),
                    Digits.range(precisionInterval(m, c)),
                    Digits.four(s.recall()),
                    Digits.range(recallInterval(m, c)),
                    Digits.four(s.f1()),
                    RocCurve.of(p, c).map(curve -> Digits.four(curve.auc())).orElse("–"),
                    PrecisionRecallCurve.of(p, c)
                            .map(curve -> Digits.four(curve.averagePrecision()))
                            .orElse("–")));
        }
        return new DataTable(
                "per-class",
                "Each class against all others; Wilson's 95 % intervals",
                "lrrrrrrrr",
                List.of(
                        "class",
                        "pictures",
                        "precision",
                        "95 % interval",
                        "recall",
                        "95 % interval",
                        "F1",
                        "ROC AUC",
                        "avg. precision"),
                rows);
    }

    static Interval recallInterval(Metrics m, int c) {
        int support = m.perClass().get(c).support();
        return support == 0 ? null : Interval.wilson(m.confusion()[c][c], support, LEVEL);
    }

    static Interval precisionInterval(Metrics m, int c) {
        int predicted = Arrays.stream(m.confusion()).mapToInt(row -> row[c]).sum();
        return predicted == 0 ? null : Interval.wilson(m.confusion()[c][c], predicted, LEVEL);
    }

    /** The confusion matrix as counts. */
    static DataTable confusion(Metrics m) {
        return matrix("confusion-counts", "Confusion, counts: rows are true classes, columns predicted ones", m, false);
    }

    /** The confusion matrix as shares of the rows. */
    static DataTable confusionRates(Metrics m) {
        return matrix("confusion-rates", "Confusion, shares of the true class", m, true);
    }

    private static DataTable matrix(String name, String caption, Metrics m, boolean rates) {
        List<String> header = new ArrayList<>(List.of("true"));
        m.perClass().forEach(s -> header.add(s.name()));
        double[][] shares = m.confusionRates();
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < shares.length; row++) {
            List<String> cells = new ArrayList<>(List.of(m.perClass().get(row).name()));
            for (int column = 0; column < shares.length; column++) {
                cells.add(rates ? Digits.four(shares[row][column]) : Integer.toString(m.confusion()[row][column]));
            }
            rows.add(cells);
        }
        return new DataTable(name, caption, "l" + "r".repeat(shares.length), header, rows);
    }

    /** The bins of the reliability diagram. */
    static DataTable reliability(Predictions p) {
        List<List<String>> rows = new ArrayList<>();
        for (Reliability.Bin bin : Reliability.of(p, Reliability.BINS).bins()) {
            rows.add(List.of(
                    Digits.four(bin.low()),
                    Digits.four(bin.high()),
                    Integer.toString(bin.n()),
                    bin.n() == 0 ? "–" : Digits.four(bin.confidence()),
                    bin.n() == 0 ? "–" : Digits.four(bin.accuracy())));
        }
        return new DataTable(
                "reliability",
                "Bins of confidence, as trained",
                "rrrrr",
                List.of("above", "up to", "pictures", "mean confidence", "share right"),
                rows);
    }

    /**
     * Calibrated predictions, nothing being fitted to what it is judged on.
     *
     * @param predictions at their temperatures
     * @param how in words
     */
    record Calibrated(Predictions predictions, String how) {
        /** By the temperature of other predictions. */
        static Calibrated by(Predictions fitted, Predictions p) {
            Temperature t = Temperature.fit(fitted);
            return new Calibrated(t.apply(p), "temperature " + Digits.three(t.value()) + ", fitted on PublicTest");
        }

        /** Each half by the temperature of the other: even examples and odd ones. */
        static Calibrated crossed(Predictions p) {
            int[] even = IntStream.range(0, p.size()).filter(i -> i % 2 == 0).toArray();
            int[] odd = IntStream.range(0, p.size()).filter(i -> i % 2 == 1).toArray();
            Temperature ofEven = Temperature.fit(p.subset(even));
            Temperature ofOdd = Temperature.fit(p.subset(odd));
            float[] scaled = new float[p.probabilities().length];
            put(ofOdd.apply(p.subset(even)), even, scaled);
            put(ofEven.apply(p.subset(odd)), odd, scaled);
            return new Calibrated(
                    new Predictions(p.classes(), scaled, p.labels()),
                    "each half of the pictures by the temperature fitted on the other (" + Digits.three(ofEven.value())
                            + " and " + Digits.three(ofOdd.value()) + ")");
        }

        private static void put(Predictions part, int[] places, float[] all) {
            int k = part.classes().size();
            for (int i = 0; i < places.length; i++) {
                System.arraycopy(part.probabilities(), i * k, all, places[i] * k, k);
            }
        }
    }
}
