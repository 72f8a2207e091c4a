package org.pellucid.train;

import java.util.List;

/**
 * That a run learns from teachers, and from which weights: enough to know them again.
 *
 * @param models the teachers' folders
 * @param weightsSha256 of each, 64 hexadecimal digits: of a model's weights, or of the answers that were written down
 * @param share of the teachers in each target
 * @param temperature of what they say
 */
public record TeacherUse(List<String> models, List<String> weightsSha256, double share, double temperature) {
    /** @throws TrainException if there is not one hash a model, or {@link Teaching} refuses the rest */
    public TeacherUse {
        models = List.copyOf(models);
        weightsSha256 = List.copyOf(weightsSha256);
        new Teaching(models, share, temperature); // refuses what does not fit
        if (weightsSha256.size() != models.size()) {
            throw new TrainException("teachers expect a SHA-256 for each of " + models.size() + " models but get "
                    + weightsSha256.size() + ": name the weights of each");
        }
    }

    /** What to load to learn from them again. */
    public Teaching teaching() {
        return new Teaching(models, share, temperature);
    }
}
