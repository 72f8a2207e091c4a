package org.pellucid.inspect.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
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
import org.pellucid.spec.SqueezeExciteSpec;

/** Explains any number of a training step: the terms it is the sum of, and the slope of the loss beside it. */
public final class Microscope {
    private final TrainingStep step;
    private final Numbers numbers;

    private Microscope(TrainingStep step) {
        this.step = step;
        numbers = new Numbers(step);
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
        return numbers.parameter(layer, kind);
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
        int[] sizes = numbers.sizes(layer, kind);
        checkExample(example);
        double[] values = numbers.values(layer, kind);
        int size = Numbers.product(sizes);
        int from = Numbers.perExample(kind) ? example * size : 0;
        int best = from;
        for (int i = from; i < from + size; i++) {
            best = Math.abs(values[i]) > Math.abs(values[best]) ? i : best;
        }
        return question(layer, kind, example, best - from);
    }

    /** The question about the number at a place of the flat array of one example, or of a parameter. */
    public Question question(String layer, Kind kind, int example, int at) {
        int[] sizes = numbers.sizes(layer, kind);
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
        return Numbers.product(numbers.sizes(layer, kind));
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
        int[] sizes = numbers.sizes(q.layer(), q.kind());
        checkExample(Numbers.perExample(q.kind()) ? q.example() : 0);
        int[] index = Numbers.index(q, sizes);
        int flat = Numbers.flat(index, sizes);
        int at = Numbers.perExample(q.kind()) ? q.example() * Numbers.product(sizes) + flat : flat;
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
        String symbol = numbers.symbol(q, index);
        double textbook = numbers.values(q.layer(), q.kind())[at];
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
        double value = step.parameters().get(parameter.orElseThrow().name())[flat(q)];
        return e.with(rule.of(e.symbol().substring(1), value, e.textbook()));
    }

    /** Where a number stands in the flat array of its parameter, or of one example. */
    public int flat(Question q) {
        int[] sizes = numbers.sizes(q.layer(), q.kind());
        return Numbers.flat(Numbers.index(q, sizes), sizes);
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
