package org.pellucid.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pellucid.spec.Cost;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;

/** How a run came about, and what its network consists of. */
final class RunTables {
    private RunTables() {}

    /** Its recipe, hashes and times. */
    static DataTable facts(RunStory run, String prefix) {
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
        return new DataTable(
                prefix + "recipe-table",
                "All that decides the training, and what it came to",
                "ll",
                List.of("what", "value"),
                rows);
    }

    static DataTable layers(NetworkSpec spec) {
        List<List<String>> rows = new ArrayList<>();
        for (Node node : spec.nodes()) {
            rows.add(List.of(
                    node.name(),
                    node.layer().type(),
                    String.valueOf(node.output()),
                    String.format(Locale.ROOT, "%,d", node.cost().parameters()),
                    String.format(Locale.ROOT, "%,d", node.cost().macs())));
        }
        Cost cost = spec.cost();
        rows.add(List.of(
                "all",
                "",
                "",
                String.format(Locale.ROOT, "%,d", cost.parameters()),
                String.format(Locale.ROOT, "%,d", cost.macs())));
        return new DataTable(
                "layers",
                "Layers and what they cost for one picture",
                "lllrr",
                List.of("layer", "type", "output", "parameters", "multiply-adds"),
                rows);
    }
}
