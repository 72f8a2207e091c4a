package org.pellucid.report;

import java.io.IOException;
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
import org.pellucid.model.Preprocessing;
import org.pellucid.spec.Cost;
import org.pellucid.train.History;

/**
 * What a report says of one run.
 *
 * @param prefix of the names of its tables and charts, where there are several runs
 * @param data that the predictions are of, to show pictures
 * @param progress told the share that is done of the search for near-duplicates
 */
record RunSections(ReportFiles out, RunStory run, String prefix, Optional<DataSource> data, DoubleConsumer progress) {
    private static final int DRAWN_EDGE = 48;

    void write() throws IOException {
        Figures figures = out.figures();
        StoredPredictions main = run.main();
        Predictions p = main.predictions();
        Metrics m = Metrics.of(p);
        String what = run.model().spec().name() + " on " + main.usage();
        String title = prefix.isEmpty() ? "" : run.name() + ": ";

        out.page().group();
        out.page().section(prefix + "summary", Markup.escape(title) + "Summary");
        tiles(main, m);
        out.table(Scores.summary(run.predictions()), prefix);
        out.page().say(ofSplit(main));

        if (run.history().isPresent()) {
            training(run.history().get(), figures, title);
        }
        out.page().section(prefix + "confusion-section", "Confusion");
        out.page().add(figures.confusion(prefix + "confusion", what, m));
        out.table(Scores.confusion(m), prefix);
        out.table(Scores.confusionRates(m), prefix);

        out.page().section(prefix + "classes", "Each class");
        out.page().add(figures.classes(prefix + "classes", what, m));
        out.table(Scores.perClass(p), prefix);
        out.page().add(figures.roc(prefix + "roc", what + ": each class against the rest", p));
        out.page().add(figures.precisionRecall(prefix + "precision-recall", what + ": precision and recall", p));

        calibration(main, figures, what);
        pictures(main);
        inside(main);
        recipe();
        ModelCard card = ModelCard.of(run);
        out.page().section(prefix + "card", "Model card");
        out.page().add(card.html());
        out.text(prefix + "MODEL_CARD.md", card.markdown());
    }

    private void training(History history, Figures figures, String title) throws IOException {
        out.page().section(prefix + "training", "Training");
        out.page()
                .add(figures.curves(
                        prefix + "accuracy",
                        title + "accuracy while training",
                        "accuracy",
                        history,
                        History.Epoch::trainAccuracy,
                        History.Epoch::validationAccuracy));
        out.page()
                .add(figures.curves(
                        prefix + "loss",
                        title + "loss while training",
                        "loss",
                        history,
                        History.Epoch::trainLoss,
                        History.Epoch::validationLoss));
        out.page()
                .say(
                        "Training figures are of varied pictures, in passing, while the weights changed; they are not to be compared with"
                                + " those of validation.");
    }

    private void tiles(StoredPredictions main, Metrics m) {
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
        out.page().add(text + "</div>\n");
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

    private String ofSplit(StoredPredictions main) {
        if (main.usage().equals(Split.VALIDATION.usage())) {
            return "PublicTest is the validation split: it chose the epoch that was kept, so its scores are slightly kind.";
        }
        List<String> openings = run.model().provenance().openedTest();
        return openings.isEmpty() ? "" : "The test split was opened: " + String.join("; ", openings) + ".";
    }

    private void calibration(StoredPredictions main, Figures figures, String what) throws IOException {
        Predictions p = main.predictions();
        Optional<StoredPredictions> validation = run.whole(Split.VALIDATION);
        boolean apart = validation.isPresent() && !validation.get().usage().equals(main.usage());
        Scores.Calibrated calibrated =
                apart ? Scores.Calibrated.by(validation.get().predictions(), p) : Scores.Calibrated.crossed(p);
        out.page().section(prefix + "calibration", "Calibration");
        out.page()
                .add(figures.reliability(prefix + "reliability", what + ": reliability", p, calibrated.predictions()));
        out.page()
                .say(String.format(
                        Locale.ROOT,
                        "Dark line: how often the answer is right, in %d bins of equal width; orange: the gap to how sure the model is. Expected"
                                + " calibration error as trained %.4f, scaled %.4f; log loss %.4f and %.4f. Scaling: %s. It changes no answer.",
                        Reliability.BINS,
                        Reliability.of(p, Reliability.BINS).ece(),
                        Reliability.of(calibrated.predictions(), Reliability.BINS)
                                .ece(),
                        Metrics.of(p).loss(),
                        Metrics.of(calibrated.predictions()).loss(),
                        calibrated.how()));
        out.table(Scores.reliability(p), prefix);
    }

    private void pictures(StoredPredictions main) throws IOException {
        if (data.isEmpty()) {
            return;
        }
        Shown shown = new Shown(data.get(), main);
        out.page().section(prefix + "pictures", "Right and wrong");
        if (!run.model().provenance().dataOrigin().startsWith("synthetic")) {
            out.page()
                    .add(
                            "<p class=\"warning\">This page shows pictures of the data set. If they are those of FER2013 or its like, they"
                                    + " are photographs of real people who were not asked: do not publish the page, nor single faces from it.</p>\n");
        }
        for (Optional<PictureSheet> sheet : List.of(shown.right(), shown.wrong())) {
            if (sheet.isPresent()) {
                out.page().picture(sheet.get().png(), "pictures with the true class and what the model said");
            }
        }
        out.page().section(prefix + "duplicates-section", "Duplicates");
        Shown.Duplicates duplicates = shown.duplicates(progress);
        out.table(duplicates.figures(), prefix);
        out.table(duplicates.scores(), prefix);
    }

    private void inside(StoredPredictions main) throws IOException {
        Optional<PictureSheet> filters = Insight.filters(run.model());
        if (filters.isEmpty()) {
            return;
        }
        out.page().section(prefix + "inside", "Inside");
        out.page()
                .say(
                        "Each kernel on its own scale, 0 in middle grey; each feature map from its least value, black, to its greatest.");
        out.page().picture(filters.get().png(), "kernels of the first convolution");
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
        out.page()
                .say(
                        data.isPresent()
                                ? "The face below is of " + main.usage() + "."
                                : "The face below is drawn by the program.");
        PictureSheet face = new PictureSheet(
                "What goes in",
                List.of(new PictureSheet.Cell(List.of(PictureSheet.picture(pictures, index)), List.of(), false)),
                8);
        out.page().picture(face.png(), "the face");
        for (PictureSheet sheet : Insight.maps(run.model(), pictures, index)) {
            out.page().picture(sheet.png(), "feature maps");
        }
    }

    private void recipe() throws IOException {
        out.page().section(prefix + "recipe", "Recipe, cost and hashes");
        DataTable facts = RunTables.facts(run, prefix);
        out.page().add(breakable(facts.html()));
        out.save(facts);
        out.table(RunTables.layers(run.model().spec()), prefix);
    }

    /** Long names may go on in the next line, behind their dots. */
    private static String breakable(String table) {
        return table.replaceFirst("<table ", "<table class=\"facts\" ")
                .replaceAll("(?<=[a-zA-Z])\\.(?=[a-zA-Z])", ".<wbr>");
    }
}
