package org.pellucid.train;

import java.util.Optional;

/** The loss became NaN or infinite: the training went wrong, not what was asked. */
public final class DivergedException extends TrainException {
    private static final long serialVersionUID = 1;

    private DivergedException(String message) {
        super(message);
    }

    /**
     * @param loss as computed
     * @param where such as {@code epoch 3, batch 17 of 450}
     * @param layer the first layer whose values are not finite, if any
     */
    static DivergedException at(double loss, String where, Optional<String> layer) {
        String culprit = layer.map(name -> "the first layer that went wrong is " + name)
                .orElse("all layers are finite, so the loss itself overflowed");
        return new DivergedException("the loss became " + (Double.isNaN(loss) ? "NaN" : "infinite") + " in " + where
                + ": " + culprit + ": lower the learning rate, or clip gradients");
    }
}
