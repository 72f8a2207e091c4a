package org.pellucid.data;

import java.util.Arrays;
import java.util.List;

/** Which classes of a source are kept, and their new numbers. */
final class ClassChoice {
    private final List<String> classes;
    private final int[] renumbered;

    /**
     * @param of the source's name, for messages
     * @param all classes of the source, in the order of its labels
     * @param kept those to keep, in their new order; empty keeps all
     */
    ClassChoice(String of, List<String> all, List<String> kept) {
        classes = kept.isEmpty() ? List.copyOf(all) : List.copyOf(kept);
        renumbered = new int[all.size()];
        Arrays.fill(renumbered, -1);
        for (int k = 0; k < classes.size(); k++) {
            int old = all.indexOf(classes.get(k));
            if (old < 0) {
                String mend = Emotions.FER_PLUS.containsAll(classes)
                        ? ", a class of FER+: give --ferplus fer2013new.csv, which labels the pictures by its votes"
                        : "";
                throw new DataException(of + ": expected classes out of " + String.join(", ", all) + " but got \""
                        + classes.get(k) + "\"" + mend);
            }
            renumbered[old] = k;
        }
        if (classes.size() < 2) {
            throw new DataException(of + ": expected at least two classes but there is only " + String.join("", classes)
                    + ": one class leaves nothing to tell apart");
        }
    }

    List<String> classes() {
        return classes;
    }

    /** The new label, or −1 where the class is not kept. */
    int label(int old) {
        return renumbered[old];
    }

    /** Probabilities over the kept classes, made to sum to one; their sum must not be 0. */
    float[] probabilities(float[] old) {
        float[] p = new float[classes.size()];
        double sum = 0;
        for (int c = 0; c < old.length; c++) {
            if (renumbered[c] >= 0) {
                p[renumbered[c]] = old[c];
                sum += old[c];
            }
        }
        for (int k = 0; k < p.length; k++) {
            p[k] = (float) (p[k] / sum);
        }
        return p;
    }
}
