package org.pellucid.model;

import java.util.Objects;
import org.pellucid.data.Standardisation;

/**
 * What a picture goes through before the network sees it, so that prediction repeats what training did.
 *
 * @param channels 1 for grey, 3 for colour
 * @param height in pixels
 * @param width in pixels
 * @param standardisation of the grey values 0…255
 */
public record Preprocessing(int channels, int height, int width, Standardisation standardisation) {
    /** @throws ModelException if a size is below 1, or the standardisation is of pictures of another size */
    public Preprocessing {
        Objects.requireNonNull(standardisation, "standardisation");
        if (channels < 1 || height < 1 || width < 1) {
            throw new ModelException("preprocessing expects sizes of at least 1 but gets " + channels + "×" + height
                    + "×" + width + ": give the size of the training pictures");
        }
        int pixels = standardisation.mean().length;
        if (standardisation.kind() == Standardisation.Kind.PER_PIXEL && pixels != (long) channels * height * width) {
            throw new ModelException("preprocessing of " + channels + "×" + height + "×" + width + " pictures expects "
                    + (long) channels * height * width + " means and deviations but gets " + pixels
                    + ": fit the standardisation to pictures of that size");
        }
    }

    /** Numbers in a picture. */
    public int pictureSize() {
        return channels * height * width;
    }
}
