package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.Standardisation;
import org.pellucid.data.SyntheticFaces;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;
import org.pellucid.gemm.Backends;
import org.pellucid.model.Model;
import org.pellucid.model.Preprocessing;
import org.pellucid.model.Provenance;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.tensor.Rng;
import org.pellucid.train.History;
import org.pellucid.train.PredictionStore;
import org.pellucid.train.TrainException;

/** Every number of the page is computed again here, by other means, from the rows of predictions.csv. */
class ReportTest {
    private static final DataSource FACES = SyntheticFaces.generate(40, 90, 0, 5);
    private static final double Z = 1.959963984540054;

    @TempDir
    static Path folder;

    private static String page;
    private static List<Row> first;
    private static List<Row> second;

    /** A row of predictions.csv. */
    private record Row(int label, double[] p) {
        int said() {
            int best = 0;
            for (int c = 1; c < p.length; c++) {
                best = p[c] > p[best] ? c : best;
            }
            return best;
        }

        boolean right() {
            return said() == label;
        }
    }

    @BeforeAll
    static void write() throws IOException {
        run("good", 2.5, 1);
        run("poor", 0.8, 2);
        first = rows("good");
        second = rows("poor");
        Path html = folder.resolve("two.html");
        Report.write(html, List.of(folder.resolve("good"), folder.resolve("poor")), Optional.of(FACES), share -> {});
        page = Files.readString(html);
    }

    @Test
    void scoresAreThoseOfTheRows() {
        List<String> row = table("run1-scores").get(0);
        assertThat(row)
                .containsSubsequence("PublicTest", "whole", "90", four(accuracy(first)), wilson(right(first), 90));
        assertThat(row.get(6)).isEqualTo(four(macroF1(first)));
        assertThat(row.get(8)).isEqualTo(four(logLoss(first)));
        assertThat(row.get(10)).isEqualTo(four(calibrationError(first)));
        assertThat(page).contains("<b>" + four(accuracy(first)) + "</b>");
    }

    @Test
    void everyClassIsAsCountedAndPairedByHand() {
        List<List<String>> table = table("run1-per-class");
        for (int c = 0; c < 7; c++) {
            int support = count(first, c, -1);
            int said = count(first, -1, c);
            int both = count(first, c, c);
            List<String> row = table.get(c);
            assertThat(row.get(1)).isEqualTo(Integer.toString(support));
            assertThat(row.get(2)).isEqualTo(four((double) both / said));
            assertThat(row.get(3)).isEqualTo(wilson(both, said));
            assertThat(row.get(4)).isEqualTo(four((double) both / support));
            assertThat(row.get(5)).isEqualTo(wilson(both, support));
            assertThat(row.get(6)).isEqualTo(four(2.0 * both / (said + support)));
            assertThat(row.get(7)).isEqualTo(four(chanceToRankHigher(first, c)));
        }
    }

    @Test
    void confusionsAreCounted() {
        List<List<String>> counts = table("run2-confusion-counts");
        List<List<String>> rates = table("run2-confusion-rates");
        for (int row = 0; row < 7; row++) {
            for (int column = 0; column < 7; column++) {
                int n = count(second, row, column);
                assertThat(counts.get(row).get(column + 1)).isEqualTo(Integer.toString(n));
                assertThat(rates.get(row).get(column + 1)).isEqualTo(four((double) n / count(second, row, -1)));
            }
        }
    }

    @Test
    void binsOfConfidenceAreCounted() {
        List<List<String>> table = table("run1-reliability");
        for (int bin = 0; bin < 15; bin++) {
            int b = bin;
            List<Row> inside = first.stream()
                    .filter(r -> Math.ceil(r.p()[r.said()] * 15) - 1 == b)
                    .toList();
            assertThat(table.get(bin).get(2)).isEqualTo(Integer.toString(inside.size()));
            if (!inside.isEmpty()) {
                assertThat(table.get(bin).get(4)).isEqualTo(four(accuracy(inside)));
            }
        }
    }

    @Test
    void theComparisonIsThatOfTheRows() {
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.size(); i++) {
            onlyFirst += first.get(i).right() && !second.get(i).right() ? 1 : 0;
            onlySecond += !first.get(i).right() && second.get(i).right() ? 1 : 0;
        }
        List<String> row = table("pairs").get(0);
        assertThat(row.subList(0, 6))
                .containsExactly("good", "poor", "7", "90", Integer.toString(onlyFirst), Integer.toString(onlySecond));
        assertThat(row.get(6)).isEqualTo("+" + four((onlyFirst - onlySecond) / 90.0));
        double p = twoSided(onlyFirst, onlySecond);
        assertThat(row.get(8)).isEqualTo(p < 1e-4 ? "< 0.0001" : four(p)).isEqualTo(row.get(9));
        assertThat(table("models").get(1).get(6)).isEqualTo(four(accuracy(second)));
        List<String> happy = table("which-model").get(3);
        assertThat(happy.get(2)).isEqualTo(four((double) count(first, 3, 3) / count(first, 3, -1)));
        assertThat(happy.get(3)).isEqualTo(four((double) count(second, 3, 3) / count(second, 3, -1)));
    }

    @Test
    void tablesOfTheFilesAreThoseOfThePage() throws IOException {
        Path files = folder.resolve("two-files");
        Matcher names = Pattern.compile("<table [^>]*id=\"([^\"]+)\"").matcher(page);
        int tables = 0;
        while (names.find()) {
            List<String> lines = Files.readAllLines(files.resolve(names.group(1) + ".csv"));
            assertThat(lines.size() - 1).isEqualTo(table(names.group(1)).size());
            assertThat(Files.readString(files.resolve(names.group(1) + ".tex")))
                    .contains("\\toprule", "\\midrule", "\\bottomrule", "\\label{tab:" + names.group(1) + "}");
            tables++;
        }
        assertThat(tables).isGreaterThan(15);
        List<String> scores = Files.readAllLines(files.resolve("run1-scores.csv"));
        assertThat(scores.get(1).split(",", -1)).contains(four(accuracy(first)), four(macroF1(first)));
    }

    @Test
    void everyChartIsThereInThreeFormats() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("two-files"))) {
            List<String> names = files.map(f -> f.getFileName().toString()).toList();
            for (String chart : List.of(
                    "cost",
                    "recalls",
                    "run1-accuracy",
                    "run1-loss",
                    "run1-confusion",
                    "run1-classes",
                    "run1-roc",
                    "run1-precision-recall",
                    "run2-reliability")) {
                assertThat(names).contains(chart + ".png", chart + ".svg", chart + ".pdf");
            }
            assertThat(names).contains("run1-MODEL_CARD.md", "run2-MODEL_CARD.md");
        }
    }

    @Test
    void nothingIsFetchedFromElsewhere() {
        String without = page.replace("http://www.w3.org/2000/svg", "");
        assertThat(without).doesNotContain("http:", "https:", "<script", "@import", "url(h");
        assertThat(Pattern.compile("(?:src|href)=\"(?!data:|#)").matcher(page).find())
                .isFalse();
    }

    @Test
    void refusesPicturesThatWereNotPredicted() {
        DataSource others = SyntheticFaces.generate(40, 90, 0, 6);
        assertThatThrownBy(() -> Report.write(
                        folder.resolve("x.html"), List.of(folder.resolve("good")), Optional.of(others), share -> {}))
                .isInstanceOf(TrainException.class)
                .hasMessageStartingWith("report expects the pictures that PublicTest was predicted of (content ");
    }

    @Test
    void refusesAFolderWithoutPredictions() throws IOException {
        run("bare", 1, 3);
        Files.delete(folder.resolve("bare").resolve("predictions.csv"));
        assertThatThrownBy(() -> Report.write(
                        folder.resolve("x.html"), List.of(folder.resolve("bare")), Optional.empty(), share -> {}))
                .isInstanceOf(TrainException.class)
                .hasMessageEndingWith("expected predictions.csv to report on but there is none: run evaluate on the"
                        + " model first");
    }

    private static void run(String name, double skill, long seed) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        NetworkSpec spec = NamedModels.create("lenet", NamedModels.FACE, 7);
        Provenance provenance = new Provenance(
                "0",
                "2026-11-21T00:00:00Z",
                1,
                "synthetic faces",
                FACES.sha256(),
                "reference",
                "jdk",
                "cpu",
                1,
                2,
                Map.of(),
                "",
                List.of());
        try (Network network = Network.compile(
                spec,
                Options.of(Backends.select("reference").backend())
                        .threads(1)
                        .batch(1)
                        .seed(seed))) {
            Model.of(
                            spec,
                            network.parameters(),
                            FACES.classes(),
                            new Preprocessing(1, 48, 48, Standardisation.perImage()),
                            provenance)
                    .save(run);
        }
        Dataset pictures = FACES.split(Split.VALIDATION);
        PredictionStore.save(
                run,
                List.of(PredictionStore.of(
                        FACES.sha256(),
                        "PublicTest",
                        PredictionStore.WHOLE,
                        pictures,
                        guesses(pictures, skill, seed))));
        History history = new History(List.of(
                new History.Epoch(1, 1e-3, 1.9, 0.2, 1.8, 0.3, 2, 100),
                new History.Epoch(2, 5e-4, 1.5, 0.4, 1.4, 0.5, 2, 100)));
        Files.writeString(run.resolve("history.csv"), history.csv());
        Files.writeString(
                run.resolve("run.json"), "{\"settings\": {\"batch\": 64, \"optimizer\": {\"kind\": \"ADAM\"}}}");
    }

    private static Predictions guesses(Dataset pictures, double skill, long seed) {
        Rng rng = Rng.of(9, seed);
        float[] p = new float[pictures.size() * 7];
        int[] labels = new int[pictures.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = pictures.label(i);
            double[] e = new double[7];
            for (int c = 0; c < 7; c++) {
                e[c] = Math.exp(rng.nextGaussian() + (c == labels[i] ? skill : 0));
            }
            double sum = Arrays.stream(e).sum();
            for (int c = 0; c < 7; c++) {
                p[i * 7 + c] = (float) (e[c] / sum);
            }
        }
        return new Predictions(FACES.classes(), p, labels);
    }

    private static List<Row> rows(String run) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(run).resolve("predictions.csv"));
        List<String> header = List.of(lines.get(0).split(",", -1));
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            int k = header.size() - 6;
            double[] p = new double[k];
            for (int c = 0; c < k; c++) {
                p[c] = Float.parseFloat(cells[6 + c]);
            }
            rows.add(new Row(header.indexOf(cells[5]) - 6, p));
        }
        return rows;
    }

    /** The rows of a table of the page, without its head. */
    private static List<List<String>> table(String id) {
        Matcher table = Pattern.compile("<table [^>]*id=\"" + id + "\">.*?<tbody>(.*?)</tbody>", Pattern.DOTALL)
                .matcher(page);
        assertThat(table.find()).as(id).isTrue();
        List<List<String>> rows = new ArrayList<>();
        Matcher row = Pattern.compile("<tr>(.*?)</tr>").matcher(table.group(1));
        while (row.find()) {
            List<String> cells = new ArrayList<>();
            Matcher cell = Pattern.compile("<td[^>]*>(.*?)</td>").matcher(row.group(1));
            while (cell.find()) {
                cells.add(cell.group(1).replace("&lt;", "<"));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static int right(List<Row> rows) {
        return (int) rows.stream().filter(Row::right).count();
    }

    private static double accuracy(List<Row> rows) {
        return (double) right(rows) / rows.size();
    }

    /** How many are of a class and said to be of a class; −1 for any. */
    private static int count(List<Row> rows, int label, int said) {
        return (int) rows.stream()
                .filter(r -> (label < 0 || r.label() == label) && (said < 0 || r.said() == said))
                .count();
    }

    private static double f1(List<Row> rows, int c) {
        return 2.0 * count(rows, c, c) / (count(rows, c, -1) + count(rows, -1, c));
    }

    private static double macroF1(List<Row> rows) {
        double sum = 0;
        for (int c = 0; c < 7; c++) {
            sum += f1(rows, c);
        }
        return sum / 7;
    }

    private static double logLoss(List<Row> rows) {
        return rows.stream().mapToDouble(r -> -Math.log(r.p()[r.label()])).sum() / rows.size();
    }

    private static double calibrationError(List<Row> rows) {
        Map<Integer, double[]> bins = new LinkedHashMap<>();
        for (Row r : rows) {
            double[] bin = bins.computeIfAbsent((int) Math.ceil(r.p()[r.said()] * 15), b -> new double[2]);
            bin[0] += r.right() ? 1 : 0;
            bin[1] += r.p()[r.said()];
        }
        return bins.values().stream().mapToDouble(b -> Math.abs(b[0] - b[1])).sum() / rows.size();
    }

    /** The area under the ROC curve, pair by pair. */
    private static double chanceToRankHigher(List<Row> rows, int c) {
        double wins = 0;
        int pairs = 0;
        for (Row a : rows) {
            for (Row b : rows) {
                if (a.label() == c && b.label() != c) {
                    pairs++;
                    wins += a.p()[c] > b.p()[c] ? 1 : a.p()[c] == b.p()[c] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    private static String wilson(int k, int n) {
        double p = (double) k / n;
        double middle = p + Z * Z / (2 * n);
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n));
        double scale = 1 + Z * Z / n;
        return four(Math.max(0, (middle - half) / scale)) + "–" + four(Math.min(1, (middle + half) / scale));
    }

    /** Twice the lower tail of a fair coin, summed term by term. */
    private static double twoSided(int b, int c) {
        int n = b + c;
        double term = Math.pow(0.5, n);
        double sum = 0;
        for (int i = 0; i <= Math.min(b, c); i++) {
            sum += term;
            term = term * (n - i) / (i + 1);
        }
        return Math.min(1, 2 * sum);
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
