package org.pellucid.report.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.trace.LayerTrace;
import org.pellucid.inspect.trace.Statistics;
import org.pellucid.inspect.trace.TensorTrace;
import org.pellucid.inspect.trace.Trace;
import org.pellucid.report.math.PlainMath;
import org.pellucid.report.microscope.ExplanationTree;

/** A trace as a tree of maps and lists, to be written as JSON: numbers in full. */
public final class TraceTree {
    private static final int TERMS = 40;

    private TraceTree() {}

    /**
     * The tree.
     *
     * @param values how many values of a tensor are listed, in reading order; {@code left_out} counts the others
     */
    public static Map<String, Object> of(Trace trace, int values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("model", trace.scene().model());
        tree.put("weights", trace.scene().weights());
        tree.put("mode", trace.step().train() ? "train" : "infer");
        tree.put("pictures", trace.scene().pictures());
        tree.put("example", Trace.EXAMPLE);
        tree.put("labels", trace.step().labels());
        tree.put("classes", trace.scene().classes());
        tree.put("remarks", trace.scene().notes());
        tree.put("loss", trace.step().loss());
        int k = trace.step().spec().classes();
        tree.put("smoothing", trace.step().rule().smoothing());
        tree.put("focus", trace.step().rule().focus());
        tree.put("class_weights", trace.step().rule().weights());
        tree.put("logits", Arrays.copyOf(trace.step().logits(), k));
        tree.put("probabilities", Arrays.copyOf(trace.step().probabilities(), k));
        tree.put("targets", Arrays.copyOf(trace.step().targets(), k));
        tree.put("dlogits", Arrays.copyOf(trace.step().dLogits(), k));
        tree.put(
                "layers",
                trace.layers().stream().map(layer -> layer(layer, values)).toList());
        tree.put("loss_explained", explanations(trace.loss()));
        return tree;
    }

    private static Map<String, Object> layer(LayerTrace layer, int values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", layer.node().name());
        tree.put("type", layer.node().layer().type());
        tree.put("depth", layer.depth());
        tree.put("input", layer.node().input().toString());
        tree.put("output", layer.node().output().toString());
        tree.put("formulas", layer.formulas().all().stream().map(PlainMath::of).toList());
        Map<String, Object> tensors = new LinkedHashMap<>();
        layer.tensors().forEach(t -> tensors.put(t.symbol(), tensor(t, values)));
        tree.put("tensors", tensors);
        tree.put("explained", explanations(layer.explanations()));
        return tree;
    }

    private static Map<String, Object> tensor(TensorTrace t, int values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("shape", t.shape());
        statistics(t.statistics()).forEach(tree::put);
        int shown = Math.min(values, t.values().length);
        tree.put("values", Arrays.copyOf(t.values(), shown));
        tree.put("left_out", t.values().length - shown);
        return tree;
    }

    /** The statistics by name, in the order in which they are shown. */
    static Map<String, Double> statistics(Statistics s) {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("min", s.min());
        all.put("max", s.max());
        all.put("mean", s.mean());
        all.put("deviation", s.deviation());
        all.put("norm", s.norm());
        all.put("zeros", s.zeros());
        return all;
    }

    private static List<Map<String, Object>> explanations(List<Explanation> explanations) {
        List<Map<String, Object>> all = new ArrayList<>();
        explanations.forEach(e -> all.add(ExplanationTree.of(e, TERMS)));
        return all;
    }
}
