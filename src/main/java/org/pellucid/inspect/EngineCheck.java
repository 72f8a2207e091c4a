package org.pellucid.inspect;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds the engine to the textbook on one simple layer, value by value, within {@link Bounds}.
 *
 * <p>Where the engine fuses the layer with the ReLU behind it, both are run. A value so near to 0 that rounding may tip the ReLU
 * gets dy = 0, in both machines.
 */
public final class EngineCheck {
    /** The name under which the output is compared. */
    public static final String OUTPUT = "y";

    private final LayerRunner textbook;
    private final LayerRunner engine;

    public EngineCheck(LayerRunner textbook, LayerRunner engine) {
        this.textbook = textbook;
        this.engine = engine;
    }

    /** Compares the output, the input's gradient ({@code x}), those of the parameters, and the running statistics. */
    public Map<String, Agreement> run(Subject subject) {
        return run(subject, textbook.run(subject.withoutRelu()));
    }

    /** The same, where the textbook has run the layer already, without its ReLU. */
    Map<String, Agreement> run(Subject subject, Passage before) {
        Subject plain = subject.withoutRelu();
        Subject fused = subject;
        Passage reference = before;
        double[] expected = before.y().clone();
        Bounds bounds = new Bounds(engine::choice);
        double[] tolerance = bounds.output(plain);
        if (subject.relu()) {
            double[] dy = subject.dy().clone();
            double[] through = subject.dy().clone();
            for (int i = 0; i < dy.length; i++) {
                dy[i] = Math.abs(expected[i]) <= tolerance[i] ? 0 : dy[i];
                through[i] = expected[i] > 0 ? dy[i] : 0;
                expected[i] = Math.max(expected[i], 0);
            }
            fused = subject.withGradient(dy);
            plain = plain.withGradient(through);
            reference = textbook.run(plain);
        }
        Passage fast = engine.run(fused);
        Tolerances allowed = bounds.of(plain, tolerance);
        Map<String, Agreement> found = new LinkedHashMap<>();
        found.put(OUTPUT, Agreement.of(fast.y(), expected, allowed.y()));
        found.put(Subject.INPUT, Agreement.of(fast.dx(), reference.dx(), allowed.dx()));
        compare(fast.gradients(), reference.gradients(), allowed.gradients(), found);
        compare(fast.running(), reference.running(), allowed.running(), found);
        return found;
    }

    private static void compare(
            Map<String, double[]> fast,
            Map<String, double[]> reference,
            Map<String, double[]> bounds,
            Map<String, Agreement> found) {
        bounds.keySet().stream()
                .sorted()
                .forEach(name -> found.put(name, Agreement.of(fast.get(name), reference.get(name), bounds.get(name))));
    }
}
