package org.pellucid.report.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pellucid.report.derive.Printed.Values;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.textbook.Activation;
import org.pellucid.textbook.AvgPool2d;
import org.pellucid.textbook.BatchNorm;
import org.pellucid.textbook.Conv2d;
import org.pellucid.textbook.Dense;
import org.pellucid.textbook.Dropout;
import org.pellucid.textbook.FocalLoss;
import org.pellucid.textbook.GlobalAvgPool;
import org.pellucid.textbook.Im2col;
import org.pellucid.textbook.MaxPool2d;
import org.pellucid.textbook.SoftmaxCrossEntropy;
import org.pellucid.textbook.SqueezeExcite;
import org.pellucid.textbook.Winograd;

/** Computes the worked examples of a printed document again, from the inputs that it prints. */
final class Recount {
    private static final ActivationSpec SIGMOID = new ActivationSpec.Sigmoid();

    private final Printed printed;
    private final ActivationSpec squeeze;
    private int count;

    /** @param squeeze the activation of squeeze-and-excitation in the model; null if it has none */
    Recount(Printed printed, ActivationSpec squeeze) {
        this.printed = printed;
        this.squeeze = squeeze;
    }

    /** Asserts that all examples are right; the number of values computed again. */
    int examples() {
        printed.tensors().forEach(this::example);
        printed.sums().forEach(this::sum);
        return count;
    }

    private void example(String id, Map<String, Values> t) {
        switch (id.replaceFirst("^(conv2d|activation).*", "$1")) {
            case "conv2d" -> convolution(id, t);
            case "separable" -> separable(t);
            case "activation" -> activation(id, t);
            case "max-pool" -> maxPool(t);
            case "avg-pool" -> avgPool(t);
            case "global-avg-pool" -> globalAvgPool(t);
            case "batch-norm" -> batchNorm(t);
            case "dropout" -> dropout(t);
            case "dense" -> dense(t);
            case "residual" -> residual(t);
            case "squeeze-excite" -> squeezeExcite(t);
            case "loss" -> loss(t);
            case "im2col" -> im2col(t);
            case "winograd" -> winograd(t);
            default -> throw new AssertionError("nobody recomputes the example " + id);
        }
    }

    private void expect(Map<String, Values> t, String name, double... values) {
        assertThat(t).containsKey(name);
        count += t.get(name).mustBe(values, name);
    }

    private static double[] in(Map<String, Values> t, String name) {
        return t.containsKey(name) ? t.get(name).values() : null;
    }

    private void convolution(String id, Map<String, Values> t) {
        String setting = "stride (\\d+), padding (\\d+), groups (\\d+):\\s+(?:%|<!--) tensors " + id + ":";
        Matcher m = Pattern.compile(setting).matcher(printed.text());
        assertThat(m.find()).isTrue();
        var x = t.get("x").shape();
        var w = t.get("w").shape();
        Window window = Window.of(
                new Shape(x.get(1), x.get(2), x.get(3)),
                new Size(w.get(2), w.get(3)),
                Size.of(Integer.parseInt(m.group(1))),
                Size.of(1),
                Padding.of(Integer.parseInt(m.group(2))));
        Conv2dGeometry g = new Conv2dGeometry(1, x.get(1), w.get(0), Integer.parseInt(m.group(3)), window);
        double[] dw = new double[g.wSize()];
        double[] db = new double[g.cOut()];
        Conv2d.backwardParameters(g, in(t, "x"), in(t, "dy"), dw, db);
        expect(t, "y", Conv2d.forward(g, in(t, "x"), in(t, "w"), in(t, "b")));
        expect(t, "dx", Conv2d.backwardInput(g, in(t, "dy"), in(t, "w")));
        expect(t, "dw", dw);
        if (t.containsKey("b")) {
            expect(t, "db", db);
        }
    }

    private static Conv2dGeometry same(int cIn, int cOut, int groups, int h, int k) {
        return new Conv2dGeometry(
                1,
                cIn,
                cOut,
                groups,
                Window.of(new Shape(cIn, h, h), Size.of(k), Size.of(1), Size.of(1), Padding.SAME));
    }

    private void separable(Map<String, Values> t) {
        Conv2dGeometry depth = same(2, 2, 2, 3, 3);
        Conv2dGeometry point = same(2, 2, 1, 3, 1);
        double[] q = Conv2d.forward(depth, in(t, "x"), in(t, "v"), null);
        double[] dw = new double[4];
        double[] db = new double[2];
        Conv2d.backwardParameters(point, q, in(t, "dy"), dw, db);
        double[] dq = Conv2d.backwardInput(point, in(t, "dy"), in(t, "w"));
        double[] dv = new double[18];
        Conv2d.backwardParameters(depth, in(t, "x"), dq, dv, null);
        expect(t, "q", q);
        expect(t, "y", Conv2d.forward(point, q, in(t, "w"), in(t, "b")));
        expect(t, "dw", dw);
        expect(t, "dv", dv);
        expect(t, "dx", Conv2d.backwardInput(depth, dq, in(t, "v")));
        if (t.containsKey("b")) {
            expect(t, "db", db);
        }
    }

    private void activation(String id, Map<String, Values> t) {
        ActivationSpec f = switch (id.replaceAll("^activation-|-\\d+$", "")) {
            case "relu" -> new ActivationSpec.Relu();
            case "leaky-relu" -> new ActivationSpec.LeakyRelu(0.1);
            case "elu" -> new ActivationSpec.Elu(1);
            case "silu" -> new ActivationSpec.Silu();
            case "sigmoid" -> SIGMOID;
            default -> new ActivationSpec.Tanh();
        };
        expect(t, "y", Activation.forward(f, in(t, "x")));
        expect(t, "dx", Activation.backward(f, in(t, "x"), in(t, "dy")));
    }

    private Pool2dGeometry pool(String id, Map<String, Values> t) {
        Matcher m = Pattern.compile(
                        "Windows of (\\d)\\D+\\d, stride (\\d), padding (\\d)[^:]*:\\s+(?:%|<!--) tensors " + id)
                .matcher(printed.text());
        assertThat(m.find()).as(id).isTrue();
        var x = t.get("x").shape();
        Padding padding = m.group(3).equals("0") ? Padding.SAME : Padding.of(Integer.parseInt(m.group(3)));
        Shape shape = new Shape(1, x.get(2), x.get(3));
        Size kernel = Size.of(Integer.parseInt(m.group(1)));
        return new Pool2dGeometry(
                1, 1, Window.of(shape, kernel, Size.of(Integer.parseInt(m.group(2))), Size.of(1), padding));
    }

    private void maxPool(Map<String, Values> t) {
        Pool2dGeometry g = pool("max-pool", t);
        MaxPool2d.Result result = MaxPool2d.forward(g, in(t, "x"));
        expect(t, "y", result.y());
        expect(t, "a", Arrays.stream(result.argmax()).asDoubleStream().toArray());
        expect(t, "dx", MaxPool2d.backward(g, in(t, "dy"), result.argmax()));
    }

    private void avgPool(Map<String, Values> t) {
        Pool2dGeometry g = pool("avg-pool", t);
        expect(t, "y", AvgPool2d.forward(g, in(t, "x")));
        expect(t, "dx", AvgPool2d.backward(g, in(t, "dy")));
    }

    private void globalAvgPool(Map<String, Values> t) {
        Shape shape = new Shape(2, 2, 3);
        expect(t, "y", GlobalAvgPool.forward(1, shape, in(t, "x")));
        expect(t, "dx", GlobalAvgPool.backward(1, shape, in(t, "dy")));
    }

    private void batchNorm(Map<String, Values> t) {
        Matcher m = Pattern.compile("\\$\\\\varepsilon = 10\\^\\{(-\\d+)}\\$").matcher(printed.text());
        assertThat(m.find()).isTrue();
        double epsilon = Math.pow(10, Integer.parseInt(m.group(1)));
        Shape shape = new Shape(1, 2, 2);
        double[] x = in(t, "x");
        double[] dy = in(t, "dy");
        double[] gamma = in(t, "\\gamma");
        BatchNorm.Statistics s = BatchNorm.statistics(2, shape, x);
        double deviation = Math.sqrt(s.variance()[0] + epsilon);
        double[] xHat = new double[8];
        double[] direct = new double[8];
        double[] throughVariance = new double[8];
        double dMean = 0;
        double dVariance = 0;
        for (int i = 0; i < 8; i++) {
            xHat[i] = (x[i] - s.mean()[0]) / deviation;
            direct[i] = gamma[0] * dy[i] / deviation;
            dMean -= direct[i];
            dVariance -= direct[i] * xHat[i] / deviation / 2;
        }
        for (int i = 0; i < 8; i++) {
            throughVariance[i] = dVariance * 2 * xHat[i] * deviation / 8;
        }
        double[] dGamma = new double[1];
        double[] dBeta = new double[1];
        BatchNorm.backwardParameters(2, shape, epsilon, s, x, dy, dGamma, dBeta);
        expect(t, "\\mu", s.mean());
        expect(t, "\\sigma^2", s.variance());
        expect(t, "\\hat x", xHat);
        expect(t, "y", BatchNorm.forward(2, shape, epsilon, s, x, gamma, in(t, "\\beta")));
        expect(t, "d\\gamma", dGamma);
        expect(t, "d\\beta", dBeta);
        expect(t, "d\\mu", dMean);
        expect(t, "d\\sigma^2", dVariance);
        expect(t, "direct", direct);
        expect(t, "variance", throughVariance);
        expect(t, "dx", BatchNorm.backwardInputTraining(2, shape, epsilon, s, x, dy, gamma));
    }

    private void dropout(Map<String, Values> t) {
        Matcher m = Pattern.compile("With the rate \\$r = ([\\d.]+)\\$").matcher(printed.text());
        assertThat(m.find()).isTrue();
        double rate = Double.parseDouble(m.group(1));
        double[] k = in(t, "k");
        boolean[] keep = new boolean[k.length];
        for (int i = 0; i < k.length; i++) {
            keep[i] = k[i] == 1;
        }
        expect(t, "y", Dropout.forward(rate, keep, in(t, "x")));
        expect(t, "dx", Dropout.backward(rate, keep, in(t, "dy")));
    }

    private void dense(Map<String, Values> t) {
        double[] dw = new double[9];
        double[] db = new double[3];
        Dense.backwardParameters(2, 3, 3, in(t, "x"), in(t, "dy"), dw, db);
        expect(t, "y", Dense.forward(2, 3, 3, in(t, "x"), in(t, "w"), in(t, "b")));
        expect(t, "dx", Dense.backwardInput(2, 3, 3, in(t, "dy"), in(t, "w")));
        expect(t, "dw", dw);
        if (t.containsKey("b")) {
            expect(t, "db", db);
        }
    }

    private void residual(Map<String, Values> t) {
        Conv2dGeometry g = same(1, 1, 1, 3, 3);
        double[] body = Conv2d.forward(g, in(t, "x"), in(t, "w"), null);
        double[] back = Conv2d.backwardInput(g, in(t, "dy"), in(t, "w"));
        double[] dw = new double[9];
        Conv2d.backwardParameters(g, in(t, "x"), in(t, "dy"), dw, null);
        expect(t, "F(x)", body);
        expect(t, "y", plus(body, in(t, "x")));
        expect(t, "dx_F", back);
        expect(t, "dx", plus(back, in(t, "dy")));
        expect(t, "dw", dw);
    }

    private void squeezeExcite(Map<String, Values> t) {
        Shape shape = new Shape(2, 2, 2);
        double[] mean = GlobalAvgPool.forward(1, shape, in(t, "x"));
        double[] first = Dense.forward(1, 2, 2, mean, in(t, "W_1"), in(t, "b_1"));
        double[] hidden = Activation.forward(squeeze, first);
        double[] second = Dense.forward(1, 2, 2, hidden, in(t, "W_2"), in(t, "b_2"));
        double[] gate = Activation.forward(SIGMOID, second);
        double[] ds = SqueezeExcite.backwardGate(1, shape, in(t, "x"), in(t, "dy"));
        double[] dSecond = Activation.backward(SIGMOID, second, ds);
        double[] dw2 = new double[4];
        double[] db2 = new double[2];
        Dense.backwardParameters(1, 2, 2, hidden, dSecond, dw2, db2);
        double[] dFirst = Activation.backward(squeeze, first, Dense.backwardInput(1, 2, 2, dSecond, in(t, "W_2")));
        double[] dw1 = new double[4];
        double[] db1 = new double[2];
        Dense.backwardParameters(1, 2, 2, mean, dFirst, dw1, db1);
        double[] through = GlobalAvgPool.backward(1, shape, Dense.backwardInput(1, 2, 2, dFirst, in(t, "W_1")));
        expect(t, "s", gate);
        expect(t, "y", SqueezeExcite.forward(1, shape, in(t, "x"), gate));
        expect(t, "ds", ds);
        expect(t, "dx", plus(SqueezeExcite.backwardInput(1, shape, in(t, "dy"), gate), through));
        expect(t, "dW_1", dw1);
        expect(t, "db_1", db1);
        expect(t, "dW_2", dw2);
        expect(t, "db_2", db2);
    }

    private void loss(Map<String, Values> t) {
        expect(t, "p", SoftmaxCrossEntropy.softmax(2, 4, in(t, "z")));
        Matcher m = Pattern.compile("class weights, focus \\$\\\\gamma = ([\\d.]+)\\$")
                .matcher(printed.text());
        double focus = m.find() ? Double.parseDouble(m.group(1)) : 0;
        double[] w = in(t, "w");
        expect(t, "L", FocalLoss.forward(2, 4, focus, in(t, "z"), in(t, "t"), w));
        expect(t, "dz", FocalLoss.backward(2, 4, focus, in(t, "z"), in(t, "t"), w));
    }

    private void im2col(Map<String, Values> t) {
        Conv2dGeometry g = new Conv2dGeometry(
                1, 1, 1, 1, Window.of(new Shape(1, 3, 3), Size.of(2), Size.of(1), Size.of(1), Padding.VALID));
        double[] dw = new double[4];
        Conv2d.backwardParameters(g, in(t, "x"), in(t, "dY"), dw, null);
        double[] dColumns = new double[16];
        for (int i = 0; i < 16; i++) {
            dColumns[i] = in(t, "W")[i / 4] * in(t, "dY")[i % 4];
        }
        expect(t, "X", Im2col.columns(g, in(t, "x"), 0, 0));
        expect(t, "Y", Conv2d.forward(g, in(t, "x"), in(t, "W"), null));
        expect(t, "dW", dw);
        expect(t, "dX", dColumns);
        expect(t, "dx", Conv2d.backwardInput(g, in(t, "dY"), in(t, "W")));
    }

    private void winograd(Map<String, Values> t) {
        Conv2dGeometry g = new Conv2dGeometry(
                1, 1, 1, 1, Window.of(new Shape(1, 6, 6), Size.of(3), Size.of(1), Size.of(1), Padding.VALID));
        double[][] v = Winograd.F4.transformTile(Winograd.F4.tile(g, in(t, "d"), 0, 0, 0, 0));
        double[][] u = Winograd.F4.transformKernel(Winograd.kernel(g, in(t, "g"), 0, 0));
        double[] flatV = new double[36];
        double[] flatU = new double[36];
        double[] product = new double[36];
        for (int i = 0; i < 36; i++) {
            flatV[i] = v[i / 6][i % 6];
            flatU[i] = u[i / 6][i % 6];
            product[i] = flatU[i] * flatV[i];
        }
        expect(t, "V", flatV);
        expect(t, "U", flatU);
        expect(t, "U \\odot V", product);
        expect(t, "y", Conv2d.forward(g, in(t, "d"), in(t, "g"), null));
    }

    private void sum(Printed.Sum sum) {
        double total = 0;
        for (double[] term : sum.terms()) {
            total += Arrays.stream(term).reduce(1, (a, b) -> a * b);
        }
        Printed.assertRounded(sum.value(), total, sum.left());
        count++;
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }
}
