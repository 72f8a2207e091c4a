package org.pellucid.data;

/** What one thread needs to prepare examples without allocating: see {@link Batches#scratch()}. */
public final class Scratch {
    final float[] picture;
    final float[] partner;
    final Draws draws = new Draws();
    final Affine affine = new Affine();

    Scratch(int pictureSize, int classes) {
        picture = new float[pictureSize];
        partner = new float[Math.max(pictureSize, classes)];
    }
}
