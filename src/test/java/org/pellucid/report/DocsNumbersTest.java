package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pellucid.data.Standardisation;
import org.pellucid.inspect.Sight;
import org.pellucid.report.DocsFigures.Example;
import org.pellucid.report.DocsFigures.Whole;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Activation;
import org.pellucid.textbook.Conv2d;
import org.pellucid.textbook.Dense;
import org.pellucid.textbook.Im2col;
import org.pellucid.textbook.MaxPool2d;
import org.pellucid.textbook.SoftmaxCrossEntropy;
import org.pellucid.textbook.TextbookNetwork;
import org.pellucid.train.History;
import org.pellucid.train.Horizon;
import org.pellucid.train.Schedule;

/** The numbers of the worked examples in {@code docs/}, read from the pages and computed anew. */
class DocsNumbersTest {
    private static String page(String name) throws IOException {
        return Files.readString(Path.of("docs").resolve(name));
    }

    private static double[] numbers(String page, String name) {
        return new DocsPage(page).numbers(name);
    }

    @Test
    void convolution() throws IOException {
        String page = page("ops/conv2d.md");
        double[] x = numbers(page, "x");
        double[] w = numbers(page, "w");
        double[] dy = numbers(page, "dy");
        assertThat(x).containsExactly(Example.X);
        assertThat(w).containsExactly(Example.W);
        assertThat(dy).containsExactly(Example.DY);
        double[] dw = new double[4];
        double[] db = new double[1];
        Conv2d.backwardParameters(Example.G, x, dy, dw, db);

        assertThat(numbers(page, "y")).containsExactly(Conv2d.forward(Example.G, x, w, new double[] {1}));
        assertThat(numbers(page, "dw")).containsExactly(dw);
        assertThat(numbers(page, "dx")).containsExactly(Conv2d.backwardInput(Example.G, dy, w));
        assertThat(page).contains("$db = 1 + 0 - 1 + 2 = 2$");
        assertThat(db).containsExactly(2);
    }

    @Test
    void im2col() throws IOException {
        String page = page("ops/im2col.md");

        assertThat(numbers(page, "X")).containsExactly(Im2col.columns(Example.G, numbers(page, "x"), 0, 0));
    }

    @Test
    void maxPool() throws IOException {
        String page = page("ops/max-pool.md");
        double[] x = page.lines()
                .filter(line -> line.matches("\\|( [*−0-9]+ \\|){4}"))
                .flatMap(line -> Arrays.stream(line.substring(2).split(" \\| ?", 4)))
                .mapToDouble(cell -> Double.parseDouble(
                        cell.replace("*", "").replace('−', '-').replace("|", "")))
                .toArray();
        Pool2dGeometry g = new Pool2dGeometry(
                1, 1, Window.of(new Shape(1, 4, 4), Size.of(2), Size.of(2), Size.of(1), Padding.VALID));
        MaxPool2d.Result result = MaxPool2d.forward(g, x);

        assertThat(numbers(page, "y")).containsExactly(result.y());
        assertThat(numbers(page, "dx")).containsExactly(MaxPool2d.backward(g, numbers(page, "dy"), result.argmax()));
    }

    @Test
    void dense() throws IOException {
        String page = page("ops/dense.md");
        double[] x = numbers(page, "X");
        double[] w = numbers(page, "W");
        double[] b = numbers(page, "b");
        double[] dy = Arrays.stream(page.substring(page.indexOf("dY = \\begin"))
                        .split("pmatrix", -1)[1]
                        .replaceAll("[^-0-9]+", " ")
                        .strip()
                        .split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] dw = new double[6];
        double[] db = new double[3];
        Dense.backwardParameters(2, 2, 3, x, dy, dw, db);

        assertThat(numbers(page, "Y")).containsExactly(Dense.forward(2, 2, 3, x, w, b));
        assertThat(numbers(page, "dX")).containsExactly(Dense.backwardInput(2, 2, 3, dy, w));
        assertThat(numbers(page, "dW")).containsExactly(dw);
        assertThat(numbers(page, "db")).containsExactly(db);
    }

    @Test
    void aWholeNetwork() throws IOException {
        String page = page("backprop.md");
        assertThat(numbers(page, "x")).containsExactly(Whole.X);
        assertThat(numbers(page, "W_1")).containsExactly(Whole.W1);
        assertThat(numbers(page, "W_2")).containsExactly(Whole.W2);
        TextbookNetwork network = Whole.run();

        assertThat(numbers(page, "h")).containsExactly(network.values("dense1").y());
        assertThat(numbers(page, "z")).containsExactly(network.values("dense2").y());
        assertThat(numbers(page, "dz")).containsExactly(network.values("dense2").dy());
        assertThat(numbers(page, "da")).containsExactly(network.values("dense2").dx());
        assertThat(numbers(page, "dx")).containsExactly(network.values("dense1").dx());
        assertThat(numbers(page, "dW_1")).containsExactly(network.gradients().get("dense1.weight"));
        assertThat(numbers(page, "dW_2")).containsExactly(network.gradients().get("dense2.weight"));
    }

    @Test
    void aStepOfTheWholeNetwork() throws IOException {
        Map<String, double[]> gradients = Whole.run().gradients();
        double[] w1 = Whole.W1.clone();
        double[] w2 = Whole.W2.clone();
        for (int i = 0; i < 4; i++) {
            w1[i] -= 0.1 * gradients.get("dense1.weight")[i];
            w2[i] -= 0.1 * gradients.get("dense2.weight")[i];
        }
        double[] t = {1, 0};
        TextbookNetwork after = new TextbookNetwork(
                Whole.SPEC,
                Map.of(
                        "dense1.weight",
                        w1,
                        "dense1.bias",
                        new double[2],
                        "dense2.weight",
                        w2,
                        "dense2.bias",
                        new double[2]));
        double before = SoftmaxCrossEntropy.forward(1, 2, new double[] {2, 2}, t, null);
        double loss = SoftmaxCrossEntropy.forward(1, 2, after.forward(Whole.X, 1, true, null), t, null);

        assertThat(page("backprop.md"))
                .contains(String.format(Locale.ROOT, "the loss falls from %.3f to %.3f", before, loss));
    }

    @Test
    void differences() throws IOException {
        String page = page("gradient-checking.md");
        ActivationSpec silu = new ActivationSpec.Silu();
        double slope = Activation.derivative(silu, 0.7);
        List<String> rows = new ArrayList<>();
        for (String h : List.of("1", "1e-1", "1e-2", "1e-3")) {
            double step = Double.parseDouble(h);
            double central = (Activation.value(silu, 0.7 + step) - Activation.value(silu, 0.7 - step)) / (2 * step);
            rows.add(String.format(Locale.ROOT, "| %s | %.10f | %.1e |", h, central, Math.abs(central - slope)));
        }

        assertThat(page).contains(rows).contains(String.format(Locale.ROOT, "which is %.10f.", slope));
    }

    @Test
    void initialisation() throws IOException {
        String page = page("initialisation.md");
        for (ParameterSpec p : NamedModels.create("seed", NamedModels.FACE, 7).parameters()) {
            if (p.role() == ParameterSpec.Role.WEIGHT) {
                double gain = p.name().startsWith("dense3") ? 0.1 : 1;
                String row = String.format(Locale.ROOT, "| %d | %.4f |", p.fanIn(), gain * Math.sqrt(2.0 / p.fanIn()));
                assertThat(page.lines()
                                .filter(line -> line.startsWith("| " + p.name().replace(".weight", ""))))
                        .singleElement()
                        .asString()
                        .endsWith(row);
            }
        }
    }

    @Test
    void schedules() throws IOException {
        Schedule cosine = new Schedule.Cosine(0, 0);
        Horizon horizon = new Horizon(10, 10);

        assertThat(cosine.factor(0, horizon, History.EMPTY)).isEqualTo(1);
        assertThat(cosine.factor(50, horizon, History.EMPTY)).isCloseTo(0.5, within(1e-15));
        assertThat(page("schedules.md"))
                .contains(String.format(Locale.ROOT, "= %.6f.", cosine.factor(99, horizon, History.EMPTY)));
    }

    @Test
    void standardisation() throws IOException {
        float[] x = {10, 20, 30, 60};
        float[] brighter = {25, 45, 65, 125};
        Standardisation.perImage().apply(x, 0, 4);
        Standardisation.perImage().apply(brighter, 0, 4);
        double[] said = Arrays.stream(page("standardisation.md")
                        .split("\\$\\$\\(", -1)[1]
                        .split("\\)", -1)[0]
                        .split(", ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();

        for (int i = 0; i < 4; i++) {
            assertThat((double) x[i]).isCloseTo(said[i], within(0.5e-4));
            assertThat((double) brighter[i]).isCloseTo(said[i], within(0.5e-4));
        }
    }

    @Test
    void gradCam() throws IOException {
        String page = page("seeing.md");
        double[] a0 = numbers(page, "A_0");
        double[] a1 = numbers(page, "A_1");
        double[] d0 = numbers(page, "dA_0");
        double[] d1 = numbers(page, "dA_1");
        double[] back = new double[8];
        System.arraycopy(d0, 0, back, 0, 4);
        System.arraycopy(d1, 0, back, 4, 4);
        // A 1×1 convolution of the picture 1 2 3 4 makes A₀ = x and A₁ = 3 − x, which the ReLU cuts off at 0.
        NetworkSpec spec = new NetworkSpec(
                "cam",
                new Shape(1, 2, 2),
                List.of(Conv2dSpec.of(2, 1), new ActivationSpec.Relu(), new FlattenSpec(), DenseSpec.of(1)));
        Map<String, double[]> weights = Map.of(
                "conv1.weight", new double[] {1, -1},
                "conv1.bias", new double[] {0, 3},
                "dense1.weight", back,
                "dense1.bias", new double[1]);
        Sight sight = Sight.of(spec, weights, new double[] {1, 2, 3, 4}, 0);

        assertThat(sight.maps().get(1).channels().get(0)).containsExactly(a0);
        assertThat(sight.maps().get(1).channels().get(1)).containsExactly(a1);
        assertThat(numbers(page, "M")).containsExactly(sight.gradCam("relu1"));
    }

    @Test
    void tensors() throws IOException {
        String page = page("tensors.md");
        int[] sizes = {1, 2, 2, 3};
        int place = ((0 * sizes[1] + 1) * sizes[2] + 0) * sizes[3] + 2;

        assertThat(page).contains("= " + place + "$; and it is " + place + ".");
        StringBuilder channelsLast = new StringBuilder();
        for (int p = 0; p < 6; p++) {
            channelsLast.append(p).append(", ").append(p + 6).append(p < 5 ? ", " : ".");
        }
        assertThat(page).contains(channelsLast);
    }
}
