package org.pellucid.data;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to look at a picture when measuring: a window of it, resized bilinearly to fill the picture, and perhaps flipped.
 *
 * @param flip left and right swapped
 * @param share of the picture's edges that the window has, in (0, 1]
 * @param across where the window lies from left to right: 0 at the left edge, 1 at the right one, ½ in the middle
 * @param down where it lies from top to bottom
 */
public record View(boolean flip, double share, double across, double down) {
    /** The picture as it is. */
    public static final View WHOLE = new View(false, 1, 0.5, 0.5);

    /** 44 of 48 pixels, the window of most published ten-crop figures on FER2013. */
    private static final double CROP = 44.0 / 48;

    /** @throws DataException if a number is out of its range */
    public View {
        if (!(share > 0 && share <= 1 && across >= 0 && across <= 1 && down >= 0 && down <= 1)) {
            throw new DataException("a view expects a share above 0 and a place from 0 to 1 but gets " + share + ", "
                    + across + " and " + down);
        }
    }

    /** The picture and its mirror image. */
    public static List<View> flips() {
        return List.of(WHOLE, new View(true, 1, 0.5, 0.5));
    }

    /** The four corners and the centre, 44/48 of each edge, each also flipped. */
    public static List<View> tenCrop() {
        List<View> views = new ArrayList<>();
        for (boolean flip : new boolean[] {false, true}) {
            for (double[] place : new double[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0.5, 0.5}}) {
                views.add(new View(flip, CROP, place[0], place[1]));
            }
        }
        return List.copyOf(views);
    }

    boolean isWhole() {
        return equals(WHOLE);
    }

    /** The map of {@link Augmenter}'s crop: magnified about the middle, then shifted. */
    void compose(Affine affine, int h, int w) {
        double right = (w - share * w) * (0.5 - across) / share;
        double below = (h - share * h) * (0.5 - down) / share;
        // The flip comes first in the map, so that a flipped view of the left edge shows the right one, flipped.
        affine.compose(h, w, flip, 0, 1 / share, 0, right, below);
    }
}
