package org.pellucid.inspect.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.pellucid.engine.Workers;
import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.Scene;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.microscope.Microscope;
import org.pellucid.inspect.microscope.Question;
import org.pellucid.inspect.microscope.Question.Kind;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.textbook.Values;

/**
 * One training step, whole: what every layer made of one picture, and what came back.
 *
 * @param scene what the step was of
 * @param step the step itself
 * @param layers in the order of forward, each before its parts
 * @param loss L and dz explained
 * @param measured of how many explanations the slope of the loss was measured
 */
public record Trace(Scene scene, TrainingStep step, List<LayerTrace> layers, List<Explanation> loss, int measured) {
    /** The picture that values are shown of. */
    public static final int EXAMPLE = 0;

    /** How often the layers behind a number run to measure one slope. */
    private static final long RUNS = 16;

    public Trace {
        layers = List.copyOf(layers);
        loss = List.copyOf(loss);
    }

    /**
     * Traces a step.
     *
     * @param budget multiplications that measuring slopes may cost; layers near the loss, which are cheap, come first
     * @param threads that share the measuring
     * @param progress told the part that is done, from 0 to 1
     */
    public static Trace of(Scene scene, TrainingStep step, long budget, int threads, DoubleConsumer progress) {
        Microscope microscope = Microscope.on(step);
        List<Question> questions = questions(microscope, step);
        boolean[] measured = affordable(step, questions, budget);
        Explanation[] answers = new Explanation[questions.size()];
        int[] done = new int[1];
        try (Workers workers = new Workers(threads)) {
            workers.run(answers.length, (i, worker) -> {
                answers[i] = microscope.explain(questions.get(i), measured[i], part -> {});
                synchronized (done) {
                    progress.accept(++done[0] / (double) answers.length);
                }
            });
        }
        List<LayerTrace> layers = new ArrayList<>();
        step.spec().nodes().forEach(node -> add(step, node, 0, answers, layers));
        int count = 0;
        for (Explanation answer : answers) {
            count += answer.difference().isPresent() ? 1 : 0;
        }
        return new Trace(scene, step, layers, of(Question.LOSS, answers), count);
    }

    /** Of each layer and kind, the number of largest magnitude. */
    private static List<Question> questions(Microscope microscope, TrainingStep step) {
        List<Question> questions = new ArrayList<>();
        for (String layer : microscope.layers()) {
            boolean whole =
                    layer.equals(Question.LOSS) || step.node(layer).body().isEmpty() || step.parent(layer) == null;
            for (Kind kind : whole ? microscope.kinds(layer) : List.<Kind>of()) {
                questions.add(microscope.largest(layer, kind, EXAMPLE));
            }
        }
        return questions;
    }

    /** Which slopes the budget allows: from the last question back, as those behind are cheaper. */
    private static boolean[] affordable(TrainingStep step, List<Question> questions, long budget) {
        boolean[] measured = new boolean[questions.size()];
        long left = budget;
        for (int i = measured.length - 1; i >= 0; i--) {
            long cost = RUNS * step.n() * behind(step, questions.get(i).layer());
            left -= questions.get(i).kind() == Kind.OUTPUT ? 0 : cost;
            measured[i] = left >= 0;
        }
        return measured;
    }

    /** Multiplications of the layers from this one's place in the network's chain on. */
    private static long behind(TrainingStep step, String layer) {
        long macs = 0;
        boolean reached = false;
        for (Node node : step.spec().nodes()) {
            reached |= node.name().equals(layer) || layer.startsWith(node.name() + ".");
            macs += reached ? node.cost().macs() + node.output().size() : 0;
        }
        return macs;
    }

    private static List<Explanation> of(String layer, Explanation[] answers) {
        return Arrays.stream(answers)
                .filter(answer -> answer.question().layer().equals(layer))
                .toList();
    }

    private static void add(TrainingStep step, Node node, int depth, Explanation[] answers, List<LayerTrace> layers) {
        Formulas formulas = Formulas.of(node.layer(), step.train());
        layers.add(new LayerTrace(node, depth, formulas, tensors(step, node), of(node.name(), answers)));
        node.body().forEach(part -> add(step, part, depth + 1, answers, layers));
        node.shortcut().forEach(part -> add(step, part, depth + 1, answers, layers));
    }

    private static List<TensorTrace> tensors(TrainingStep step, Node node) {
        Values v = step.values(node.name());
        List<TensorTrace> forward = new ArrayList<>();
        List<TensorTrace> backward = new ArrayList<>();
        forward.add(ofExample("x", v.x(), node.input()));
        backward.add(ofExample("dy", v.dy(), node.output()));
        for (ParameterSpec p : node.parameters()) {
            if (p.role().learned()) {
                String symbol = symbol(p.role());
                forward.add(TensorTrace.of(symbol, p.shape(), step.parameters().get(p.name())));
                backward.add(TensorTrace.of("d" + symbol, p.shape(), step.gradient(p.name())));
            }
        }
        forward.add(ofExample("y", v.y(), node.output()));
        backward.add(ofExample("dx", v.dx(), node.input()));
        forward.addAll(backward);
        return forward;
    }

    private static String symbol(ParameterSpec.Role role) {
        return switch (role) {
            case WEIGHT -> "w";
            case BIAS -> "b";
            case SCALE -> "γ";
            default -> "β";
        };
    }

    private static TensorTrace ofExample(String symbol, double[] values, Shape shape) {
        List<Integer> sizes =
                shape.isFlat() ? List.of(shape.channels()) : List.of(shape.channels(), shape.height(), shape.width());
        int size = shape.size();
        return TensorTrace.of(symbol, sizes, Arrays.copyOfRange(values, EXAMPLE * size, (EXAMPLE + 1) * size));
    }
}
