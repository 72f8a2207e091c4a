package org.pellucid.report.derive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.inspect.LayerRunner;
import org.pellucid.inspect.Passage;
import org.pellucid.inspect.Subject;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Rng;

/**
 * Makes worked examples: draws small tensors of tenths from a seed, runs a layer on them by the book, and holds its
 * gradients against central differences.
 */
final class Examples {
    private static final int LARGEST = 20; // tenths

    private final LayerRunner textbook;
    private final long seed;
    private boolean passed = true;

    Examples(LayerRunner textbook, long seed) {
        this.textbook = textbook;
        this.seed = seed;
    }

    /** Whether all examples so far agree with their differences. */
    boolean passed() {
        return passed;
    }

    /** Of what all is drawn. */
    long seed() {
        return seed;
    }

    /** The stream of an example's tensor. */
    Rng rng(String id, String tensor) {
        return Rng.of(seed, Rng.key("derive"), Rng.key(id), Rng.key(tensor));
    }

    /** Tenths between −2 and 2, none of them 0, all different as long as there are enough. */
    static double[] tenths(Rng rng, int count) {
        int[] order = rng.permutation(2 * LARGEST);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            int drawn = count <= order.length ? order[i] : rng.nextInt(2 * LARGEST);
            int tenth = drawn < LARGEST ? drawn + 1 : LARGEST - 1 - drawn;
            values[i] = tenth / 10.0;
        }
        return values;
    }

    /**
     * Runs a layer on tensors drawn for it.
     *
     * @param id names the example
     * @param in of one input
     * @param n inputs in the batch
     */
    Example run(String id, LayerSpec layer, Shape in, int n) {
        Node node = new NetworkSpec("example", in, List.of(layer, new GlobalAvgPoolSpec()))
                .nodes()
                .get(0);
        Map<String, double[]> parameters = new LinkedHashMap<>();
        for (Node part : node.flatten()) {
            for (ParameterSpec p : part.parameters()) {
                parameters.put(p.name(), parameter(id, p));
            }
        }
        double[] x = tenths(rng(id, "x"), n * node.input().size());
        double[] dy = tenths(rng(id, "dy"), n * node.output().size());
        Subject subject = new Subject(node, false, n, parameters, x, dy);
        Passage passage = textbook.run(subject);
        Check check = Check.of(textbook, subject, passage);
        passed &= check.passed();
        return new Example(id, subject, passage, check);
    }

    /** Notes the check of something that is not a layer. */
    Check note(Check check) {
        passed &= check.passed();
        return check;
    }

    private double[] parameter(String id, ParameterSpec p) {
        double[] values = new double[p.size()];
        switch (p.role()) {
            case RUNNING_VARIANCE -> java.util.Arrays.fill(values, 1);
            case RUNNING_MEAN -> java.util.Arrays.fill(values, 0);
            default -> values = tenths(rng(id, p.name()), p.size());
        }
        return values;
    }
}
