package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.report.document.Drawing;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Shape;

/** The network as a row of boxes, one for each size of picture or vector. */
final class ArchitectureDrawing {
    private static final double WIDTH = 15.4;
    private static final double TALLEST = 3.6;
    private static final double WORD = 7;
    private static final double LINE = 0.33;

    /** Layers whose outputs are of one size. */
    private record Stage(Shape shape, Map<String, Integer> kinds) {}

    private ArchitectureDrawing() {}

    static Drawing of(NetworkSpec spec) {
        List<Stage> stages = stages(spec);
        double slot = WIDTH / stages.size();
        double middle = 0.5 + TALLEST / 2;
        double top = Math.sqrt(Math.max(spec.input().height(), spec.input().width()));
        int most = stages.stream().mapToInt(s -> s.shape().channels()).max().orElse(1);
        int lines = 0;
        Drawing.Builder d = new Drawing.Builder();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            Shape shape = stage.shape();
            double centre = slot * (i + 0.5);
            double wide = Math.min(slot * 0.55, 1.1) * (0.12 + 0.88 * Math.log1p(shape.channels()) / Math.log1p(most));
            double high = shape.isFlat()
                    ? TALLEST * (0.2 + 0.5 * Math.log1p(shape.channels()) / Math.log1p(most))
                    : Math.max(0.25, TALLEST * Math.sqrt(shape.height()) / top);
            double box = shape.isFlat() ? 0.14 : wide;
            d.box(centre - box / 2, middle - high / 2, box, high, fill(i, shape));
            if (i > 0) {
                d.arrow(centre - slot * 0.5 - 0.12, middle, centre - slot * 0.5 + 0.12, middle);
            }
            double y = middle + TALLEST / 2 + 0.35;
            d.label(centre, y, shape.channels() + "", 'c', WORD + 1);
            int line = 0;
            if (!shape.isFlat()) {
                line++;
                d.label(centre, y + LINE, shape.height() + "×" + shape.width(), 'c', WORD);
            }
            y += 0.15;
            for (Map.Entry<String, Integer> kind : stage.kinds().entrySet()) {
                line++;
                String times = kind.getValue() > 1 ? kind.getValue() + " " : "";
                d.label(centre, y + line * LINE, times + kind.getKey(), 'c', WORD - 0.5);
            }
            lines = Math.max(lines, line);
        }
        return d.build(WIDTH, middle + TALLEST / 2 + 0.75 + lines * LINE);
    }

    private static Drawing.Fill fill(int stage, Shape shape) {
        if (stage == 0) {
            return Drawing.Fill.GREY;
        }
        return shape.isFlat() ? Drawing.Fill.ORANGE : Drawing.Fill.BLUE;
    }

    private static List<Stage> stages(NetworkSpec spec) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(spec.input(), new LinkedHashMap<>(Map.of("input", 1))));
        for (Node node : spec.nodes()) {
            Stage last = stages.get(stages.size() - 1);
            Shape out = node.output();
            boolean same = stages.size() > 1 && (out.isFlat() ? out.equals(last.shape()) : sameSize(out, last.shape()));
            if (same) {
                stages.set(stages.size() - 1, new Stage(out, last.kinds()));
            } else {
                stages.add(new Stage(out, new LinkedHashMap<>()));
            }
            stages.get(stages.size() - 1).kinds().merge(kind(node), 1, Integer::sum);
        }
        return stages;
    }

    private static boolean sameSize(Shape a, Shape b) {
        return !b.isFlat() && a.height() == b.height() && a.width() == b.width();
    }

    private static String kind(Node node) {
        if (node.layer() instanceof ActivationSpec f) {
            return Settings.activation(f).replaceFirst(",.*", "");
        }
        if (node.layer() instanceof DropoutSpec) {
            return "dropout";
        }
        return switch (node.layer().type()) {
            case "conv2d" -> "conv";
            case "separable-conv2d" -> "separable";
            case "max-pool2d" -> "max pool";
            case "avg-pool2d" -> "avg pool";
            case "global-avg-pool" -> "global pool";
            case "batch-norm" -> "batch norm";
            case "squeeze-excite" -> "squeeze-exc.";
            default -> node.layer().type();
        };
    }
}
