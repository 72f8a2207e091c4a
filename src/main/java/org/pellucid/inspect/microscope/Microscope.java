package org.pellucid.inspect.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.inspect.microscope.Question.Kind;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.SqueezeExciteSpec;

/** Explains any number of a training step: the terms it is the sum of, and the slope of the loss beside it. */
public final class Microscope {
    private final TrainingStep step;

    private Microscope(TrainingStep step) {
        this.step = step;
    }

    /** Looks at one step. */
    public static Microscope on(TrainingStep step) {
        return new Microscope(step);
    }

    /** Names of all layers that may be asked about, the loss last. */
    public List<String> layers() {
        List<String> names = new ArrayList<>(step.names());
        names.add(Question.LOSS);
        return names;
    }

    /**
     * What of a layer there is to ask about.
     *
     * @throws QuestionException if there is no such layer
     */
    public List<Kind> kinds(String layer) {
        check(layer);
        List<Kind> kinds = new ArrayList<>(List.of(Kind.OUTPUT));
        if (parameter(layer, Kind.WEIGHT).isPresent()) {
            kinds.add(Kind.WEIGHT);
        }
        kinds.add(Kind.INPUT);
        if (parameter(layer, Kind.BIAS).isPresent()) {
            kinds.add(Kind.BIAS);
        }
        return kinds;
    }

    /** The parameter that a question of this kind is about: weight or γ, bias or β. */
    public Optional<ParameterSpec> parameter(String layer, Kind kind) {
        if (layer.equals(Question.LOSS)) {
            return Optional.empty();
        }
        return step.node(layer).parameters().stream()
                .filter(p -> switch (p.role()) {
                    case WEIGHT, SCALE -> kind == Kind.WEIGHT;
                    case BIAS, SHIFT -> kind == Kind.BIAS;
                    default -> false;
                })
                .findFirst();
    }

    /**
     * The question about the number of largest magnitude.
     *
     * @param example which of the batch
     * @throws QuestionException if there is nothing of that kind
     */
    public Question largest(String layer, Kind kind, int example) {
        check(layer);
        if (layer.equals(Question.LOSS) && kind == Kind.OUTPUT) {
            return new Question(layer, kind, 0, List.of());
        }
        int[] sizes = sizes(layer, kind);
        checkExample(example);
        double[] values = values(layer, kind);
        int size = product(sizes);
        int from = perExample(kind) ? example * size : 0;
        int best = from;
        for (int i = from; i < from + size; i++) {
            best = Math.abs(values[i]) > Math.abs(values[best]) ? i : best;
        }
        return question(layer, kind, example, best - from);
    }

    /** The question about the number at a place of the flat array of one example, or of a parameter. */
    public Question question(String layer, Kind kind, int example, int at) {
        int[] sizes = sizes(layer, kind);
        List<Integer> index = new ArrayList<>();
        int rest = at;
        for (int i = sizes.length - 1; i >= 0; i--) {
            index.add(0, rest % sizes[i]);
            rest /= sizes[i];
        }
        return new Question(layer, kind, example, index);
    }

    /** How many numbers of a kind there are: of one example, or in a parameter. */
    public int count(String layer, Kind kind) {
        check(layer);
        return product(sizes(layer, kind));
    }

    /**
     * Explains a number.
     *
     * @throws QuestionException if there is no such number; it says which there are
     */
    public Explanation explain(Question q) {
        return explain(q, true, done -> {});
    }

    /**
     * Explains a number, with or without measuring the slope of the loss, which runs the layers behind it some dozen times.
     *
     * @param progress told about which part is done, from 0 to 1
     * @throws QuestionException if there is no such number; it says which there are
     */
    public Explanation explain(Question q, boolean measure, DoubleConsumer progress) {
        check(q.layer());
        if (q.layer().equals(Question.LOSS) && q.kind() == Kind.OUTPUT) {
            Draft draft = new LossTerms(step).output(0, 0, 0, 0);
            return explanation(q, "L", draft, step.loss(), Optional.empty());
        }
        int[] sizes = sizes(q.layer(), q.kind());
        checkExample(perExample(q.kind()) ? q.example() : 0);
        int[] index = index(q, sizes);
        int flat = 0;
        for (int i = 0; i < sizes.length; i++) {
            flat = flat * sizes[i] + index[i];
        }
        int at = perExample(q.kind()) ? q.example() * product(sizes) + flat : flat;
        int c = index[0];
        int h = index.length == 3 ? index[1] : 0;
        int w = index.length == 3 ? index[2] : 0;
        Explainer explainer = explainer(q.layer(), q.kind());
        Draft draft = switch (q.kind()) {
            case OUTPUT -> explainer.output(q.example(), c, h, w);
            case INPUT -> explainer.input(q.example(), c, h, w);
            case WEIGHT -> explainer.weight(index);
            case BIAS -> explainer.bias(c);
        };
        if (!q.layer().equals(Question.LOSS) && step.node(q.layer()).layer() instanceof SeparableConv2dSpec) {
            int part = q.kind() == Kind.INPUT ? 0 : 1;
            draft.note("these are the terms of "
                    + step.node(q.layer()).body().get(part).name()
                    + (part == 0 ? ", its depthwise convolution" : ", its 1×1 convolution"));
        }
        String symbol = symbol(q, index);
        double textbook = values(q.layer(), q.kind())[at];
        return explanation(
                q,
                symbol,
                draft,
                textbook,
                measure ? probe(q, at, progress).map(LossProbe::measure) : Optional.empty());
    }

    /** The same with the optimiser's step of the weight or bias asked about. */
    public Explanation explain(Question q, OptimizerUpdate rule, DoubleConsumer progress) {
        Explanation e = explain(q, true, progress);
        Optional<ParameterSpec> parameter = parameter(q.layer(), q.kind());
        if (parameter.isEmpty()) {
            return e;
        }
        int at = flat(q, sizes(q.layer(), q.kind()));
        double value = step.parameters().get(parameter.orElseThrow().name())[at];
        return e.with(rule.of(e.symbol().substring(1), value, e.textbook()));
    }

    /** Where a number stands in the flat array of its parameter, or of one example. */
    public int flat(Question q) {
        return flat(q, sizes(q.layer(), q.kind()));
    }

    private int flat(Question q, int[] sizes) {
        int[] index = index(q, sizes);
        int flat = 0;
        for (int i = 0; i < sizes.length; i++) {
            flat = flat * sizes[i] + index[i];
        }
        return flat;
    }

    private static Explanation explanation(
            Question q, String symbol, Draft d, double textbook, Optional<FiniteDifference> difference) {
        return new Explanation(
                q,
                symbol,
                d.formula,
                d.quantities,
                d.groups(),
                d.cuts,
                d.notes,
                textbook,
                difference,
                Optional.empty());
    }

    private Optional<LossProbe> probe(Question q, int at, DoubleConsumer progress) {
        if (q.kind() == Kind.OUTPUT) {
            return Optional.empty();
        }
        if (q.layer().equals(Question.LOSS)) {
            return Optional.of(LossProbe.ofLogit(step, at, progress));
        }
        return Optional.of(parameter(q.layer(), q.kind())
                .map(p -> LossProbe.ofParameter(step, q.layer(), p.name(), at, progress))
                .orElseGet(() -> LossProbe.ofInput(step, q.layer(), at, progress)));
    }

    private Explainer explainer(String name, Kind kind) {
        if (name.equals(Question.LOSS)) {
            return new LossTerms(step);
        }
        Node node = step.node(name);
        LayerSpec layer = node.layer();
        if (layer instanceof SeparableConv2dSpec) {
            // What goes in meets the depthwise convolution, what comes out is the 1×1 convolution's.
            return new ConvolutionTerms(step, node.body().get(kind == Kind.INPUT ? 0 : 1));
        }
        if (layer instanceof Conv2dSpec) {
            return new ConvolutionTerms(step, node);
        }
        if (layer instanceof DenseSpec) {
            return new DenseTerms(step, node);
        }
        if (layer instanceof BatchNormSpec) {
            return new BatchNormTerms(step, node);
        }
        if (layer instanceof MaxPool2dSpec || layer instanceof AvgPool2dSpec) {
            return new PoolTerms(step, node);
        }
        if (layer instanceof GlobalAvgPoolSpec) {
            return new GlobalPoolTerms(step, node);
        }
        if (layer instanceof ResidualSpec || layer instanceof SqueezeExciteSpec) {
            return new CompositeTerms(step, node);
        }
        return new ElementTerms(step, node);
    }

    private static int product(int[] sizes) {
        int product = 1;
        for (int size : sizes) {
            product *= size;
        }
        return product;
    }

    private static boolean perExample(Kind kind) {
        return kind == Kind.OUTPUT || kind == Kind.INPUT;
    }

    /** What is asked about: y, dx, or the gradient of a parameter. */
    private double[] values(String layer, Kind kind) {
        if (layer.equals(Question.LOSS)) {
            return step.dLogits();
        }
        return switch (kind) {
            case OUTPUT -> step.values(layer).y();
            case INPUT -> step.values(layer).dx();
            case WEIGHT, BIAS ->
                step.gradient(parameter(layer, kind).orElseThrow().name());
        };
    }

    /** The sizes of an index: [c, h, w], or [c] of a vector, or a parameter's shape. */
    private int[] sizes(String layer, Kind kind) {
        if (perExample(kind)) {
            Shape shape = layer.equals(Question.LOSS)
                    ? step.spec().output()
                    : kind == Kind.OUTPUT
                            ? step.node(layer).output()
                            : step.node(layer).input();
            return shape.isFlat()
                    ? new int[] {shape.channels()}
                    : new int[] {shape.channels(), shape.height(), shape.width()};
        }
        return parameter(layer, kind)
                .orElseThrow(() -> new QuestionException(without(layer, kind)))
                .dimensions();
    }

    private String without(String layer, Kind kind) {
        List<String> parts = layer.equals(Question.LOSS)
                ? List.of()
                : step.node(layer).flatten().stream()
                        .map(Node::name)
                        .filter(name -> parameter(name, kind).isPresent())
                        .toList();
        String what = kind == Kind.WEIGHT ? "weights" : "bias";
        return layer + " has no " + what + " of its own: "
                + (parts.isEmpty()
                        ? "ask for its --output or --input, or a layer with " + what
                        : "ask a layer in it: " + String.join(", ", parts));
    }

    private static int[] index(Question q, int[] sizes) {
        List<Integer> given = q.index();
        // A vector is c × 1 × 1: c,0,0 means c.
        if (sizes.length == 1 && given.size() == 3 && given.get(1) == 0 && given.get(2) == 0) {
            given = given.subList(0, 1);
        }
        boolean fits = given.size() == sizes.length;
        for (int i = 0; fits && i < sizes.length; i++) {
            fits = given.get(i) >= 0 && given.get(i) < sizes[i];
        }
        if (!fits) {
            throw new QuestionException(q.layer() + " expects " + range(q.kind(), sizes) + " but gets "
                    + q.index().stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return given.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String range(Kind kind, int[] sizes) {
        String[] names = switch (kind) {
            case OUTPUT, INPUT -> new String[] {"c", "h", "w"};
            case WEIGHT ->
                sizes.length == 4
                        ? new String[] {"o", "c", "kh", "kw"}
                        : sizes.length == 2 ? new String[] {"u", "f"} : new String[] {"c"};
            case BIAS -> new String[] {"o"};
        };
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            parts.add(names[i] + " of 0…" + (sizes[i] - 1));
        }
        return (kind == Kind.OUTPUT
                        ? "an output "
                        : kind == Kind.INPUT ? "an input " : kind == Kind.WEIGHT ? "a weight " : "a bias ")
                + String.join(", ", parts);
    }

    private String symbol(Question q, int[] index) {
        List<Integer> place = new ArrayList<>();
        if (perExample(q.kind())) {
            place.add(q.example());
        }
        for (int i : index) {
            place.add(i);
        }
        boolean norm = parameter(q.layer(), q.kind())
                .map(p -> p.role() == ParameterSpec.Role.SCALE || p.role() == ParameterSpec.Role.SHIFT)
                .orElse(false);
        String name = switch (q.kind()) {
            case OUTPUT -> "y";
            case INPUT -> q.layer().equals(Question.LOSS) ? "dz" : "dx";
            case WEIGHT -> norm ? "dγ" : "dw";
            case BIAS -> norm ? "dβ" : "db";
        };
        return Cells.bracket(name, place);
    }

    private void check(String layer) {
        if (!layer.equals(Question.LOSS) && !step.has(layer)) {
            throw new QuestionException("'" + step.spec().name() + "' has no layer '" + layer + "': expected one of "
                    + String.join(", ", layers()));
        }
    }

    private void checkExample(int example) {
        if (example < 0 || example >= step.n()) {
            throw new QuestionException(
                    "--example expects 0…" + (step.n() - 1) + ", a picture of the batch, but gets " + example);
        }
    }
}
