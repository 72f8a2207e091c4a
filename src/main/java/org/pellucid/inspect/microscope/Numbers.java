package org.pellucid.inspect.microscope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.inspect.microscope.Question.Kind;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;

/** The numbers of a step that may be asked about: where they are, how they are indexed and what they are called. */
final class Numbers {
    private final TrainingStep step;

    Numbers(TrainingStep step) {
        this.step = step;
    }

    /** The parameter that a question of this kind is about: weight or γ, bias or β. */
    Optional<ParameterSpec> parameter(String layer, Kind kind) {
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

    static int product(int[] sizes) {
        int product = 1;
        for (int size : sizes) {
            product *= size;
        }
        return product;
    }

    static boolean perExample(Kind kind) {
        return kind == Kind.OUTPUT || kind == Kind.INPUT;
    }

    /** What is asked about: y, dx, or the gradient of a parameter. */
    double[] values(String layer, Kind kind) {
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
    int[] sizes(String layer, Kind kind) {
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

    static int[] index(Question q, int[] sizes) {
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

    /** The place in the flat array of its parameter, or of one example. */
    static int flat(int[] index, int[] sizes) {
        int flat = 0;
        for (int i = 0; i < sizes.length; i++) {
            flat = flat * sizes[i] + index[i];
        }
        return flat;
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

    String symbol(Question q, int[] index) {
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
}
