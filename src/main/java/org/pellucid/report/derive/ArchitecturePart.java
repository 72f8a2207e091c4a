package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;
import org.pellucid.spec.Cost;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.SqueezeExciteSpec;

/** The layers of the network, in a table and in a picture. */
final class ArchitecturePart {
    private static final int LONGEST_PERIOD = 16;

    private final NetworkSpec spec;
    private final Map<String, ReceptiveField> fields;

    ArchitecturePart(NetworkSpec spec) {
        this.spec = spec;
        this.fields = ReceptiveField.of(spec);
    }

    /** @param windows whether some layer looks through a window, so that there are fields to draw */
    Section section(boolean windows) {
        Cost total = spec.cost();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("input", "", spec.input().toString(), "", "", "1×1"));
        List<Node> nodes = spec.nodes();
        int i = 0;
        while (i < nodes.size()) {
            Run run = runAt(nodes, i);
            for (int j = 0; j < run.period(); j++) {
                add(nodes, i + j, run, rows);
            }
            i += run.period() * run.times();
        }
        rows.add(List.of());
        rows.add(List.of(
                "total",
                "",
                spec.output().toString(),
                Numbers.whole(total.parameters()),
                Numbers.whole(total.macs()),
                ""));
        Blocks b = new Blocks()
                .text("The network takes pictures of " + spec.input() + " (channels × rows × columns) and gives "
                        + spec.classes() + " logits. Convolutions and poolings are padded with zeros to keep"
                        + " $\\lceil h_{in} / s_h \\rceil$ rows and as many columns likewise, and convolutions have stride 1 and"
                        + " one group, unless the table says otherwise.")
                .add(new Block.Figure(
                        ArchitectureDrawing.of(spec),
                        "The network from left to right. Boxes are tensors: the height says how many rows they have, the width"
                                + " how many channels, both not to scale; below stands what happens at that size."))
                .add(new Block.Table(
                        "architecture",
                        "The layers: shape of the output, learned parameters, multiply-adds (MACs) for one picture, and"
                                + " receptive field: the rows and columns of the picture that one output depends on, borders"
                                + " left aside. (×2) marks what stands there so many times in a row; its numbers are those of"
                                + " one, its field that of the last. What a layer is made of is indented and counted in it; the gate of"
                                + " squeeze-and-excitation is counted, too, but not listed.",
                        "lPlrrr",
                        List.of("layer", "operation", "output", "parameters", "MACs", "field"),
                        rows))
                .text(
                        "**Receptive field.** A window of $k_H$ rows, dilated by $d_h$, on rows that lie $j$ rows of the picture"
                                + " apart widens the field from $r$ to $r + (k_H - 1) \\cdot d_h \\cdot j$; a stride $s_h$ multiplies"
                                + " $j$ by $s_h$; columns likewise. A field wider than the picture says that the layer sees all of it"
                                + " and padding besides. Where two paths meet the wider one counts; the gate of"
                                + " squeeze-and-excitation is left aside.");
        if (windows) {
            b.add(new Block.Figure(
                    FieldDrawing.of(spec),
                    "Receptive fields to scale, on a picture of " + spec.input()
                            + ": what one output in the middle depends on, for the layers at which the field grows and still"
                            + " fits the picture."));
        }
        return b.section(1, "Architecture");
    }

    /** So many layers, so many times. */
    private record Run(int period, int times) {}

    /** The longest stretch of repeated layers that begins here. */
    private static Run runAt(List<Node> nodes, int from) {
        Run best = new Run(1, 1);
        for (int period = 1; period <= LONGEST_PERIOD && from + 2 * period <= nodes.size(); period++) {
            int times = 1;
            while (repeats(nodes, from, period, times)) {
                times++;
            }
            if (times > 1 && period * times > best.period() * best.times()) {
                best = new Run(period, times);
            }
        }
        return best;
    }

    private static boolean repeats(List<Node> nodes, int from, int period, int times) {
        int next = from + period * times;
        if (next + period > nodes.size()) {
            return false;
        }
        for (int j = 0; j < period; j++) {
            Node a = nodes.get(from + j);
            Node b = nodes.get(next + j);
            if (!a.layer().equals(b.layer()) || !a.input().equals(b.input())) {
                return false;
            }
        }
        return true;
    }

    private void add(List<Node> nodes, int first, Run run, List<List<String>> rows) {
        Node node = nodes.get(first);
        Node last = nodes.get(first + run.period() * (run.times() - 1));
        String name = "`" + node.name() + "`" + (run.times() > 1 ? " (×" + run.times() + ")" : "");
        rows.add(row("", name, node, last));
        parts("", node, last, rows);
    }

    private void parts(String indent, Node node, Node last, List<List<String>> rows) {
        if (node.layer() instanceof SqueezeExciteSpec) {
            return; // five layers, always the same
        }
        List<Node> all = new ArrayList<>(node.body());
        all.addAll(node.shortcut());
        List<Node> allLast = new ArrayList<>(last.body());
        allLast.addAll(last.shortcut());
        for (int i = 0; i < all.size(); i++) {
            Node part = all.get(i);
            String name = part.name().substring(node.name().length() + 1);
            rows.add(row(indent + "  ", "`" + name + "`", part, allLast.get(i)));
            parts(indent + "  ", part, allLast.get(i), rows);
        }
    }

    private List<String> row(String indent, String name, Node node, Node last) {
        Cost cost = node.cost();
        return List.of(
                indent + name,
                Settings.of(node.layer()),
                node.output().toString(),
                Numbers.whole(cost.parameters()),
                Numbers.whole(cost.macs()),
                fields.get(last.name()).toString());
    }
}
