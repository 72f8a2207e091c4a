package org.pellucid.data;

import org.pellucid.tensor.Rng;

/** Varies and standardises single pictures; each depends on nothing but (seed, epoch, example). */
final class Augmenter {
    private static final long VARY = Rng.key("data.augment");
    private static final long ERASE = Rng.key("data.erase");
    private static final double LEAST_AREA = 0.02;
    private static final double MOST_AREA = 0.25;
    private static final double ASPECT = 3.3;

    private final Dataset data;
    private final Standardisation standardisation;
    private final Augmentation a;
    private final long seed;
    private final View view;

    Augmenter(Dataset data, Standardisation standardisation, Augmentation augmentation, long seed) {
        this(data, standardisation, augmentation, seed, View.WHOLE);
    }

    /** One that varies nothing, but shows all pictures through the same view. */
    Augmenter(Dataset data, Standardisation standardisation, View view) {
        this(data, standardisation, Augmentation.none(), 0, view);
    }

    private Augmenter(Dataset data, Standardisation standardisation, Augmentation a, long seed, View view) {
        this.data = data;
        this.standardisation = standardisation;
        this.a = a;
        this.seed = seed;
        this.view = view;
    }

    /** The key of a stream that belongs to one deal of an example in one epoch. */
    static long key(long purpose, long seed, int epoch, int deal) {
        return Rng.mix(Rng.mix(Rng.mix(purpose, seed), epoch), deal);
    }

    /**
     * Writes the picture as the network is to see it.
     *
     * @param deal the example's index, or another number where it comes more than once in the epoch
     */
    void write(int epoch, int example, int deal, float[] out, int offset, Scratch s) {
        int size = data.pictureSize();
        Draws d = s.draws;
        d.start(key(VARY, seed, epoch, deal));
        if (!view.isWhole()) {
            data.pixels(example, s.picture, 0);
            view.compose(s.affine, data.height(), data.width());
            s.affine.apply(s.picture, out, offset, data.channels(), data.height(), data.width());
        } else if (a.moves()) {
            move(example, out, offset, s);
        } else {
            data.pixels(example, out, offset);
        }
        if (a.brightness() > 0 || a.contrast() > 0) {
            light(out, offset, size, (float) (255 * d.within(a.brightness())), (float) (1 + d.within(a.contrast())));
        }
        standardisation.apply(out, offset, size);
        if (a.erase() > 0) {
            d.start(key(ERASE, seed, epoch, deal));
            erase(out, offset, d);
        }
    }

    private void move(int example, float[] out, int offset, Scratch s) {
        int h = data.height();
        int w = data.width();
        Draws d = s.draws;
        // Every draw is made whatever the amounts, so that changing one amount does not change the others' draws.
        boolean flip = d.next() < a.flip();
        double right = shift(d, w);
        double down = shift(d, h);
        double degrees = d.within(a.rotate());
        double scale = 1 + d.within(a.zoom());
        double shear = d.within(a.shear());
        int left = d.below(Math.max(1, w - a.crop() + 1));
        int top = d.below(Math.max(1, h - a.crop() + 1));
        if (a.crop() > 0) {
            double magnify = (double) w / a.crop();
            scale *= magnify;
            right += magnify * ((w - a.crop()) / 2.0 - left);
            down += magnify * ((h - a.crop()) / 2.0 - top);
        }
        // The one draw that is not always made: at 1, brightness and contrast keep the draws they had without it.
        if (a.moved() < 1 && d.next() >= a.moved()) {
            degrees = 0;
            scale = 1;
            shear = 0;
            right = 0;
            down = 0;
        }
        data.pixels(example, s.picture, 0);
        s.affine.compose(h, w, flip, degrees, scale, shear, right, down);
        s.affine.apply(s.picture, out, offset, data.channels(), h, w);
    }

    private double shift(Draws d, int edge) {
        double pixels = d.within(a.shift()) * edge;
        return a.wholePixels() ? Math.rint(pixels) : pixels;
    }

    private static void light(float[] x, int offset, int size, float add, float factor) {
        double sum = 0;
        for (int p = offset; p < offset + size; p++) {
            sum += x[p];
        }
        float mean = (float) (sum / size);
        for (int p = offset; p < offset + size; p++) {
            float v = mean + add + factor * (x[p] - mean);
            x[p] = v < 0 ? 0 : Math.min(v, 255);
        }
    }

    private void erase(float[] x, int offset, Draws d) {
        if (d.next() >= a.erase()) {
            return;
        }
        int h = data.height();
        int w = data.width();
        double area = (LEAST_AREA + (MOST_AREA - LEAST_AREA) * d.next()) * h * w;
        double aspect = StrictMath.exp(d.within(StrictMath.log(ASPECT)));
        int eh = Math.max(1, Math.min(h, (int) (StrictMath.sqrt(area * aspect) + 0.5)));
        int ew = Math.max(1, Math.min(w, (int) (StrictMath.sqrt(area / aspect) + 0.5)));
        int top = d.below(h - eh + 1);
        int left = d.below(w - ew + 1);
        for (int ch = 0; ch < data.channels(); ch++) {
            for (int y = top; y < top + eh; y++) {
                int row = offset + (ch * h + y) * w;
                for (int q = row + left; q < row + left + ew; q++) {
                    x[q] = 0;
                }
            }
        }
    }
}
