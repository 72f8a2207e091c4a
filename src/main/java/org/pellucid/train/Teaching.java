package org.pellucid.train;

import java.util.List;

/**
 * From whom a network learns besides the labels: knowledge distillation, see {@link Teacher}.
 *
 * @param models the teachers, at least one, models or answers written down: in a recipe their names or folders, for {@link
 *     Teacher#load} their folders
 * @param share of the teachers in each target, in (0, 1]
 * @param temperature of what they say, p ∝ p^(1/T), in 0.01 … 100; 1 leaves it as it is
 */
public record Teaching(List<String> models, double share, double temperature) {
    /** The usual share. */
    public static final double SHARE = 0.7;

    private static final double LOWEST = 0.01;
    private static final double HIGHEST = 100;

    /** @throws TrainException if there is no model or a number is out of its range */
    public Teaching {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new TrainException("a teacher expects at least one model but gets none: name one, or take none");
        }
        if (!(share > 0 && share <= 1)) {
            throw new TrainException("a teacher's share of the targets expects more than 0 and at most 1 but gets "
                    + share + ": give one such as " + SHARE);
        }
        if (!(temperature >= LOWEST && temperature <= HIGHEST)) {
            throw new TrainException("a teacher's temperature expects " + LOWEST + " to " + HIGHEST + " but gets "
                    + temperature + ": 1 leaves its probabilities as they are");
        }
    }
}
