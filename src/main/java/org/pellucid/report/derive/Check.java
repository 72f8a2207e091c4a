package org.pellucid.report.derive;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.pellucid.inspect.Bounds;
import org.pellucid.inspect.LayerRunner;
import org.pellucid.inspect.Passage;
import org.pellucid.inspect.Subject;
import org.pellucid.report.document.Block;

/**
 * Gradients against central differences, value by value: (8 (L(+h) − L(−h)) − (L(+2h) − L(−2h))) / 12h with h = 2⁻¹⁰, off by
 * h⁴ |f⁽⁵⁾| / 30, below 1e-13 on the small tensors here. The values are tenths and different, so no step meets a kink.
 *
 * @param compared derivatives
 * @param failure what is wrong; empty if all agree
 */
record Check(int compared, String failure) {
    private static final double STEP = 0x1p-10;
    /** Below this a whole gradient counts as 0: errors are not scaled up any further. */
    private static final double SMALLEST_SCALE = 1e-3;

    boolean passed() {
        return compared > 0 && failure.isEmpty();
    }

    /** Of a layer: its input and every parameter that it, and what is in it, learns. */
    static Check of(LayerRunner textbook, Subject s, Passage found) {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        gradients.put(Subject.INPUT, found.dx());
        gradients.putAll(found.gradients());
        int compared = 0;
        String failure = "";
        for (Map.Entry<String, double[]> entry : gradients.entrySet()) {
            String name = entry.getKey();
            double[] theta = name.equals(Subject.INPUT) ? s.x() : s.parameters().get(name);
            Function<double[], double[]> forward =
                    values -> textbook.forward(s.with(name, values)).y();
            Check one = of(shortName(name, s), forward, theta, s.dy(), entry.getValue());
            compared += one.compared();
            failure = failure.isEmpty() ? one.failure() : failure;
        }
        return new Check(compared, failure);
    }

    /**
     * Of one tensor of a function.
     *
     * @param name of the tensor
     * @param forward from the tensor's values to y
     * @param theta the values
     * @param dy of y
     * @param gradient what is claimed
     */
    static Check of(String name, Function<double[], double[]> forward, double[] theta, double[] dy, double[] gradient) {
        double[] numeric = new double[theta.length];
        double scale = SMALLEST_SCALE;
        for (int i = 0; i < theta.length; i++) {
            double near = difference(forward, theta, i, STEP, dy);
            double far = difference(forward, theta, i, 2 * STEP, dy);
            numeric[i] = (8 * near - far) / (12 * STEP);
            scale = Math.max(scale, Math.max(Math.abs(numeric[i]), Math.abs(gradient[i])));
        }
        for (int i = 0; i < theta.length; i++) {
            if (!(Math.abs(numeric[i] - gradient[i]) <= Bounds.DIFFERENCES * scale)) {
                return new Check(
                        theta.length,
                        String.format(
                                Locale.ROOT,
                                "value %d of the gradient of %s is %.6f, but central differences give %.6f",
                                i,
                                name,
                                gradient[i],
                                numeric[i]));
            }
        }
        return new Check(theta.length, "");
    }

    /** What to print. */
    Block.Verdict verdict() {
        return verdict("\\langle y, dy \\rangle");
    }

    /** @param differentiated what the derivatives are of, in TeX */
    Block.Verdict verdict(String differentiated) {
        return new Block.Verdict(
                passed(),
                passed()
                        ? "All " + compared + " derivatives of this example agree with central differences of $"
                                + differentiated + "$ to $10^{-7}$ of the largest."
                        : "The gradients of this example are wrong: " + failure + ".");
    }

    private static double difference(
            Function<double[], double[]> forward, double[] theta, int i, double step, double[] dy) {
        double[] plus = theta.clone();
        plus[i] += step;
        double[] minus = theta.clone();
        minus[i] -= step;
        double[] above = forward.apply(plus);
        double[] below = forward.apply(minus);
        double sum = 0;
        for (int j = 0; j < dy.length; j++) {
            sum += dy[j] * (above[j] - below[j]);
        }
        return sum;
    }

    private static String shortName(String name, Subject s) {
        return name.replace(s.node().name() + ".", "");
    }
}
