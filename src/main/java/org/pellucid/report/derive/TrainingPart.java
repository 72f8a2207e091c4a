package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pellucid.data.Augmentation;
import org.pellucid.model.Provenance;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;
import org.pellucid.report.document.Plot;
import org.pellucid.train.Schedule;
import org.pellucid.train.TrainConfig;
import tools.jackson.databind.JsonNode;

/** The training that a model comes from: set-up, data, curves, metrics, hashes. */
final class TrainingPart {
    private final TrainedRun trained;
    private final Blocks b = new Blocks();

    private TrainingPart(TrainedRun trained) {
        this.trained = trained;
    }

    static Section section(TrainedRun trained) {
        TrainingPart part = new TrainingPart(trained);
        part.setUp();
        part.curves();
        trained.metrics().ifPresent(part::metrics);
        return part.b.section(1, "The training");
    }

    private void setUp() {
        Provenance p = trained.model().provenance();
        b.text(
                "The model was trained on " + p.created().substring(0, 10) + " by Pellucid " + p.version()
                        + ". The same seed,"
                        + " settings, data and backend give the same weights again, bit for bit, whatever the number of threads.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("data", p.dataOrigin()));
        rows.add(List.of("SHA-256 of the data", code(p.dataSha256())));
        rows.add(List.of(
                "classes",
                trained.model().classes().size() + ": "
                        + String.join(", ", trained.model().classes())));
        rows.add(List.of(
                "standardisation",
                label(trained.model().preprocessing().standardisation().kind())));
        trained.run().ifPresent(run -> settings(run.settings(), rows));
        rows.add(List.of("seed", Long.toString(p.seed())));
        if (!p.pretrained().isEmpty()) {
            rows.add(List.of("started from the weights of SHA-256", code(p.pretrained())));
        }
        p.teachers().forEach(hash -> rows.add(List.of("taught by the weights or answers of SHA-256", code(hash))));
        rows.add(List.of("epochs of the model kept", Integer.toString(p.epochs())));
        rows.add(List.of("processor", p.cpu() + ", " + p.threads() + (p.threads() == 1 ? " thread" : " threads")));
        rows.add(List.of("matrix products", "backend " + p.gemm()));
        rows.add(List.of("JDK", p.jdk()));
        rows.add(List.of("SHA-256 of the weights", code(p.weightsSha256())));
        p.openedTest().forEach(note -> rows.add(List.of("test data opened", note)));
        b.add(new Block.Table("training", "Set-up of the training.", "pW", List.of("setting", "value"), rows));
    }

    private static void settings(TrainConfig c, List<List<String>> rows) {
        rows.add(List.of("variation of the pictures", augmentation(c.augmentation())));
        rows.add(List.of("epochs at most", Integer.toString(c.epochs())));
        rows.add(List.of("batch", Integer.toString(c.batch())));
        rows.add(List.of("optimiser", c.optimizer().kind().label()));
        rows.add(List.of("learning rate", Settings.number(c.learningRate()) + ", " + schedule(c.schedule())));
        rows.add(List.of("weight decay", Settings.number(c.optimizer().weightDecay())));
        rows.add(List.of("gradient clipped to", c.clipNorm() == 0 ? "never" : "norm " + Settings.number(c.clipNorm())));
        rows.add(List.of("loss", c.focus() > 0 ? "focal, focus " + Settings.number(c.focus()) : "cross-entropy"));
        rows.add(List.of("label smoothing", Settings.number(c.labelSmoothing())));
        rows.add(List.of("class weights", c.balanceClasses() ? "balanced" : "none"));
        rows.add(List.of("dealing of classes", c.balanceSampling() ? "each as often as any other" : "as they come"));
        rows.add(List.of(
                "average of the weights", c.emaDecay() == 0 ? "none" : "decay " + Settings.number(c.emaDecay())));
        rows.add(List.of("initialisation", c.initialiser().label()));
        rows.add(List.of("weights kept", c.keep().name().toLowerCase(Locale.ROOT) + " epoch"));
        rows.add(List.of("convolutions", label(c.conv())));
    }

    private static String augmentation(Augmentation a) {
        if (a.isNone()) {
            return "none";
        }
        List<String> parts = new ArrayList<>();
        add(parts, "flip", a.flip());
        if (a.moved() != 1) {
            parts.add("moved " + Settings.number(a.moved()));
        }
        add(parts, a.wholePixels() ? "shift by whole pixels" : "shift", a.shift());
        add(parts, "rotate", a.rotate());
        add(parts, "zoom", a.zoom());
        add(parts, "shear", a.shear());
        add(parts, "crop", a.crop());
        add(parts, "brightness", a.brightness());
        add(parts, "contrast", a.contrast());
        add(parts, "erase", a.erase());
        add(parts, "mixup", a.mixup());
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, double value) {
        if (value != 0) {
            parts.add(name + " " + Settings.number(value));
        }
    }

    private static String schedule(Schedule schedule) {
        if (schedule instanceof Schedule.Step s) {
            return "times " + Settings.number(s.factor()) + " every " + s.every() + " epochs";
        }
        if (schedule instanceof Schedule.Plateau p) {
            return "times " + Settings.number(p.factor()) + " after " + p.patience() + " epochs without progress";
        }
        if (schedule instanceof Schedule.Cosine c) {
            return "cosine, warm-up " + Settings.number(c.warmUp());
        }
        return "constant";
    }

    private void curves() {
        Map<String, List<Double>> h = trained.history();
        if (h.containsKey("train_loss") && !h.get("train_loss").isEmpty()) {
            b.add(chart("loss", h.get("train_loss"), h.get("validation_loss")));
            b.add(chart("accuracy", h.get("train_accuracy"), h.get("validation_accuracy")));
        }
    }

    private static Block chart(String what, List<Double> train, List<Double> validation) {
        return new Block.Chart(
                new Plot(
                        "epoch",
                        what,
                        List.of(new Plot.Curve("training", train), new Plot.Curve("validation", validation))),
                "The " + what
                        + " by epoch. In training it is that of the batches as they came, varied and with dropout; in"
                        + " validation that of the weights at the end of the epoch.");
    }

    private void metrics(JsonNode root) {
        List<List<String>> rows = new ArrayList<>();
        for (String split : new String[] {"validation", "test"}) {
            JsonNode m = root.get(split);
            if (m != null) {
                rows.add(List.of(
                        split,
                        Numbers.whole(m.get("n").asLong()),
                        four(m, "accuracy"),
                        four(m, "accuracy_low") + "–" + four(m, "accuracy_high"),
                        four(m, "macro_f1"),
                        four(m, "loss"),
                        four(m, "top2")));
            }
        }
        b.add(new Block.Table(
                "metrics",
                "What the model kept came to, with Wilson’s interval of 95 %.",
                "lrrcrrr",
                List.of("split", "pictures", "accuracy", "interval", "macro-F1", "loss", "top-2"),
                rows));
        JsonNode shown = root.has("test") ? root.get("test") : root.get("validation");
        List<List<String>> classes = new ArrayList<>();
        shown.get("per_class")
                .forEach(one -> classes.add(List.of(
                        one.get("class").asString(),
                        Numbers.whole(one.get("n").asLong()),
                        four(one, "precision"),
                        four(one, "recall"),
                        four(one, "f1"))));
        b.add(new Block.Table(
                "classes",
                "The classes one by one, on " + (root.has("test") ? "test" : "validation") + " data.",
                "lrrrr",
                List.of("class", "pictures", "precision", "recall", "F1"),
                classes));
    }

    private static String four(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isNumber() ? "–" : Numbers.fixed(value.asDouble(), 4);
    }

    private static String code(String hash) {
        return hash.isEmpty() ? "none" : "`" + hash + "`";
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
