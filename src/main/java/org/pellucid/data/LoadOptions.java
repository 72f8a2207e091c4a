package org.pellucid.data;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * How to load a data set.
 *
 * @param classes the classes to keep, which are numbered in this order; empty keeps all in their own order
 * @param ferPlus the file of FER+ votes, {@code fer2013new.csv}, or null for the labels of the data themselves
 * @param mode what becomes of the votes
 * @param height of the pictures in pixels; pictures of another size are resized
 * @param width of the pictures in pixels
 * @param progress told how much is done, 0 to 1, from time to time; may be null
 */
public record LoadOptions(
        List<String> classes, Path ferPlus, FerPlusMode mode, int height, int width, DoubleConsumer progress) {

    public LoadOptions {
        classes = List.copyOf(classes);
        if (new HashSet<>(classes).size() < classes.size()) {
            throw new DataException("classes names one twice: " + String.join(", ", classes) + ": name each once");
        }
        if (classes.size() == 1) {
            throw new DataException("classes keeps only " + classes.get(0) + ": at least two are needed to tell apart");
        }
        if (height < 1 || width < 1) {
            throw new DataException("pictures must have at least 1×1 pixels but " + height + "×" + width + " is asked");
        }
        if (mode == null) {
            throw new DataException("the mode of FER+ must be MAJORITY or SOFT but is missing");
        }
    }

    /** All classes, labels of the data themselves, 48×48 pixels. */
    public static LoadOptions defaults() {
        return new LoadOptions(List.of(), null, FerPlusMode.MAJORITY, 48, 48, null);
    }

    public LoadOptions withClasses(List<String> kept) {
        return new LoadOptions(kept, ferPlus, mode, height, width, progress);
    }

    public LoadOptions withFerPlus(Path votes, FerPlusMode becomes) {
        return new LoadOptions(classes, votes, becomes, height, width, progress);
    }

    public LoadOptions withSize(int h, int w) {
        return new LoadOptions(classes, ferPlus, mode, h, w, progress);
    }

    public LoadOptions withProgress(DoubleConsumer told) {
        return new LoadOptions(classes, ferPlus, mode, height, width, told);
    }
}
