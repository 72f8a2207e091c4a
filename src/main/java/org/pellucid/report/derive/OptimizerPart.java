package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.report.document.Block;
import org.pellucid.report.document.Document.Section;
import org.pellucid.report.document.Numbers;
import org.pellucid.textbook.Optimizers;

/** The optimiser, with its first steps in numbers. */
final class OptimizerPart {
    private static final int STEPS = 3;
    private static final int DIGITS = 8;

    private final OptimizerSpec o;
    private final double rate;

    OptimizerPart(OptimizerSpec optimizer, double rate) {
        this.o = optimizer;
        this.rate = rate;
    }

    /** @param ofRun whether the optimiser is that of a run, or the usual one */
    Section section(Examples examples, boolean ofRun) {
        Blocks b = new Blocks()
                .text((ofRun ? "The run used " : "The usual choice is ") + name() + ", with " + constants()
                        + ". For each parameter $p$ with gradient $g$ at step $t = 1, 2, \\dots$; states start at 0."
                        + (o.weightDecay() > 0 ? " Biases and batch normalisation do not decay." : ""));
        if (o.weightDecay() > 0 && o.kind() != OptimizerSpec.Kind.ADAMW) {
            b.text(
                    "Weight decay is L2: adding $\\frac{\\lambda}{2} \\sum p^2$ to the loss adds $\\lambda p$ to the gradient"
                            + " (derivative of a square), so first $g \\leftarrow g + \\lambda p$.");
        }
        rule(b);
        switch (o.kind()) {
            case ADAM, ADAMW, NADAM -> biasCorrection(b);
            case NESTEROV -> nesterov(b);
            case SGD, MOMENTUM, RMSPROP -> {}
        }
        return b.text("**Example.** One parameter, its gradients drawn, " + STEPS + " steps:")
                .add(table(Examples.tenths(examples.rng("optimizer", "g"), STEPS + 1)))
                .section(1, "Optimiser");
    }

    private String name() {
        return switch (o.kind()) {
            case SGD -> "gradient descent";
            case MOMENTUM -> "gradient descent with momentum [@polyak1964]";
            case NESTEROV -> "Nesterov's momentum [@sutskever2013]";
            case RMSPROP -> "RMSprop [@tieleman2012]";
            case ADAM -> "Adam [@kingma2015]";
            case ADAMW -> "AdamW [@loshchilov2019]";
            case NADAM -> "Nadam [@dozat2016]";
        };
    }

    private String constants() {
        String own = switch (o.kind()) {
            case SGD -> "";
            case MOMENTUM, NESTEROV -> ", momentum $\\mu = " + Settings.number(o.momentum()) + "$";
            case RMSPROP -> ", $\\rho = " + Settings.number(o.rho()) + "$, " + epsilon();
            case ADAM, ADAMW, NADAM ->
                ", $\\beta_1 = " + Settings.number(o.beta1()) + "$, $\\beta_2 = " + Settings.number(o.beta2()) + "$, "
                        + epsilon();
        };
        return "learning rate $\\eta = " + Settings.number(rate) + "$" + own + " and "
                + (o.weightDecay() > 0
                        ? "weight decay $\\lambda = " + Settings.number(o.weightDecay()) + "$"
                        : "no weight decay");
    }

    private String epsilon() {
        return "$\\varepsilon = " + Numbers.constant(o.epsilon()) + "$";
    }

    private void rule(Blocks b) {
        String adam = "\\eta \\frac{\\hat m}{\\sqrt{\\hat v} + \\varepsilon}";
        switch (o.kind()) {
            case SGD -> b.formula("p \\leftarrow p - \\eta g.");
            case MOMENTUM -> b.formula("v \\leftarrow \\mu v + g, \\qquad p \\leftarrow p - \\eta v.");
            case NESTEROV -> b.formula("v \\leftarrow \\mu v + g, \\qquad p \\leftarrow p - \\eta (g + \\mu v).");
            case RMSPROP ->
                b.formula("s \\leftarrow \\rho s + (1 - \\rho) g^2, \\qquad"
                        + " p \\leftarrow p - \\eta \\frac{g}{\\sqrt{s} + \\varepsilon}.");
            case ADAM, ADAMW -> {
                if (o.kind() == OptimizerSpec.Kind.ADAMW) {
                    b.text("First the parameter shrinks by itself, $p \\leftarrow (1 - \\eta \\lambda) p$; then");
                }
                moments(b);
                b.formula("\\hat m = \\frac{m}{1 - \\beta_1^t}, \\qquad \\hat v = \\frac{v}{1 - \\beta_2^t}, \\qquad"
                        + " p \\leftarrow p - " + adam + ".");
            }
            case NADAM -> {
                moments(b);
                b.formula("\\mu_t = \\beta_1 \\left( 1 - \\tfrac{1}{2} \\cdot 0.96^{0.004 t} \\right), \\qquad"
                        + " \\hat m = \\frac{\\mu_{t+1}}{1 - \\prod_{i \\le t+1} \\mu_i} m"
                        + " + \\frac{1 - \\mu_t}{1 - \\prod_{i \\le t} \\mu_i} g,");
                b.formula("\\hat v = \\frac{v}{1 - \\beta_2^t}, \\qquad p \\leftarrow p - " + adam + ".");
            }
        }
    }

    private static void moments(Blocks b) {
        b.formula(
                "m \\leftarrow \\beta_1 m + (1 - \\beta_1) g, \\qquad v \\leftarrow \\beta_2 v + (1 - \\beta_2) g^2,");
    }

    private static void biasCorrection(Blocks b) {
        b.text("**Bias correction.** With $m_0 = 0$, unrolling $m_t = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t$ gives")
                .lines(
                        "m_t",
                        "= (1 - \\beta_1) \\sum_{i=1}^{t} \\beta_1^{t-i} g_i,",
                        "by induction",
                        "E[m_t]",
                        "= E[g] \\cdot (1 - \\beta_1) \\sum_{i=1}^{t} \\beta_1^{t-i}",
                        "if the gradients have one expectation",
                        "",
                        "= E[g] \\cdot (1 - \\beta_1^t).",
                        "geometric series")
                .text("Dividing by $1 - \\beta_1^t$ undoes it; likewise for $v$.");
    }

    private static void nesterov(Blocks b) {
        b.text(
                        "**The form.** The original takes the gradient where the velocity is about to lead: with $q$ the parameter,"
                                + " $v \\leftarrow \\mu v + g(q - \\eta \\mu v)$ and $q \\leftarrow q - \\eta v$. With $p = q - \\eta \\mu v$,"
                                + " that point ahead,")
                .lines(
                        "p'",
                        "= q' - \\eta \\mu v'",
                        "definition, after the step",
                        "",
                        "= q - \\eta v' - \\eta \\mu v'",
                        "step of $q$",
                        "",
                        "= p + \\eta \\mu v - \\eta v' - \\eta \\mu v'",
                        "$q = p + \\eta \\mu v$",
                        "",
                        "= p - \\eta (v' - \\mu v) - \\eta \\mu v'",
                        "order of terms",
                        "",
                        "= p - \\eta (g + \\mu v').",
                        "$v' = \\mu v + g$");
    }

    private Block.Table table(double[] drawn) {
        double[] p = {drawn[STEPS]};
        double[] first = new double[1];
        double[] second = new double[1];
        List<String> head = new ArrayList<>(List.of("$t$", "$g$"));
        switch (o.kind()) {
            case SGD -> {}
            case MOMENTUM, NESTEROV -> head.add("$v$");
            case RMSPROP -> head.add("$s$");
            case ADAM, ADAMW -> head.addAll(List.of("$m$", "$v$", "$\\hat m$", "$\\hat v$"));
            case NADAM -> head.addAll(List.of("$m$", "$v$"));
        }
        head.add("$p$");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(head.size(), "0", "", List.of(), p[0]));
        for (int t = 1; t <= STEPS; t++) {
            step(t, p, new double[] {drawn[t - 1]}, first, second);
            List<Double> states = switch (o.kind()) {
                case SGD -> List.of();
                case MOMENTUM, NESTEROV, RMSPROP -> List.of(first[0]);
                case ADAM, ADAMW ->
                    List.of(
                            first[0],
                            second[0],
                            first[0] / (1 - StrictMath.pow(o.beta1(), t)),
                            second[0] / (1 - StrictMath.pow(o.beta2(), t)));
                case NADAM -> List.of(first[0], second[0]);
            };
            rows.add(row(head.size(), Integer.toString(t), Numbers.fixed(drawn[t - 1], 1), states, p[0]));
        }
        return new Block.Table("optimizer", "Steps of the optimiser.", "r".repeat(head.size()), head, rows);
    }

    private static List<String> row(int columns, String t, String g, List<Double> states, double p) {
        List<String> cells = new ArrayList<>(List.of(t, g.isEmpty() ? "" : "$" + g + "$"));
        states.forEach(state -> cells.add("$" + Numbers.fixed(state, DIGITS) + "$"));
        while (cells.size() < columns - 1) {
            cells.add("$0$");
        }
        cells.add("$" + Numbers.fixed(p, DIGITS) + "$");
        return cells;
    }

    private void step(int t, double[] p, double[] g, double[] first, double[] second) {
        double decay = o.weightDecay();
        switch (o.kind()) {
            case SGD -> Optimizers.sgd(rate, decay, p, g);
            case MOMENTUM -> Optimizers.momentum(rate, o.momentum(), decay, p, g, first);
            case NESTEROV -> Optimizers.nesterov(rate, o.momentum(), decay, p, g, first);
            case RMSPROP -> Optimizers.rmsprop(rate, o.rho(), o.epsilon(), decay, p, g, first);
            case ADAM -> Optimizers.adam(t, rate, o.beta1(), o.beta2(), o.epsilon(), decay, p, g, first, second);
            case ADAMW -> Optimizers.adamw(t, rate, o.beta1(), o.beta2(), o.epsilon(), decay, p, g, first, second);
            case NADAM -> Optimizers.nadam(t, rate, o.beta1(), o.beta2(), o.epsilon(), decay, p, g, first, second);
        }
    }
}
