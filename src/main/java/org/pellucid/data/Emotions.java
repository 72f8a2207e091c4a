package org.pellucid.data;

import java.util.List;

/** The names of the classes, in the order of their numbers. */
public final class Emotions {
    /** FER2013's seven. */
    public static final List<String> FER2013 =
            List.of("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral");

    /** The eight of FER+. */
    public static final List<String> FER_PLUS =
            List.of("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt");

    private Emotions() {}
}
