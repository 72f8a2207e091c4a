package org.pellucid.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pellucid.evaluate.ClassScore;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.evaluate.Temperature;
import org.pellucid.model.Provenance;
import org.pellucid.spec.Cost;

/**
 * A model card: what a model is, what it is for, and what not. The parts are those of M. Mitchell et al., <i>Model cards for model
 * reporting</i>, FAT* 2019.
 *
 * @param title of the card
 * @param parts in their order
 */
record ModelCard(String title, List<Part> parts) {
    /**
     * A part.
     *
     * @param title of it
     * @param points sentences
     */
    record Part(String title, List<String> points) {}

    static ModelCard of(RunStory run) {
        Provenance p = run.model().provenance();
        boolean drawn = p.dataOrigin().startsWith("synthetic");
        StoredPredictions main = run.main();
        Metrics m = Metrics.of(main.predictions());
        String classes = String.join(", ", run.model().classes());
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("Model details", details(run, classes)));
        parts.add(new Part(
                "Intended use",
                List.of(
                        "Research and teaching: how a convolutional network learns to sort pictures of faces into "
                                + classes + ", and how far to trust it.",
                        "Input: one face that fills the picture, upright, in grey. Other pictures get an answer, too, and it means"
                                + " nothing.",
                        "Not for decisions about people: not in hiring, teaching, policing, border control, medicine, nor"
                                + " to infer what someone feels. In the European Union, inferring emotions at work and in schools is"
                                + " prohibited, medical and safety reasons apart (Regulation 2024/1689, Article 5).")));
        parts.add(new Part(
                "Factors",
                List.of(
                        "Light, pose, age, skin, spectacles, hands before the face and cropping all change the answer.",
                        drawn
                                ? "The training pictures are drawings by the program: no group of people is represented."
                                : "The data name no groups of people, so errors between groups have not been measured here; studies of"
                                        + " other models found them to differ.")));
        parts.add(new Part(
                "Metrics",
                List.of(
                        "Accuracy with Wilson's 95 % interval; macro-F1, in which each class counts alike; precision, recall and F1 of"
                                + " each class; log loss and expected calibration error of the probabilities.",
                        "An interval says how far a score may be off for want of test pictures. It does not cover other pictures,"
                                + " other seeds, or wrong labels.")));
        parts.add(new Part("Evaluation data", List.of(evaluationData(main, m, p))));
        parts.add(new Part("Training data", trainingData(run, p, drawn)));
        parts.add(new Part("Quantitative analyses", analyses(main, m)));
        parts.add(new Part("Ethical considerations", drawn ? Ethics.OF_DRAWINGS : Ethics.OF_PEOPLE));
        parts.add(new Part(
                "Caveats and recommendations",
                List.of(
                        "Probabilities may be too sure of themselves, or not sure enough: scaled by the temperature above they"
                                + " fit these pictures best.",
                        "Measure again on your own pictures before you rely on any number here.")));
        return new ModelCard("Model card: " + run.name(), parts);
    }

    private static List<String> details(RunStory run, String classes) {
        Provenance p = run.model().provenance();
        Cost cost = run.model().spec().cost();
        List<String> points = new ArrayList<>();
        points.add(String.format(
                Locale.ROOT,
                "Network '%s': %,d parameters, %,.1f million multiply-adds a picture of %d×%d×%d.",
                run.model().spec().name(),
                cost.parameters(),
                cost.macs() / 1e6,
                run.model().preprocessing().channels(),
                run.model().preprocessing().height(),
                run.model().preprocessing().width()));
        points.add("Classes, in order: " + classes + ".");
        points.add((p.pretrained().isEmpty() ? "Trained from scratch" : "Fine-tuned from another model")
                + " by Pellucid " + p.version() + ", " + p.created() + ", seed " + p.seed() + ", " + p.epochs()
                + " epochs kept, on " + p.cpu() + ", " + p.jdk() + ", backend " + p.gemm() + ".");
        points.add("Weights SHA-256 " + p.weightsSha256() + ".");
        return points;
    }

    private static String evaluationData(StoredPredictions main, Metrics m, Provenance p) {
        return String.format(
                Locale.ROOT,
                "%,d pictures of %s of %s, seen %s. %s",
                m.n(),
                main.usage(),
                p.dataOrigin(),
                main.view(),
                main.usage().equals("PublicTest")
                        ? "PublicTest is the validation split: it chose the epoch that was kept, and perhaps the recipe, so the score is kind."
                        : p.openedTest().isEmpty()
                                ? "No opening of the test split is on record."
                                : "Openings of the test split: " + String.join("; ", p.openedTest()) + ".");
    }

    private static List<String> trainingData(RunStory run, Provenance p, boolean drawn) {
        List<String> points = new ArrayList<>();
        points.add(p.dataOrigin() + ", SHA-256 of the content " + p.dataSha256() + ".");
        String votes = run.facts().getOrDefault("data.ferPlus", "");
        if (!votes.isEmpty()) {
            points.add("Labels: the votes of FER+ ("
                    + run.facts().get("data.ferPlusMode").toLowerCase(Locale.ROOT) + ").");
        }
        if (!p.pretrained().isEmpty()) {
            points.add("It started from another model's weights (fine-tuning), SHA-256 " + p.pretrained()
                    + "; what that one learned from, it has learned from, too.");
        }
        for (String teacher : p.teachers()) {
            points.add(
                    "Besides the labels, it learned what other models say of these pictures (knowledge distillation):"
                            + " SHA-256 of weights, or of answers written down, " + teacher + ".");
        }
        points.add(
                drawn
                        ? "Faces drawn by the program from a seed; nobody's face is among them."
                        : "If these are FER2013's: photographs of real people gathered from the web by search terms in 2013, 48×48"
                                + " pixels, labels noisy, about 8 % of either test split also in training.");
        return points;
    }

    private static List<String> analyses(StoredPredictions main, Metrics m) {
        List<String> points = new ArrayList<>();
        points.add(String.format(
                Locale.ROOT,
                "%s: accuracy %.4f (%s), macro-F1 %.4f, top-2 %.4f, log loss %.4f.",
                main.usage(),
                m.accuracy(),
                Digits.range(m.accuracyInterval()),
                m.macroF1(),
                m.top2(),
                m.loss()));
        points.add(String.format(
                Locale.ROOT,
                "Calibration: expected calibration error %.4f over %d bins; the temperature of the lowest log loss on these"
                        + " pictures is %.3f.",
                Reliability.of(main.predictions(), Reliability.BINS).ece(),
                Reliability.BINS,
                Temperature.fit(main.predictions()).value()));
        for (ClassScore s : m.perClass()) {
            points.add(String.format(
                    Locale.ROOT,
                    "%s: precision %.4f, recall %.4f, F1 %.4f of %,d pictures.",
                    s.name(),
                    s.precision(),
                    s.recall(),
                    s.f1(),
                    s.support()));
        }
        return points;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# " + title + "\n");
        for (Part part : parts) {
            text.append("\n## ").append(part.title()).append("\n\n");
            part.points().forEach(point -> text.append("- ").append(point).append('\n'));
        }
        return text.toString();
    }

    String html() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append("<h3>").append(Markup.escape(part.title())).append("</h3>\n<ul>\n");
            part.points()
                    .forEach(point ->
                            text.append("<li>").append(Markup.escape(point)).append("</li>\n"));
            text.append("</ul>\n");
        }
        return text.toString();
    }
}
