package org.pellucid.data;

/**
 * Where a picture stands in a source.
 *
 * @param split of it
 * @param index in that split, from 0
 */
public record Place(Split split, int index) {}
