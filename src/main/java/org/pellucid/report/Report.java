package org.pellucid.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.SyntheticFaces;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.model.AtomicFiles;
import org.pellucid.model.Preprocessing;
import org.pellucid.spec.Cost;
import org.pellucid.spec.Node;
import org.pellucid.train.History;

/**
 * A report on one run or several: a page of one file, and beside it, in a folder, its tables as CSV and LaTeX, its charts as PNG,
 * SVG and PDF, and a model card for each run. All numbers come from the stored predictions.
 */
public final class Report {
    private static final int DRAWN_EDGE = 48;

    private final Path html;
    private final Path folder;
    private final Optional<DataSource> data;
    private final DoubleConsumer progress;
    private final List<RunStory> runs = new ArrayList<>();
    private Page page;

    private Report(Path html, List<Path> folders, Optional<DataSource> data, DoubleConsumer progress) {
        this.html = html;
        this.data = data;
        this.progress = progress;
        String name = String.valueOf(html.getFileName()).replaceFirst("\\.html?$", "");
        folder = html.toAbsolutePath().resolveSibling(name + "-files");
        folders.forEach(path -> runs.add(RunStory.load(path)));
    }

    /**
     * Writes the report.
     *
     * @param html the page; the folder beside it is named after it
     * @param folders of the runs, at least one, with {@code predictions.csv}
     * @param data the pictures that the runs' predictions are of; without them none are shown
     * @param progress told the share that is done of the search for near-duplicates
     * @return the folder beside the page
     * @throws org.pellucid.train.TrainException if a folder lacks predictions, or they are of other pictures
     */
    public static Path write(Path html, List<Path> folders, Optional<DataSource> data, DoubleConsumer progress)
            throws IOException {
        Report report = new Report(html, folders, data, progress);
        report.write();
        return report.folder;
    }

    private void write() throws IOException {
        Files.createDirectories(folder);
        List<String> names = runs.stream().map(RunStory::name).toList();
        page = new Page("Report: " + String.join(", ", names));
        if (runs.size() > 1) {
            compare();
        }
        for (int i = 0; i < runs.size(); i++) {
            String prefix = runs.size() == 1 ? "" : "run" + (i + 1) + "-";
            write(runs.get(i), prefix);
        }
        AtomicFiles.write(html.toAbsolutePath(), page.html().getBytes(StandardCharsets.UTF_8));
    }

    private void compare() throws IOException {
        page.section("comparison", "Comparison");
        Optional<Versus> found = Versus.of(runs);
        if (found.isEmpty()) {
            page.say(
                    "These runs have no stored predictions of the same pictures and classes, so they are not compared.");
            return;
        }
        Versus versus = found.get();
        Figures figures = new Figures(folder);
        page.say("Pairs are compared on the same pictures of " + versus.usage()
                + ". The tests compare the models as they were trained, not the ways"
                + " to train them: for those, train with several seeds.");
        table(versus.models(), "");
        page.add(versus.cost(figures));
        table(versus.pairs(), "");
        for (DataTable table : versus.specialists()) {
            table(table, "");
        }
        page.add(versus.recalls(figures));
    }

    private void write(RunStory run, String prefix) throws IOException {
        Figures figures = new Figures(folder);
        StoredPredictions main = run.main();
        Predictions p = main.predictions();
        Metrics m = Metrics.of(p);
        String what = run.model().spec().name() + " on " + main.usage();
        String title = prefix.isEmpty() ? "" : run.name() + ": ";

        page.group();
        page.section(prefix + "summary", Markup.escape(title) + "Summary");
        tiles(run, main, m);
        table(Scores.summary(run.predictions()), prefix);
        page.say(ofSplit(run, main));

        if (run.history().isPresent()) {
            History history = run.history().get();
            page.section(prefix + "training", "Training");
            page.add(figures.curves(
                    prefix + "accuracy",
                    title + "accuracy while training",
                    "accuracy",
                    history,
                    History.Epoch::trainAccuracy,
                    History.Epoch::validationAccuracy));
            page.add(figures.curves(
                    prefix + "loss",
                    title + "loss while training",
                    "loss",
                    history,
                    History.Epoch::trainLoss,
                    History.Epoch::validationLoss));
            page.say(
                    "Training figures are of varied pictures, in passing, while the weights changed; they are not to be compared with"
                            + " those of validation.");
        }
        page.section(prefix + "confusion-section", "Confusion");
        page.add(figures.confusion(prefix + "confusion", what, m));
        table(Scores.confusion(m), prefix);
        table(Scores.confusionRates(m), prefix);

        page.section(prefix + "classes", "Each class");
        page.add(figures.classes(prefix + "classes", what, m));
        table(Scores.perClass(p), prefix);
        page.add(figures.roc(prefix + "roc", what + ": each class against the rest", p));
        page.add(figures.precisionRecall(prefix + "precision-recall", what + ": precision and recall", p));

        calibration(run, main, figures, prefix, what);
        pictures(run, main, prefix);
        inside(run, main, prefix);
        recipe(run, prefix);
        ModelCard card = ModelCard.of(run);
        page.section(prefix + "card", "Model card");
        page.add(card.html());
        text(prefix + "MODEL_CARD.md", card.markdown());
    }

    private void tiles(RunStory run, StoredPredictions main, Metrics m) {
        Cost cost = run.model().spec().cost();
        StringBuilder text = new StringBuilder("<div class=\"tiles\">\n");
        tile(
                text,
                Digits.four(m.accuracy()),
                "accuracy on " + main.usage() + ", 95 % interval " + Digits.range(m.accuracyInterval()));
        tile(text, Digits.four(m.macroF1()), "macro-F1 of " + m.perClass().size() + " classes");
        tile(text, String.format(Locale.ROOT, "%,d", cost.parameters()), "parameters");
        tile(text, String.format(Locale.ROOT, "%,.1f M", cost.macs() / 1e6), "multiply-adds a picture");
        run.history()
                .ifPresent(h -> tile(
                        text,
                        duration(h.seconds()),
                        "trained, " + h.size() + " epochs, the best is "
                                + h.bestEpoch().orElse(0)));
        page.add(text + "</div>\n");
    }

    private static void tile(StringBuilder text, String number, String what) {
        text.append("<div><b>").append(Markup.escape(number)).append("</b><span>");
        text.append(Markup.escape(what)).append("</span></div>\n");
    }

    private static String duration(double seconds) {
        return seconds < 90
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 5400
                        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    private static String ofSplit(RunStory run, StoredPredictions main) {
        if (main.usage().equals(Split.VALIDATION.usage())) {
            return "PublicTest is the validation split: it chose the epoch that was kept, so its scores are slightly kind.";
        }
        List<String> openings = run.model().provenance().openedTest();
        return openings.isEmpty() ? "" : "The test split was opened: " + String.join("; ", openings) + ".";
    }

    private void calibration(RunStory run, StoredPredictions main, Figures figures, String prefix, String what)
            throws IOException {
        Predictions p = main.predictions();
        Optional<StoredPredictions> validation = run.whole(Split.VALIDATION);
        boolean apart = validation.isPresent() && !validation.get().usage().equals(main.usage());
        Scores.Calibrated calibrated =
                apart ? Scores.Calibrated.by(validation.get().predictions(), p) : Scores.Calibrated.crossed(p);
        page.section(prefix + "calibration", "Calibration");
        page.add(figures.reliability(prefix + "reliability", what + ": reliability", p, calibrated.predictions()));
        page.say(String.format(
                Locale.ROOT,
                "Dark line: how often the answer is right, in %d bins of equal width; orange: the gap to how sure the model is. Expected"
                        + " calibration error as trained %.4f, scaled %.4f; log loss %.4f and %.4f. Scaling: %s. It changes no answer.",
                Reliability.BINS,
                Reliability.of(p, Reliability.BINS).ece(),
                Reliability.of(calibrated.predictions(), Reliability.BINS).ece(),
                Metrics.of(p).loss(),
                Metrics.of(calibrated.predictions()).loss(),
                calibrated.how()));
        table(Scores.reliability(p), prefix);
    }

    private void pictures(RunStory run, StoredPredictions main, String prefix) throws IOException {
        if (data.isEmpty()) {
            return;
        }
        Shown shown = new Shown(data.get(), main);
        page.section(prefix + "pictures", "Right and wrong");
        if (!run.model().provenance().dataOrigin().startsWith("synthetic")) {
            page.add(
                    "<p class=\"warning\">This page shows pictures of the data set. If they are those of FER2013 or its like, they"
                            + " are photographs of real people who were not asked: do not publish the page, nor single faces from it.</p>\n");
        }
        for (Optional<PictureSheet> sheet : List.of(shown.right(), shown.wrong())) {
            if (sheet.isPresent()) {
                page.picture(sheet.get().png(), "pictures with the true class and what the model said");
            }
        }
        page.section(prefix + "duplicates-section", "Duplicates");
        Shown.Duplicates duplicates = shown.duplicates(progress);
        table(duplicates.figures(), prefix);
        table(duplicates.scores(), prefix);
    }

    private void inside(RunStory run, StoredPredictions main, String prefix) throws IOException {
        Optional<PictureSheet> filters = Insight.filters(run.model());
        if (filters.isEmpty()) {
            return;
        }
        page.section(prefix + "inside", "Inside");
        page.say(
                "Each kernel on its own scale, 0 in middle grey; each feature map from its least value, black, to its greatest.");
        page.picture(filters.get().png(), "kernels of the first convolution");
        Preprocessing input = run.model().preprocessing();
        Dataset pictures;
        int index = 0;
        if (data.isPresent()) {
            Shown shown = new Shown(data.get(), main);
            pictures = shown.pictures();
            index = shown.example();
        } else if (input.channels() == 1 && input.height() == DRAWN_EDGE && input.width() == DRAWN_EDGE) {
            pictures = SyntheticFaces.generate(0, 0, 4, 1).split(Split.TEST);
            index = 3;
        } else {
            return;
        }
        page.say(
                data.isPresent()
                        ? "The face below is of " + main.usage() + "."
                        : "The face below is drawn by the program.");
        PictureSheet face = new PictureSheet(
                "What goes in",
                List.of(new PictureSheet.Cell(List.of(PictureSheet.picture(pictures, index)), List.of(), false)),
                8);
        page.picture(face.png(), "the face");
        for (PictureSheet sheet : Insight.maps(run.model(), pictures, index)) {
            page.picture(sheet.png(), "feature maps");
        }
    }

    private void recipe(RunStory run, String prefix) throws IOException {
        page.section(prefix + "recipe", "Recipe, cost and hashes");
        List<List<String>> rows = new ArrayList<>();
        run.facts().forEach((name, value) -> {
            if (!name.startsWith("network.") && !name.startsWith("result.")) {
                // Where the files lay is nobody's business who reads the page.
                boolean isFile = name.equals("data.location") || name.equals("data.ferPlus");
                rows.add(List.of(name, isFile ? value.replaceFirst("^.*[/\\\\]", "") : value));
            }
        });
        rows.add(List.of("data SHA-256", run.model().provenance().dataSha256()));
        rows.add(List.of("weights SHA-256", run.model().provenance().weightsSha256()));
        run.history().ifPresent(h -> {
            rows.add(List.of("seconds trained", String.format(Locale.ROOT, "%.1f", h.seconds())));
            rows.add(List.of("seconds an epoch", String.format(Locale.ROOT, "%.1f", h.seconds() / h.size())));
        });
        DataTable facts = new DataTable(
                prefix + "recipe-table",
                "All that decides the training, and what it came to",
                "ll",
                List.of("what", "value"),
                rows);
        page.add(breakable(facts.html()));
        save(facts);
        List<List<String>> layers = new ArrayList<>();
        for (Node node : run.model().spec().nodes()) {
            layers.add(List.of(
                    node.name(),
                    node.layer().type(),
                    String.valueOf(node.output()),
                    String.format(Locale.ROOT, "%,d", node.cost().parameters()),
                    String.format(Locale.ROOT, "%,d", node.cost().macs())));
        }
        Cost cost = run.model().spec().cost();
        layers.add(List.of(
                "all",
                "",
                "",
                String.format(Locale.ROOT, "%,d", cost.parameters()),
                String.format(Locale.ROOT, "%,d", cost.macs())));
        table(
                new DataTable(
                        "layers",
                        "Layers and what they cost for one picture",
                        "lllrr",
                        List.of("layer", "type", "output", "parameters", "multiply-adds"),
                        layers),
                prefix);
    }

    /** Long names may go on in the next line, behind their dots. */
    private static String breakable(String table) {
        return table.replaceFirst("<table ", "<table class=\"facts\" ")
                .replaceAll("(?<=[a-zA-Z])\\.(?=[a-zA-Z])", ".<wbr>");
    }

    /** Shows a table and writes its files. */
    private void table(DataTable table, String prefix) throws IOException {
        DataTable named =
                new DataTable(prefix + table.name(), table.caption(), table.alignment(), table.header(), table.rows());
        page.add(named.html());
        save(named);
    }

    private void save(DataTable table) throws IOException {
        text(table.name() + ".csv", table.csv());
        text(table.name() + ".tex", table.latex());
    }

    private void text(String name, String content) throws IOException {
        AtomicFiles.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }
}
