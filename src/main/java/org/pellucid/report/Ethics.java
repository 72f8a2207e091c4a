package org.pellucid.report;

import java.util.List;

/** What must be said of pictures of faces, and of labels of emotions; {@code docs/ethics.md} says more. */
final class Ethics {
    static final List<String> OF_PEOPLE = List.of(
            "Consent: the pictures of the usual data sets are of real people, most of them gathered from the web; those shown were not"
                    + " asked. Do not publish single faces, and do not try to find out who is shown.",
            "What the labels are not: an emotion is not a facial expression. A label says what others read in a face, at a glance and"
                    + " out of context, not what was felt; the link between the two is disputed (Barrett et al., Emotional expressions"
                    + " reconsidered, 2019).",
            "Noise: people agree with FER2013's labels in about two cases of three; a model cannot be more right than its labels.",
            "Bias: ages, sexes, skins and cultures are unequally represented and not named in the data, so errors that differ between"
                    + " them stay hidden in an average.",
            "Use: do not judge people by such a model.");

    static final List<String> OF_DRAWINGS = List.of(
            "The pictures are drawings; nobody's face is among them. Scores on them say nothing of how well a network reads real faces.",
            "What the labels are not: an emotion is not a facial expression. The program drew brows, eyes and mouths; nobody felt"
                    + " anything.",
            "Use: do not judge people by such a model.");

    private Ethics() {}
}
