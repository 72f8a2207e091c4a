package org.pellucid.report.microscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pellucid.inspect.LossRule;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.microscope.FiniteDifference;
import org.pellucid.inspect.microscope.Microscope;
import org.pellucid.inspect.microscope.Question;
import org.pellucid.inspect.microscope.Question.Kind;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.support.Draw;
import org.pellucid.support.EveryKind;
import org.pellucid.support.RandomNetworks;
import org.pellucid.tensor.Rng;
import org.pellucid.textbook.DropoutMask;

/** Random cells of random networks, every kind of layer, forward and backward: what is printed adds up, and the slope agrees. */
class RandomCellsTest {
    private static final long SEED = 20;
    private static final int NETWORKS = 24;
    private static final int CELLS = 2;
    private static final int EXAMPLES = 3;

    /** An explanation, what was printed of it, and of which kind of layer. */
    private record Seen(String type, Explanation explanation, List<String> text) {
        FiniteDifference slope() {
            return explanation.difference().orElseThrow();
        }

        @Override
        public String toString() {
            return type + " " + explanation.symbol();
        }
    }

    private static final List<Seen> SEEN = new ArrayList<>();

    @BeforeAll
    static void look() {
        for (int i = 0; i < NETWORKS; i++) {
            Rng rng = Rng.of(SEED, i);
            NetworkSpec spec = i < 4 ? EveryKind.network() : RandomNetworks.draw(rng);
            boolean train = i % 2 == 0;
            double[] x = Draw.values(rng, EXAMPLES * spec.input().size());
            int[] labels = new int[EXAMPLES];
            for (int n = 0; n < EXAMPLES; n++) {
                labels[n] = rng.nextInt(spec.classes());
            }
            DropoutMask mask = (layer, example, unit) -> Rng.uniformAt(Rng.key(layer) + example, unit) > 0.3;
            TrainingStep step = TrainingStep.run(
                    spec,
                    RandomNetworks.parameters(spec, rng),
                    x,
                    labels,
                    train,
                    mask,
                    rule(i, spec.classes()),
                    done -> {});
            look(Microscope.on(step), step, rng);
        }
    }

    /** Cross-entropy and the focal loss, with and without smoothing and class weights. */
    private static LossRule rule(int i, int classes) {
        List<Double> weights =
                IntStream.range(0, classes).mapToObj(j -> 0.5 + j / 4.0).toList();
        return switch (i % 5) {
            case 1 -> new LossRule(0.1, 0, List.of());
            case 2 -> new LossRule(0, 0, weights);
            case 3 -> new LossRule(0, 2, List.of());
            case 4 -> new LossRule(0.2, 1.5, weights);
            default -> LossRule.CROSS_ENTROPY;
        };
    }

    private static void look(Microscope microscope, TrainingStep step, Rng rng) {
        for (String layer : microscope.layers()) {
            String type = layer.equals(Question.LOSS)
                    ? layer
                    : step.node(layer).layer().type();
            for (Kind kind : microscope.kinds(layer)) {
                for (int cell = 0; cell < CELLS; cell++) {
                    Question q = layer.equals(Question.LOSS) && kind == Kind.OUTPUT
                            ? microscope.largest(layer, kind, 0)
                            : microscope.question(
                                    layer, kind, rng.nextInt(EXAMPLES), rng.nextInt(microscope.count(layer, kind)));
                    Explanation e = microscope.explain(q);
                    Sum.Order order = rng.nextInt(2) == 0 ? Sum.Order.MAGNITUDE : Sum.Order.POSITION;
                    int limit = 1 + rng.nextInt(60);
                    SEEN.add(new Seen(type, e, ExplanationText.of(e, Sum.of(e, order, limit))));
                }
            }
        }
    }

    @Test
    void everyKindOfLayerIsAmongThem() {
        assertThat(SEEN.stream().map(Seen::type).distinct())
                .contains(
                        "conv2d",
                        "separable-conv2d",
                        "max-pool2d",
                        "avg-pool2d",
                        "global-avg-pool",
                        "dense",
                        "flatten",
                        "dropout",
                        "batch-norm",
                        "relu",
                        "leaky-relu",
                        "elu",
                        "silu",
                        "sigmoid",
                        "tanh",
                        "residual",
                        "squeeze-excite",
                        "loss");
    }

    @Test
    void theTermsAreTheTextbooksNumber() {
        assertThat(SEEN)
                .allSatisfy(seen -> assertThat(seen.explanation.agrees())
                        .as(
                                "%s %s: terms %s, textbook %s",
                                seen.type,
                                seen.explanation.symbol(),
                                seen.explanation.value(),
                                seen.explanation.textbook())
                        .isTrue());
    }

    @Test
    void thePrintedTermsAddUpToThePrintedNumber() {
        assertThat(SEEN).allSatisfy(seen -> {
            Printed printed = Printed.read(seen.text);
            for (int i = 0; i < printed.subtotals().size(); i++) {
                assertThat(Printed.sum(printed.groups().get(i)))
                        .isEqualByComparingTo(printed.subtotals().get(i));
            }
            assertThat(Printed.sum(printed.groups().stream().map(Printed::sum).toList()))
                    .isEqualByComparingTo(printed.sum());
            assertThat(printed.sum().setScale(printed.total().scale(), RoundingMode.HALF_EVEN))
                    .isEqualTo(printed.total());
            assertThat(printed.textbook()).isEqualTo(printed.total());
        });
    }

    @Test
    void thePrintedNumberHasDigitsEnough() {
        assertThat(SEEN)
                .filteredOn(seen -> Math.abs(seen.explanation.value()) > 1e-8 * seen.explanation.magnitude())
                .allSatisfy(seen -> assertThat(Printed.read(seen.text).total().precision())
                        .as("%s", seen.text)
                        .isGreaterThanOrEqualTo(
                                Math.abs(seen.explanation.value()) < 1e-4 * seen.explanation.magnitude() ? 4 : 6));
    }

    @Test
    void theSlopeOfTheLossAgreesToSixDigits() {
        List<Seen> gradients = SEEN.stream()
                .filter(seen -> seen.explanation.difference().isPresent())
                .toList();
        assertThat(gradients.stream()
                        .filter(seen -> !seen.slope().kink() && !seen.slope().confirms(seen.explanation.textbook()))
                        .map(seen -> seen + " = " + seen.explanation.textbook() + " against " + seen.slope()))
                .isEmpty();
        Map<String, Integer> sixDigits = new TreeMap<>();
        long kinks = 0;
        long tiny = 0;
        for (Seen seen : gradients) {
            FiniteDifference d = seen.slope();
            boolean six = d.digits(seen.explanation.textbook()) >= 6;
            sixDigits.merge(seen.type, six ? 1 : 0, Integer::sum);
            kinks += d.kink() ? 1 : 0;
            tiny += !d.kink() && !six ? 1 : 0;
        }
        // Those that could not be measured, or are lost in rounding such as a bias's before batch normalisation, are
        // few.
        assertThat(kinks + tiny)
                .as("%d kinks, %d tiny of %d; %s", kinks, tiny, gradients.size(), sixDigits)
                .isLessThan(gradients.size() / 10);
        assertThat(sixDigits.values()).as("%s", sixDigits).allMatch(count -> count > 0);
    }
}
