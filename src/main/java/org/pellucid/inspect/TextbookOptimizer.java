package org.pellucid.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.textbook.Optimizers;

/** The textbook's optimisers over all parameters of a network, with the constants that the engine's are given. */
public final class TextbookOptimizer {
    private final OptimizerSpec spec;
    private final List<ParameterSpec> parameters;
    private final Map<String, double[]> first = new HashMap<>();
    private final Map<String, double[]> second = new HashMap<>();
    private int t;

    /** @param parameters those that are not learned are left alone */
    public TextbookOptimizer(OptimizerSpec spec, List<ParameterSpec> parameters) {
        this.spec = spec;
        this.parameters = parameters.stream().filter(p -> p.role().learned()).toList();
        for (ParameterSpec p : this.parameters) {
            first.put(p.name(), new double[p.size()]);
            second.put(p.name(), new double[p.size()]);
        }
    }

    /**
     * One step.
     *
     * @param values by full name; changed
     * @param gradients by full name
     */
    public void step(double rate, Map<String, double[]> values, Map<String, double[]> gradients) {
        t++;
        for (ParameterSpec p : parameters) {
            double decay = p.role() == ParameterSpec.Role.WEIGHT ? spec.weightDecay() : 0;
            move(rate, decay, values.get(p.name()), gradients.get(p.name()), first.get(p.name()), second.get(p.name()));
        }
    }

    private void move(double rate, double decay, double[] p, double[] g, double[] m, double[] v) {
        double mu = spec.momentum();
        double beta1 = spec.beta1();
        double beta2 = spec.beta2();
        double epsilon = spec.epsilon();
        switch (spec.kind()) {
            case SGD -> Optimizers.sgd(rate, decay, p, g);
            case MOMENTUM -> Optimizers.momentum(rate, mu, decay, p, g, m);
            case NESTEROV -> Optimizers.nesterov(rate, mu, decay, p, g, m);
            case RMSPROP -> Optimizers.rmsprop(rate, spec.rho(), epsilon, decay, p, g, m);
            case ADAM -> Optimizers.adam(t, rate, beta1, beta2, epsilon, decay, p, g, m, v);
            case ADAMW -> Optimizers.adamw(t, rate, beta1, beta2, epsilon, decay, p, g, m, v);
            case NADAM -> Optimizers.nadam(t, rate, beta1, beta2, epsilon, decay, p, g, m, v);
        }
    }
}
