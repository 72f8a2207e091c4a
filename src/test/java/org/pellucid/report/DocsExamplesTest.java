package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Activation;
import org.pellucid.textbook.AvgPool2d;
import org.pellucid.textbook.BatchNorm;
import org.pellucid.textbook.Dropout;
import org.pellucid.textbook.FocalLoss;
import org.pellucid.textbook.Optimizers;
import org.pellucid.textbook.Residual;
import org.pellucid.textbook.SoftmaxCrossEntropy;
import org.pellucid.textbook.SqueezeExcite;

/** The worked examples of {@code docs/ops/} that {@link DocsNumbersTest} leaves, read from the pages and computed anew. */
class DocsExamplesTest {
    /** Values near 1 after a few operations in double precision. */
    private static final Offset<Double> ROUNDING = within(1e-15);

    private static final Offset<Double> THREE_DECIMALS = within(0.5e-3);
    private static final double LOG_3 = StrictMath.log(3);

    /** Two examples of the same logits, labels 0 and 1. */
    private static final double[] Z = {0, LOG_3, 0, LOG_3};

    private static final double[] T = {1, 0, 0, 1};

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Test
    void relu() throws IOException {
        DocsPage page = DocsPage.example("activations");
        ActivationSpec relu = new ActivationSpec.Relu();
        double[] x = page.numbers("x");

        assertThat(page.numbers("y")).containsExactly(Activation.forward(relu, x));
        assertThat(page.numbers("dx")).containsExactly(Activation.backward(relu, x, page.numbers("dy")));
    }

    @Test
    void smoothActivations() throws IOException {
        DocsPage page = DocsPage.example("activations");
        ActivationSpec sigmoid = new ActivationSpec.Sigmoid();
        ActivationSpec tanh = new ActivationSpec.Tanh();
        ActivationSpec elu = new ActivationSpec.Elu(page.value("\\alpha"));

        assertThat(page.value("\\sigma(\\log 3)")).isCloseTo(Activation.value(sigmoid, LOG_3), ROUNDING);
        assertThat(page.value("\\sigma'")).isCloseTo(Activation.derivative(sigmoid, LOG_3), ROUNDING);
        assertThat(page.value("\\tanh(\\log 3)")).isCloseTo(Activation.value(tanh, LOG_3), ROUNDING);
        assertThat(page.value("\\tanh'")).isCloseTo(Activation.derivative(tanh, LOG_3), ROUNDING);
        assertThat(page.value("3 (1/3 - 1)")).isCloseTo(Activation.value(elu, -LOG_3), ROUNDING);
        assertThat(page.value("3 \\cdot 1/3")).isCloseTo(Activation.derivative(elu, -LOG_3), ROUNDING);
    }

    @Test
    void averagePool() throws IOException {
        DocsPage page = DocsPage.example("avg-pool");
        Pool2dGeometry g = new Pool2dGeometry(
                1, 1, Window.of(new Shape(1, 3, 3), Size.of(2), Size.of(2), Size.of(1), Padding.SAME));

        assertThat(page.numbers("y")).containsExactly(AvgPool2d.forward(g, page.numbers("x")));
        assertThat(page.numbers("dx")).containsExactly(AvgPool2d.backward(g, page.numbers("dy")));
    }

    @Test
    void batchNorm() throws IOException {
        DocsPage page = DocsPage.example("batch-norm");
        Shape shape = new Shape(1, 2, 2);
        double[] x = page.numbers("x");
        double[] dy = page.numbers("dy");
        double[] gamma = {page.value("\\gamma")};
        BatchNorm.Statistics s = BatchNorm.statistics(1, shape, x);
        double[] dGamma = new double[1];
        double[] dBeta = new double[1];
        BatchNorm.backwardParameters(1, shape, 0, s, x, dy, dGamma, dBeta);

        assertThat(s.mean()).containsExactly(page.value("\\mu"));
        assertThat(s.variance()).containsExactly(page.value("\\sigma^2"));
        assertThat(page.numbers("\\hat x"))
                .containsExactly(BatchNorm.forward(1, shape, 0, s, x, new double[] {1}, new double[1]));
        assertThat(page.numbers("y"))
                .containsExactly(BatchNorm.forward(1, shape, 0, s, x, gamma, new double[] {page.value("\\beta")}));
        assertThat(dGamma).containsExactly(page.value("d\\gamma"));
        assertThat(dBeta).containsExactly(page.value("d\\beta"));
        assertThat(page.numbersOfRow("direct, $d\\hat x_i / 2$"))
                .containsExactly(BatchNorm.backwardInputInference(1, shape, 0, s, dy, gamma));
        assertThat(page.numbersOfRow("$dx$"))
                .containsExactly(BatchNorm.backwardInputTraining(1, shape, 0, s, x, dy, gamma));
    }

    @Test
    void thePartsOfTheGradientThroughBatchNorm() throws IOException {
        DocsPage page = DocsPage.example("batch-norm");
        double[] x = page.numbers("x");
        double[] dxHat = page.numbers("d\\hat x");
        double sum = 0;
        double product = 0;
        for (int i = 0; i < 4; i++) {
            sum += dxHat[i];
            product += dxHat[i] * (x[i] - 3);
        }
        double dVariance = -0.5 / 8 * product;
        double dMean = -sum / 2;

        assertThat(dVariance).isEqualTo(page.value("d\\sigma^2"));
        assertThat(dMean).isEqualTo(page.value("d\\mu"));
        double[] variance = page.numbersOfRow("through the variance, $1.5 \\cdot 2 (x_i - 3) / 4$");
        double[] mean = page.numbersOfRow("through the mean, $-6 / 4$");
        for (int i = 0; i < 4; i++) {
            assertThat(variance[i]).isEqualTo(dVariance * 2 * (x[i] - 3) / 4);
            assertThat(mean[i]).isEqualTo(dMean / 4);
        }
    }

    @Test
    void dropout() throws IOException {
        DocsPage page = DocsPage.example("dropout");
        double rate = page.value("r");
        boolean[] keep = {true, false, true, true};

        assertThat(page.numbers("y")).containsExactly(Dropout.forward(rate, keep, page.numbers("x")));
        assertThat(page.numbers("dx")).containsExactly(Dropout.backward(rate, keep, page.numbers("dy")));
    }

    @Test
    void softmaxAndCrossEntropy() throws IOException {
        DocsPage page = DocsPage.example("softmax-cross-entropy");
        double[] w = page.numbers("w");

        assertThat(page.matrices().get(0)).containsExactly(SoftmaxCrossEntropy.backward(2, 2, Z, T, null), ROUNDING);
        assertThat(page.matrices().get(1)).containsExactly(SoftmaxCrossEntropy.backward(2, 2, Z, T, w), ROUNDING);
        assertThat(page.text()).contains("\\frac{\\log 4 + \\log \\frac{4}{3}}{2}");
        assertThat(SoftmaxCrossEntropy.forward(2, 2, Z, T, null))
                .isCloseTo((StrictMath.log(4) + StrictMath.log(4 / 3.0)) / 2, ROUNDING);
        assertThat(page.text()).contains("\\frac{3 \\log 4 + \\log \\frac{4}{3}}{4}");
        assertThat(SoftmaxCrossEntropy.forward(2, 2, Z, T, w))
                .isCloseTo((3 * StrictMath.log(4) + StrictMath.log(4 / 3.0)) / 4, ROUNDING);
    }

    @Test
    void focalLoss() throws IOException {
        DocsPage page = DocsPage.example("focal-loss");
        double focus = page.value("\\gamma");
        double[] hard = {0, LOG_3};
        double[] label = {0, 1};
        double[] dz = FocalLoss.backward(2, 2, focus, Z, T, null);

        assertThat(page.value("L")).isCloseTo(FocalLoss.forward(2, 2, focus, Z, T, null), THREE_DECIMALS);
        assertThat(page.matrices().get(0)).containsExactly(dz, THREE_DECIMALS);
        assertThat(page.text())
                .contains("cross-entropy gives " + three(SoftmaxCrossEntropy.forward(2, 2, Z, T, null)))
                .contains("from " + three(SoftmaxCrossEntropy.forward(1, 2, hard, label, null)) + " to "
                        + three(FocalLoss.forward(1, 2, focus, hard, label, null)))
                // The gradient of a true logit is −(1 − p) g / n.
                .contains("that is " + three(-dz[0] * 2 / 0.75) + " and " + three(-dz[3] * 2 / 0.25));
    }

    private static double last(String cell) {
        return Double.parseDouble(
                cell.substring(cell.lastIndexOf('=') + 1).replace("$", "").strip());
    }

    private static double state(String cell) {
        return Double.parseDouble(cell.replaceFirst("^\\$[vs] = ([0-9.]+)\\$.*", "$1"));
    }

    @Test
    void sgdAndItsMomenta() throws IOException {
        DocsPage page = DocsPage.example("optimizers");
        List<String> heavy = page.row("momentum, $\\mu = 1/2$");
        List<String> ahead = page.row("Nesterov, $\\mu = 1/2$");
        double[] g = {page.value("g")};
        double[] sgd = {page.value("p")};
        double[] p = sgd.clone();
        double[] q = sgd.clone();
        double[] v = new double[1];
        double[] u = new double[1];
        Optimizers.sgd(0.25, 0, sgd, g);

        assertThat(last(page.row("SGD").get(0))).isEqualTo(sgd[0]);
        for (int step = 0; step < 2; step++) {
            Optimizers.momentum(0.25, 0.5, 0, p, g, v);
            Optimizers.nesterov(0.25, 0.5, 0, q, g, u);
            assertThat(state(heavy.get(step))).isEqualTo(v[0]);
            assertThat(last(heavy.get(step))).isEqualTo(p[0]);
            assertThat(state(ahead.get(step))).isEqualTo(u[0]);
            assertThat(last(ahead.get(step))).isEqualTo(q[0]);
        }
    }

    @Test
    void adaptiveOptimisers() throws IOException {
        DocsPage page = DocsPage.example("optimizers");
        String rmsprop = page.row("RMSprop, $\\rho = 3/4$, $\\varepsilon = 1$").get(0);
        double[] g = {page.value("g")};
        double[] p = {page.value("p")};
        double[] s = new double[1];
        double[] adam = p.clone();
        double[] decayed = p.clone();
        Optimizers.rmsprop(0.25, 0.75, 1, 0, p, g, s);
        Optimizers.adam(1, 0.25, 0.9, 0.999, 0, 0, adam, g, new double[1], new double[1]);
        Optimizers.adamw(1, 0.25, 0.9, 0.999, 0, 0.5, decayed, g, new double[1], new double[1]);

        assertThat(state(rmsprop)).isEqualTo(s[0]);
        assertThat(last(rmsprop)).isEqualTo(p[0]);
        assertThat(last(page.row("Adam, $\\varepsilon = 0$").get(0))).isCloseTo(adam[0], ROUNDING);
        assertThat(last(page.row("AdamW, $\\varepsilon = 0$, $\\lambda = 1/2$").get(0)))
                .isCloseTo(decayed[0], ROUNDING);
    }

    @Test
    void residual() throws IOException {
        List<double[]> said = DocsPage.example("residual").tuples();

        assertThat(said.get(2)).containsExactly(Residual.forward(said.get(0), said.get(1)));
        assertThat(said.get(5)).containsExactly(Residual.backward(said.get(3), said.get(4)));
    }

    @Test
    void squeezeExcite() throws IOException {
        DocsPage page = DocsPage.example("squeeze-excite");
        Shape shape = new Shape(2, 1, 2);
        double[] x = page.numbers("x");
        double[] s = page.numbers("s");
        double[] dy = page.numbers("dy");
        List<double[]> said = page.tuples();

        assertThat(page.numbers("y")).containsExactly(SqueezeExcite.forward(1, shape, x, s));
        assertThat(said.get(4)).containsExactly(SqueezeExcite.backwardInput(1, shape, dy, s));
        assertThat(said.get(5)).containsExactly(SqueezeExcite.backwardGate(1, shape, x, dy));
    }
}
