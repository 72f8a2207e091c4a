package org.pellucid.data;

/** The three columns of a FER table. */
enum Column {
    EMOTION,
    PIXELS,
    USAGE,
    /** Any further column: skipped. */
    OTHER
}
