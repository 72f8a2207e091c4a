package org.pellucid.data;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to look at a picture when measuring: a window of it, resized bilinearly to fill the picture, perhaps flipped, and
 * perhaps shifted by whole pixels, the edges repeated. The whole picture, flipped or shifted, is as sharp as it was; a
 * window that is resized is not.
 *
 * @param flip left and right swapped
 * @param share of the picture's edges that the window has, in (0, 1]
 * @param across where the window lies from left to right: 0 at the left edge, 1 at the right one, ½ in the middle
 * @param down where it lies from top to bottom
 * @param right shift, in pixels, of what is then seen; negative to the left
 * @param below shift, in pixels; negative upward
 */
public record View(boolean flip, double share, double across, double down, int right, int below) {
    /** The picture as it is. */
    public static final View WHOLE = shifted(false, 0, 0);

    /** 44 of 48 pixels, the window of most published ten-crop figures on FER2013. */
    private static final double CROP = 44.0 / 48;

    private static final boolean[] FLIPS = {false, true};

    /** @throws DataException if a number is out of its range */
    public View {
        if (!(share > 0 && share <= 1 && across >= 0 && across <= 1 && down >= 0 && down <= 1)) {
            throw new DataException("a view expects a share above 0 and a place from 0 to 1 but gets " + share + ", "
                    + across + " and " + down);
        }
    }

    /** The picture and its mirror image. */
    public static List<View> flips() {
        return List.of(WHOLE, shifted(true, 0, 0));
    }

    /** The four corners and the centre, 44/48 of each edge, each also flipped. */
    public static List<View> tenCrop() {
        List<View> views = new ArrayList<>();
        for (boolean flip : FLIPS) {
            for (double[] place : new double[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0.5, 0.5}}) {
                views.add(new View(flip, CROP, place[0], place[1], 0, 0));
            }
        }
        return List.copyOf(views);
    }

    /** The picture as it is and shifted by one pixel toward each corner, each also flipped: ten sharp looks. */
    public static List<View> tenShift() {
        List<View> views = new ArrayList<>();
        for (boolean flip : FLIPS) {
            for (int[] shift : new int[][] {{-1, -1}, {1, -1}, {-1, 1}, {1, 1}, {0, 0}}) {
                views.add(shifted(flip, shift[0], shift[1]));
            }
        }
        return List.copyOf(views);
    }

    private static View shifted(boolean flip, int right, int below) {
        return new View(flip, 1, 0.5, 0.5, right, below);
    }

    boolean isWhole() {
        return !flip && share == 1 && right == 0 && below == 0;
    }

    /** The map of {@link Augmenter}'s crop, magnified about the middle and shifted, and then this view's own shift. */
    void compose(Affine affine, int h, int w) {
        double windowRight = (w - share * w) * (0.5 - across) / share;
        double windowBelow = (h - share * h) * (0.5 - down) / share;
        // The flip comes first in the map, so that a flipped view of the left edge shows the right one, flipped.
        affine.compose(h, w, flip, 0, 1 / share, 0, windowRight + right, windowBelow + below);
    }
}
