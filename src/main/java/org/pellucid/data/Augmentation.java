package org.pellucid.data;

/**
 * How training pictures are varied; every amount is the bound of a uniform draw about "no change".
 *
 * <p>Rotation, zoom, shear, crop, shift and flip are composed into one affine map and the picture is resampled once,
 * bilinearly, edges repeated outward. Then brightness and contrast, clamped to 0…255; then the model's standardisation;
 * then random erasing, which fills with 0, the middle of standardised values; last mixup of two such pictures.
 *
 * @param flip probability of a left-right flip
 * @param moved probability that a picture is shifted, turned, zoomed, sheared and cropped at all. Resampling blurs a little, and
 *     a picture that is looked at later as it is, is sharp: where all are moved, the network never learns from one
 * @param shift greatest shift as a fraction of width and height, drawn apart
 * @param wholePixels whether shifts are rounded to whole pixels, which leaves a picture that is shifted alone as sharp as it was
 * @param rotate greatest rotation in degrees, either way
 * @param zoom the scale is drawn from [1 − zoom, 1 + zoom], one for both axes
 * @param shear the picture is sheared along its rows by a factor (tangent of the angle) from [−shear, shear]
 * @param crop edge in pixels of a window placed at random in the picture and resized to fill it; 0 for none. It magnifies
 *     by edge/crop, which the centre view of an unaugmented picture does not
 * @param brightness added to every pixel: up to this fraction of 255, either way
 * @param contrast distances from the picture's mean grow by a factor from [1 − contrast, 1 + contrast]
 * @param erase probability that a rectangle of 2 to 25 % of the area, aspect 0.3 to 3.3, is blanked (Zhong et al., 2017)
 * @param mixup α of the Beta(α, α) that mixes a picture and its target with another's (Zhang et al., 2017); 0 for none
 */
public record Augmentation(
        double flip,
        double moved,
        double shift,
        boolean wholePixels,
        double rotate,
        double zoom,
        double shear,
        int crop,
        double brightness,
        double contrast,
        double erase,
        double mixup) {

    public Augmentation {
        within("flip", flip, 1);
        within("moved", moved, 1);
        within("shift", shift, 1);
        within("rotate", rotate, 180);
        within("zoom", zoom, 0.9);
        within("shear", shear, 10);
        within("crop", crop, Integer.MAX_VALUE);
        within("brightness", brightness, 1);
        within("contrast", contrast, 1);
        within("erase", erase, 1);
        within("mixup", mixup, 1000);
    }

    private static void within(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new DataException("augmentation: expected " + name + " in 0…" + most + " but got " + value);
        }
    }

    /** Pictures as they are. */
    public static Augmentation none() {
        return new Augmentation(0, 1, 0, false, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Mild variation that suits faces of 48×48: flip, small shifts, turns and zooms. */
    public static Augmentation standard() {
        return new Augmentation(0.5, 1, 0.08, false, 10, 0.1, 0, 0, 0.1, 0.1, 0, 0);
    }

    /** Whether pictures stay as they are. */
    public boolean isNone() {
        return equals(none());
    }

    /** Whether the picture may be flipped or resampled. */
    boolean moves() {
        return flip > 0 || shift > 0 || rotate > 0 || zoom > 0 || shear > 0 || crop > 0;
    }
}
