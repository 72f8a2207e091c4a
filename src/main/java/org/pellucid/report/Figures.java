package org.pellucid.report;

import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.pellucid.evaluate.ClassScore;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.PrecisionRecallCurve;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.RocCurve;
import org.pellucid.train.History;

/** The charts of a report: each is written as PNG, SVG and PDF into a folder, and handed back for the page. */
final class Figures {
    private static final List<String> FORMATS = List.of(".png", ".svg", ".pdf");

    private final Path folder;

    Figures(Path folder) {
        this.folder = folder;
    }

    String curves(
            String name,
            String title,
            String yLabel,
            History history,
            ToDoubleFunction<History.Epoch> training,
            ToDoubleFunction<History.Epoch> validation)
            throws IOException {
        OptionalInt best = history.bestEpoch();
        CurveChart chart = new CurveChart(
                title,
                yLabel,
                List.of(curve("training", history, training), curve("validation", history, validation)),
                best);
        return figure(name, title, CurveChart.WIDTH, CurveChart.HEIGHT, chart::draw);
    }

    static Curve curve(String name, History history, ToDoubleFunction<History.Epoch> value) {
        return new Curve(
                name,
                history.epochs().stream().mapToDouble(History.Epoch::epoch).toArray(),
                history.epochs().stream().mapToDouble(value).toArray());
    }

    String confusion(String name, String title, Metrics m) throws IOException {
        List<String> classes = m.perClass().stream().map(ClassScore::name).toList();
        ConfusionChart chart = new ConfusionChart(title, classes, m.confusion());
        return figure(name, title, ConfusionChart.WIDTH, ConfusionChart.HEIGHT, chart::draw);
    }

    String classes(String name, String title, Metrics m) throws IOException {
        int k = m.perClass().size();
        Interval[] recalls = new Interval[k];
        Interval[] precisions = new Interval[k];
        for (int c = 0; c < k; c++) {
            recalls[c] = Scores.recallInterval(m, c);
            precisions[c] = Scores.precisionInterval(m, c);
        }
        ClassChart chart = new ClassChart(
                title,
                m.perClass().stream().map(ClassScore::name).toList(),
                List.of(
                        new ClassChart.Bars(
                                "recall",
                                m.perClass().stream()
                                        .mapToDouble(ClassScore::recall)
                                        .toArray(),
                                recalls),
                        new ClassChart.Bars(
                                "precision (both with Wilson's 95 % interval)",
                                m.perClass().stream()
                                        .mapToDouble(ClassScore::precision)
                                        .toArray(),
                                precisions)));
        return figure(name, title, ClassChart.WIDTH, ClassChart.HEIGHT, chart::draw);
    }

    String roc(String name, String title, Predictions p) throws IOException {
        List<ShareChart.Line> lines = IntStream.range(0, p.classes().size())
                .mapToObj(c -> RocCurve.of(p, c))
                .flatMap(curve -> curve.stream())
                .map(c -> new ShareChart.Line(c.name(), c.falsePositiveRate(), c.truePositiveRate(), c.auc()))
                .toList();
        ShareChart chart = new ShareChart(title, "false positive rate", "true positive rate", "area", false, lines);
        return figure(name, title, ShareChart.WIDTH, ShareChart.HEIGHT, chart::draw);
    }

    String precisionRecall(String name, String title, Predictions p) throws IOException {
        List<ShareChart.Line> lines = IntStream.range(0, p.classes().size())
                .mapToObj(c -> PrecisionRecallCurve.of(p, c))
                .flatMap(curve -> curve.stream())
                .map(c -> new ShareChart.Line(c.name(), c.recall(), c.precision(), c.averagePrecision()))
                .toList();
        ShareChart chart = new ShareChart(title, "recall", "precision", "average precision", true, lines);
        return figure(name, title, ShareChart.WIDTH, ShareChart.HEIGHT, chart::draw);
    }

    String reliability(String name, String title, Predictions before, Predictions after) throws IOException {
        List<ReliabilityChart.Panel> panels = new ArrayList<>();
        panels.add(new ReliabilityChart.Panel("as trained", Reliability.of(before, Reliability.BINS)));
        panels.add(new ReliabilityChart.Panel("temperature scaled", Reliability.of(after, Reliability.BINS)));
        ReliabilityChart chart = new ReliabilityChart(title, panels);
        return figure(name, title, ReliabilityChart.WIDTH, ReliabilityChart.HEIGHT, chart::draw);
    }

    String cost(String name, String title, List<CostChart.Point> points) throws IOException {
        CostChart chart = new CostChart(title, points);
        return figure(name, title, CostChart.WIDTH, CostChart.HEIGHT, chart::draw);
    }

    String bars(String name, String title, List<String> groups, List<ClassChart.Bars> kinds) throws IOException {
        ClassChart chart = new ClassChart(title, groups, kinds);
        return figure(name, title, ClassChart.WIDTH, ClassChart.HEIGHT, chart::draw);
    }

    /** Writes the files; the drawing as part of a page. */
    private String figure(String name, String title, int width, int height, Consumer<Graphics2D> drawing)
            throws IOException {
        for (String format : FORMATS) {
            Canvas.save(folder.resolve(name + format), width, height, drawing);
        }
        return "<figure class=\"wide\">"
                + SvgWriter.write(Marks.of(drawing), width, height, name, title)
                + "</figure>\n";
    }
}
