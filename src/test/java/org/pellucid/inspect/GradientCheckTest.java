package org.pellucid.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.Shape;
import org.pellucid.support.EveryKind;
import org.pellucid.textbook.BatchNorm;

/** The certificate passes where all is right, and fails where something was broken on purpose. */
class GradientCheckTest {
    private static final long SEED = 3;
    private static final Options OPTIONS =
            Options.of(Backends.select("reference").backend()).seed(SEED);
    private static final LayerRunner TEXTBOOK = new TextbookRunner(SEED);
    private static final LayerRunner ENGINE = new EngineRunner(OPTIONS);

    private static GradientCheck check;
    private static Certificate sound;

    /** A machine that does right, and then spoils what came out. */
    private record Broken(LayerRunner right, BiFunction<Subject, Passage, Passage> spoil) implements LayerRunner {
        @Override
        public Forward forward(Subject subject) {
            return right.forward(subject);
        }

        @Override
        public Passage run(Subject subject) {
            return spoil.apply(subject, right.run(subject));
        }
    }

    @BeforeAll
    static void checkWhatIsRight() {
        check = GradientCheck.of(EveryKind.network(), OPTIONS, 4);
        sound = check.run(done -> {});
    }

    @Test
    void passesWhereAllIsRight() {
        assertThat(sound.rows()).filteredOn(row -> !row.passed()).isEmpty();
        assertThat(sound.trajectory().share()).isLessThanOrEqualTo(1);
        assertThat(sound.passed()).isTrue();
    }

    @Test
    void examinesEveryLayerWithTheInputAndEachLearnedParameter() {
        List<String> examined = sound.rows().stream()
                .filter(row -> row.textbook().isPresent())
                .map(row -> row.layer() + "." + row.tensor())
                .toList();

        EveryKind.network().nodes().stream()
                .flatMap(top -> top.flatten().stream())
                .forEach(node -> {
                    assertThat(examined).contains(node.name() + ".x");
                    node.parameters().stream()
                            .filter(p -> p.role().learned())
                            .forEach(p -> assertThat(examined).contains(p.name()));
                });
    }

    @Test
    void countsTheKinksItAvoids() {
        assertThat(row(sound, "maxpool1", "x").textbook().orElseThrow().kinks()).isPositive();
        assertThat(row(sound, "dense1", "x").textbook().orElseThrow().kinks()).isZero();
    }

    @Test
    void tellsItsProgressToTheEnd() {
        double[] last = new double[1];
        GradientCheck.of(EveryKind.network(), OPTIONS.threads(2), 2).run(done -> last[0] = done);

        assertThat(last[0]).isEqualTo(1);
    }

    @Test
    void failsATextbookThatReadsItsGradientBackwards() {
        LayerRunner broken = new Broken(TEXTBOOK, (s, p) -> TEXTBOOK.run(s.withGradient(reversed(s.dy()))));

        Certificate found = check.with(broken, ENGINE).run(done -> {});

        assertThat(row(found, "conv1", "weight").textbook().orElseThrow().passed())
                .isFalse();
        assertThat(row(found, "avgpool1", "x").textbook().orElseThrow().passed())
                .isFalse();
        assertThat(found.passed()).isFalse();
    }

    @Test
    void failsATextbookWhoseBatchNormForgetsThatTheMeanMoves() {
        LayerRunner broken = new Broken(
                TEXTBOOK,
                (s, p) -> s.node().layer() instanceof BatchNormSpec norm
                        ? new Passage(p.y(), withoutTheStatistics(s, norm), p.gradients(), p.running())
                        : p);

        Certificate found = check.with(broken, ENGINE).run(done -> {});

        assertThat(failures(found)).contains("bn1.x", "residual1.bn1.x").doesNotContain("bn1.gamma", "conv1.x");
    }

    @Test
    void failsATextbookThatHalvesTheGradientOfWeights() {
        LayerRunner broken = new Broken(
                TEXTBOOK,
                (s, p) -> s.node().layer() instanceof DenseSpec
                        ? new Passage(
                                p.y(),
                                p.dx(),
                                changed(p.gradients(), s.node().name() + ".weight", g -> 0.5 * g),
                                p.running())
                        : p);

        Certificate found = check.with(broken, ENGINE).run(done -> {});

        assertThat(failures(found)).contains("dense1.weight", "dense2.weight").doesNotContain("dense1.bias");
    }

    @Test
    void failsATextbookWithASmallErrorInOneOfManyWeights() {
        LayerRunner broken = new Broken(
                TEXTBOOK,
                (s, p) -> s.node().name().equals("conv1")
                        ? new Passage(
                                p.y(),
                                p.dx(),
                                Map.of(
                                        "conv1.weight",
                                        withFirst(p.gradients().get("conv1.weight"), g -> 1.01 * g),
                                        "conv1.bias",
                                        p.gradients().get("conv1.bias")),
                                p.running())
                        : p);

        Certificate found = check.with(broken, ENGINE).run(done -> {});

        assertThat(row(found, "conv1", "weight").textbook().orElseThrow().passed())
                .isFalse();
    }

    @Test
    void failsAnEngineWithOneGradientBeyondItsBound() {
        LayerRunner broken = new Broken(ENGINE, (s, p) -> {
            double[] dx = p.dx().clone();
            dx[dx.length / 2] += 1e-4;
            return new Passage(p.y(), dx, p.gradients(), p.running());
        });

        Certificate found = check.with(TEXTBOOK, broken).run(done -> {});

        assertThat(found.rows())
                .filteredOn(row -> row.tensor().equals("x") && row.engine().isPresent())
                .isNotEmpty()
                .noneMatch(row -> row.engine().orElseThrow().passed());
    }

    @Test
    void failsAnEngineThatGivesNoNumbers() {
        LayerRunner broken = new Broken(
                ENGINE, (s, p) -> new Passage(withFirst(p.y(), y -> Double.NaN), p.dx(), p.gradients(), p.running()));

        Certificate found = check.with(TEXTBOOK, broken).run(done -> {});

        assertThat(row(found, "conv1", "y").engine().orElseThrow().passed()).isFalse();
    }

    @Test
    void refusesAnEmptyBatch() {
        assertThatThrownBy(() -> GradientCheck.of(EveryKind.network(), OPTIONS, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a batch of at least 1");
    }

    private static double[] withoutTheStatistics(Subject s, BatchNormSpec norm) {
        Shape shape = s.node().input();
        return BatchNorm.backwardInputInference(
                s.n(),
                shape,
                norm.epsilon(),
                BatchNorm.statistics(s.n(), shape, s.x()),
                s.dy(),
                s.parameters().get(s.node().name() + ".gamma"));
    }

    private static Row row(Certificate certificate, String layer, String tensor) {
        return certificate.rows().stream()
                .filter(row -> row.layer().equals(layer) && row.tensor().equals(tensor))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> failures(Certificate certificate) {
        return certificate.rows().stream()
                .filter(row -> !row.textbook().map(Differences::passed).orElse(true))
                .map(row -> row.layer() + "." + row.tensor())
                .toList();
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }

    private static double[] withFirst(double[] values, java.util.function.DoubleUnaryOperator change) {
        double[] changed = values.clone();
        changed[0] = change.applyAsDouble(changed[0]);
        return changed;
    }

    private static Map<String, double[]> changed(
            Map<String, double[]> gradients, String name, java.util.function.DoubleUnaryOperator change) {
        Map<String, double[]> all = new HashMap<>(gradients);
        all.computeIfPresent(
                name, (key, g) -> java.util.Arrays.stream(g).map(change).toArray());
        return all;
    }
}
