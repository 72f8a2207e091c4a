package org.pellucid.engine;

import static org.pellucid.gemm.CacheLine.HEAD;

import org.pellucid.engine.loops.Loops;
import org.pellucid.engine.loops.Normalisation;

/** Working memory for a few pictures in their {@link Border}s; pictures that need no border are used where they are. */
final class Frames {
    /** Floats in all frames: half a megabyte, so that they stay in the second-level cache, and make full groups of Winograd tiles. */
    private static final int BUDGET = 1 << 17;

    private final Border border;
    private final Normalisation norm;
    private final Loops loops;
    private final int pictures;
    private final float[][] frames;

    Frames(Border border, Plan plan) {
        this(border, null, plan);
    }

    /** @param norm of the batch norm before, if what is framed has still to go through its scaling and a ReLU; else null */
    Frames(Border border, Normalisation norm, Plan plan) {
        this("", border, norm, plan);
    }

    /** @param purpose frames of different purposes never share memory */
    Frames(String purpose, Border border, Plan plan) {
        this(purpose, border, null, plan);
    }

    private Frames(String purpose, Border border, Normalisation norm, Plan plan) {
        this.border = border;
        this.norm = norm;
        loops = plan.loops();
        pictures = pictures(border, plan);
        frames = plan.scratch().arrays(purpose + border, border.isEmpty() ? 0 : HEAD + pictures * border.size());
    }

    /** How many pictures in such a border go at once. */
    static int pictures(Border border, Plan plan) {
        int most = Math.max(1, Math.min(plan.block(), BUDGET / border.size()));
        while (plan.block() % most > 0) { // no small rest
            most--;
        }
        return most;
    }

    Border border() {
        return border;
    }

    /** How many pictures go at once. */
    int pictures() {
        return pictures;
    }

    /** The array that holds the pictures first … first + count − 1 of x, framed. */
    float[] of(float[] x, int first, int count, int worker) {
        if (norm != null) {
            scale(x, first, count, frames[worker]);
        } else if (!border.isEmpty()) {
            border.copy(x, first, count, frames[worker], HEAD);
        }
        return array(x, worker);
    }

    private void scale(float[] x, int first, int count, float[] to) {
        for (int row = 0; row < count * border.h(); row++) {
            int from = (first * border.h() + row) * border.run();
            loops.normalise(x, from, from + border.run(), to, at(first, row), norm, true);
        }
    }

    /** Where a row begins, counted through all pictures from the first. */
    int at(int first, int row) {
        return offset(first)
                + border.inside()
                + row / border.h() * border.size()
                + row % border.h() * border.width() * border.channels();
    }

    /** Where pictures of x are framed. */
    float[] array(float[] x, int worker) {
        return border.isEmpty() ? x : frames[worker];
    }

    /** Where in the array the first picture is. */
    int offset(int first) {
        return border.isEmpty() ? first * border.size() : HEAD;
    }
}
