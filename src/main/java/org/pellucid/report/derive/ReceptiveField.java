package org.pellucid.report.derive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.spec.Window;

/**
 * How many rows and columns of the input one value of a layer depends on, borders left aside: a window of k, dilated by d,
 * widens a field r with the jump j to r + (k − 1)·d·j, and a stride s makes the jump s·j. Where paths meet the wider
 * counts; the gate of squeeze-and-excitation, which sees everything, is left aside.
 *
 * @param h rows
 * @param w columns
 * @param jumpH rows of the input between two neighbours
 * @param jumpW columns of the input between two neighbours
 * @param whole whether a value depends on the whole picture
 */
record ReceptiveField(int h, int w, int jumpH, int jumpW, boolean whole) {
    private static final ReceptiveField PIXEL = new ReceptiveField(1, 1, 1, 1, false);

    /** Of every layer, by name. */
    static Map<String, ReceptiveField> of(NetworkSpec spec) {
        Map<String, ReceptiveField> fields = new LinkedHashMap<>();
        chain(spec.nodes(), PIXEL, fields);
        return fields;
    }

    private static ReceptiveField chain(List<Node> nodes, ReceptiveField in, Map<String, ReceptiveField> fields) {
        ReceptiveField field = in;
        for (Node node : nodes) {
            field = field.after(node, fields);
            fields.put(node.name(), field);
        }
        return field;
    }

    private ReceptiveField after(Node node, Map<String, ReceptiveField> fields) {
        if (node.layer() instanceof SqueezeExciteSpec) {
            chain(node.body(), this, fields);
            return this;
        }
        if (!node.body().isEmpty()) {
            ReceptiveField body = chain(node.body(), this, fields);
            ReceptiveField shortcut = chain(node.shortcut(), this, fields);
            return new ReceptiveField(
                    Math.max(body.h, shortcut.h),
                    Math.max(body.w, shortcut.w),
                    body.jumpH,
                    body.jumpW,
                    body.whole || shortcut.whole);
        }
        Window window = window(node);
        if (window != null) {
            return new ReceptiveField(
                    h + (window.kH() - 1) * window.dilationH() * jumpH,
                    w + (window.kW() - 1) * window.dilationW() * jumpW,
                    jumpH * window.strideH(),
                    jumpW * window.strideW(),
                    whole);
        }
        boolean all = node.layer() instanceof DenseSpec || node.layer() instanceof GlobalAvgPoolSpec;
        return new ReceptiveField(h, w, jumpH, jumpW, whole || all);
    }

    /** Where the layer's window slides; null if it has none. */
    static Window window(Node node) {
        if (node.layer() instanceof Conv2dSpec conv) {
            return conv.geometry(node.input()).window();
        }
        if (node.layer() instanceof MaxPool2dSpec pool) {
            return pool.geometry(node.input()).window();
        }
        return node.layer() instanceof AvgPool2dSpec pool
                ? pool.geometry(node.input()).window()
                : null;
    }

    @Override
    public String toString() {
        return whole ? "all" : h + "×" + w;
    }
}
