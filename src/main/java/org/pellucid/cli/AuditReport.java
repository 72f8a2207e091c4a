package org.pellucid.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pellucid.data.DataSource;
import org.pellucid.data.DuplicateAudit;
import org.pellucid.data.NearDuplicates;
import org.pellucid.evaluate.LabelNoise;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.report.Audit;
import org.pellucid.report.TextTable;

/** What an audit of data came to. */
record AuditReport(DataSource source, Audit audit, NearDuplicates near, Optional<Doubts> doubts) {
    AuditReport(DataSource source, Audit audit, NearDuplicates near) {
        this(source, audit, near, Optional.empty());
    }

    /** The same with doubts about labels. */
    AuditReport with(StoredPredictions predicted, LabelNoise noise, String by) {
        return new AuditReport(source, audit, near, Optional.of(new Doubts(predicted, noise, by)));
    }

    /** All numbers, for machines. */
    Map<String, Object> facts() {
        DuplicateAudit exact = audit.exact();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("data", source.origin());
        facts.put("data_sha256", source.sha256());
        facts.put("pictures", exact.pictures());
        facts.put("distinct", exact.distinct());
        facts.put("conflicting_groups", exact.conflicting());
        exact.inTraining().forEach((split, n) -> facts.put(split.usage() + "_identical_to_Training", n));
        facts.put("near_threshold", near.threshold());
        facts.put("near_pairs", near.pairs().size());
        facts.put("near_pairs_mirrored", audit.mirroredPairs());
        facts.put("near_pairs_conflicting", audit.conflictingPairs());
        exact.inTraining()
                .keySet()
                .forEach(split -> facts.put(
                        split.usage() + "_identical_or_near_to_Training",
                        audit.inTraining(split).size()));
        facts.put("blank", near.blank());
        doubts.ifPresent(d -> facts.put("labels", d.facts()));
        return facts;
    }

    /** The same, for people. */
    void show(Console console, Path folder) {
        DuplicateAudit exact = audit.exact();
        console.result("@|bold %s|@: %,d pictures", source.origin(), exact.pictures());
        console.result("");
        console.result(
                "@|bold identical|@  %,d distinct; %,d groups of identical pictures under more than one label",
                exact.distinct(), exact.conflicting());
        exact.inTraining()
                .forEach((split, n) -> console.result(
                        "           %,d pictures of %s stand in Training as well (%.1f %%)",
                        n, split.usage(), 100.0 * n / source.split(split).size()));
        console.result(
                "@|bold alike|@      %,d pairs of correlation %s or more, %,d of them mirrored, %,d under different labels",
                near.pairs().size(), near.threshold(), audit.mirroredPairs(), audit.conflictingPairs());
        exact.inTraining()
                .keySet()
                .forEach(split -> console.result(
                        "           %,d pictures of %s stand in Training, identical or alike (%.1f %%)",
                        audit.inTraining(split).size(),
                        split.usage(),
                        100.0
                                * audit.inTraining(split).size()
                                / source.split(split).size()));
        if (near.blank() > 0) {
            console.result("@|bold blank|@      %s, not compared", Console.count(near.blank(), "picture"));
        }
        doubts.ifPresent(d -> d.show(console));
        console.result("@|bold files|@      %s: tables (CSV), picture sheets (PNG), audit.json", folder);
    }

    /**
     * Doubts about labels.
     *
     * @param by the model whose predictions they are
     */
    record Doubts(StoredPredictions predicted, LabelNoise noise, String by) {
        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("usage", predicted.usage());
            facts.put("by", by);
            facts.put("n", predicted.predictions().size());
            facts.put("accuracy", Metrics.of(predicted.predictions()).accuracy());
            facts.put("classes", noise.classes());
            facts.put("thresholds", noise.thresholds());
            facts.put("confident_joint", noise.confidentJoint());
            facts.put("suspects", noise.suspects().size());
            facts.put("estimated_noise", noise.noise());
            return facts;
        }

        void show(Console console) {
            int n = predicted.predictions().size();
            console.result(
                    "@|bold labels|@     %,d of %,d doubted (%.1f %%), by predictions %.4f accurate; estimated share of wrong"
                            + " labels %.1f %%",
                    noise.suspects().size(),
                    n,
                    100.0 * noise.suspects().size() / n,
                    Metrics.of(predicted.predictions()).accuracy(),
                    100 * noise.noise());
            if (Metrics.of(predicted.predictions()).accuracy()
                    < 2.0 / noise.classes().size()) {
                console.result("           these predictions are hardly better than guesses: train longer");
            }
            console.result("");
            TextTable table = new TextTable("llrr")
                    .row("given", "suggested", "doubted", "share of given")
                    .rule();
            mostDoubted().forEach(row -> table.row(row));
            table.lines("           ").forEach(line -> console.result("%s", line));
        }

        /** The ten most frequent doubts. */
        private List<Object[]> mostDoubted() {
            List<Object[]> rows = new ArrayList<>();
            int[][] joint = noise.confidentJoint();
            for (int i = 0; i < joint.length; i++) {
                int counted = Arrays.stream(joint[i]).sum();
                for (int j = 0; j < joint.length; j++) {
                    if (i != j && joint[i][j] > 0) {
                        rows.add(new Object[] {
                            noise.classes().get(i),
                            noise.classes().get(j),
                            joint[i][j],
                            String.format(Locale.ROOT, "%.1f %%", 100.0 * joint[i][j] / counted)
                        });
                    }
                }
            }
            rows.sort((a, b) -> Integer.compare((Integer) b[2], (Integer) a[2]));
            return rows.subList(0, Math.min(10, rows.size()));
        }
    }
}
