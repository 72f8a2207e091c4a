package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;

/** The layers of a network, also those inside others, by what they are. */
final class Inventory {
    private static final int MOST_NAMES = 4;
    private static final int MOST_SETTINGS = 3;

    private final NetworkSpec spec;
    private final List<Node> nodes = new ArrayList<>();

    Inventory(NetworkSpec spec) {
        this.spec = spec;
        spec.nodes().forEach(top -> nodes.addAll(top.flatten()));
    }

    NetworkSpec spec() {
        return spec;
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Whether there is a layer of a kind. */
    boolean has(Class<? extends LayerSpec> kind) {
        return !of(kind).isEmpty();
    }

    /** The layers of a kind. */
    List<Node> of(Class<? extends LayerSpec> kind) {
        return nodes.stream().filter(node -> kind.isInstance(node.layer())).toList();
    }

    /** Which layers of the model are of a kind, in a sentence. */
    String sentence(Class<? extends LayerSpec> kind) {
        List<Node> found = of(kind);
        Map<String, List<Node>> bySettings = group(found, node -> Settings.of(node.layer()));
        if (bySettings.size() > MOST_SETTINGS) {
            return "In this model there are " + found.size() + " of them, of " + bySettings.size()
                    + " kinds; the table of the architecture says where.";
        }
        StringBuilder text = new StringBuilder("In this model: ");
        int part = 0;
        for (Map.Entry<String, List<Node>> entry : bySettings.entrySet()) {
            text.append(part++ > 0 ? "; " : "")
                    .append(names(entry.getValue()))
                    .append(tells(entry.getKey()) || bySettings.size() > 1 ? " (" + entry.getKey() + ")" : "");
        }
        return text.append('.').toString();
    }

    /** Whether a description says more than the kind. */
    private static boolean tells(String settings) {
        return settings.matches(".*[,\\d].*");
    }

    /** Nodes by what they have in common, in the order in which it first occurs. */
    static <K> Map<K, List<Node>> group(List<Node> nodes, Function<Node, K> key) {
        Map<K, List<Node>> groups = new LinkedHashMap<>();
        nodes.forEach(node ->
                groups.computeIfAbsent(key.apply(node), k -> new ArrayList<>()).add(node));
        return groups;
    }

    /** The first names, and how many more there are. */
    static String names(List<Node> nodes) {
        StringBuilder text = new StringBuilder();
        int shown = nodes.size() > MOST_NAMES ? MOST_NAMES - 1 : nodes.size();
        for (int i = 0; i < shown; i++) {
            text.append(i > 0 ? ", " : "")
                    .append('`')
                    .append(nodes.get(i).name())
                    .append('`');
        }
        return nodes.size() > shown ? text + " and " + (nodes.size() - shown) + " more" : text.toString();
    }
}
