package org.pellucid.engine.loops;

/**
 * What batch normalisation's loops know of each channel, an element a channel in every array. With x̂ the normalised value,
 *
 * <pre>
 * x̂  = (x − mean) · inverse
 * y  = (x − mean) · scale + shift
 * dx = slope · dy + curve · (x − mean) + constant
 * </pre>
 *
 * @param mean of the pass
 * @param inverse of the deviation, 1 / σ
 * @param scale γ / σ
 * @param shift β
 * @param slope the factor of dy in dx
 * @param curve the factor of x − mean in dx
 * @param constant what dx has besides
 */
public record Normalisation(
        float[] mean, float[] inverse, float[] scale, float[] shift, float[] slope, float[] curve, float[] constant) {
    /** Of so many channels, to be filled. */
    public static Normalisation of(int channels) {
        return new Normalisation(
                new float[channels],
                new float[channels],
                new float[channels],
                new float[channels],
                new float[channels],
                new float[channels],
                new float[channels]);
    }

    /** How many there are. */
    public int channels() {
        return mean.length;
    }
}
