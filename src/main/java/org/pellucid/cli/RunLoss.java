package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pellucid.inspect.LossRule;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import org.pellucid.train.TrainConfig;
import org.pellucid.train.Trainer;

/**
 * The loss that a run trains with.
 *
 * @param note what is particular about it, in words; empty for plain cross-entropy
 */
record RunLoss(LossRule rule, String note) {
    /** @param folder of the run; null, or without run.json, for plain cross-entropy */
    static RunLoss of(Path folder) {
        if (folder == null || !Files.exists(new RunFolder(folder).run())) {
            return new RunLoss(LossRule.CROSS_ENTROPY, "");
        }
        Path file = new RunFolder(folder).run();
        Run run = Run.load(file);
        TrainConfig settings = run.settings();
        List<String> told = new ArrayList<>();
        if (settings.focus() > 0) {
            told.add("focal with γ = " + settings.focus());
        }
        if (settings.labelSmoothing() > 0) {
            told.add("labels smoothed with ε = " + settings.labelSmoothing());
        }
        List<Double> weights = new ArrayList<>();
        if (settings.balanceClasses()) {
            Run.classCounts(file).ifPresent(counts -> {
                for (float weight : Trainer.classWeights(counts)) {
                    weights.add((double) weight);
                }
            });
            told.add(
                    weights.isEmpty()
                            ? "classes weighed, but not here: run.json does not say how many pictures each class had"
                            : "classes weighed");
        }
        run.teacher()
                .ifPresent(use -> told.add(
                        "a teacher's share of the targets, " + use.share() + ", but not here: the labels are all"));
        return new RunLoss(
                new LossRule(settings.labelSmoothing(), settings.focus(), weights),
                told.isEmpty() ? "" : "the loss is the run's: " + String.join(", ", told));
    }
}
