package org.pellucid.engine;

import java.util.List;
import org.pellucid.tensor.Parameter;

/** The length of all gradients taken together, and its limit. */
public final class Gradients {
    private Gradients() {}

    /** The Euclidean norm over all learned parameters, summed in double, parameter after parameter. */
    public static double norm(List<Parameter> parameters) {
        double sum = 0;
        for (int p = 0; p < parameters.size(); p++) { // by index: an iterator would be an object a step
            for (float g : parameters.get(p).gradient().data()) {
                sum += (double) g * g;
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * Scales all gradients by maxNorm / norm where the norm is greater than that.
     *
     * @return the norm before
     */
    public static double clip(List<Parameter> parameters, double maxNorm) {
        double norm = norm(parameters);
        if (norm > maxNorm) {
            float scale = (float) (maxNorm / norm);
            for (int p = 0; p < parameters.size(); p++) {
                float[] g = parameters.get(p).gradient().data();
                for (int i = 0; i < g.length; i++) {
                    g[i] *= scale;
                }
            }
        }
        return norm;
    }
}
