package org.pellucid.train;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.pellucid.data.View;

/** How often, and how, a model looks at each picture; its probabilities are averaged. */
public enum Views {
    /** Once, at the picture as it is. */
    WHOLE(List.of(View.WHOLE)),
    /** At the picture and its mirror image. */
    FLIP(View.flips()),
    /** At the four corners and the centre, 44/48 of each edge, resized to the whole, each also flipped. */
    TEN_CROP(View.tenCrop()),
    /** Those ten, which are a little blurred, and ten sharp ones: the whole, also shifted by a pixel, each also flipped. */
    TWENTY(Stream.concat(View.tenCrop().stream(), View.tenShift().stream()).toList());

    private final List<View> all;

    Views(List<View> all) {
        this.all = all;
    }

    /** Each look; at least one. */
    public List<View> all() {
        return all;
    }

    /** The name in files and on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
