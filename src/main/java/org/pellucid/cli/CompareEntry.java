package org.pellucid.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.spec.Cost;
import org.pellucid.train.Run;
import org.pellucid.train.TrainConfig;

/**
 * One model of a comparison.
 *
 * @param name to be shown
 * @param cost of a picture
 * @param run that it came from, if its folder tells
 * @param stored its predictions
 */
record CompareEntry(String name, Cost cost, Optional<Run> run, StoredPredictions stored) {
    private static final List<String> SEED = List.of("seed");

    /** What was done for rare classes: such as {@code weights, focal 2}; {@code –} if that is not known. */
    String balance() {
        if (run.isEmpty()) {
            return "–";
        }
        TrainConfig c = run.get().settings();
        List<String> done = new ArrayList<>();
        if (c.balanceClasses()) {
            done.add("weights");
        }
        if (c.balanceSampling()) {
            done.add("sampling");
        }
        if (c.focus() > 0) {
            done.add("focal " + (c.focus() == Math.rint(c.focus()) ? Long.toString((long) c.focus()) : c.focus()));
        }
        return done.isEmpty() ? "none" : String.join(", ", done);
    }

    /** Whether both were trained alike but for the seed. */
    boolean isTwinOf(CompareEntry other) {
        if (run.isEmpty() || other.run.isEmpty()) {
            return false;
        }
        Run a = run.get();
        Run b = other.run.get();
        return a.dataSha256().equals(b.dataSha256())
                && a.network().equals(b.network())
                && SEED.containsAll(a.settings().differences(b.settings()));
    }
}
