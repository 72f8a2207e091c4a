package org.pellucid.data;

/** What becomes of the ten FER+ votes of a picture. */
public enum FerPlusMode {
    /** One label: the class with more than half of the votes; pictures without one are left out. */
    MAJORITY,
    /** To learn from, the share of each class in the votes as a probability; validation and test as {@link #MAJORITY}. */
    SOFT
}
