package org.pellucid.data;

import java.util.Arrays;

/**
 * How grey values 0…255 become the numbers a network sees; part of the model, so that prediction repeats it.
 *
 * <p>It is plain numbers: the kind, {@code mean} and {@code deviation}. {@code NONE}: x as it is. {@code FIXED}:
 * (x − 127.5) / 127.5, which needs no data and gives −1…1. {@code PER_PIXEL}: (x − mean[p]) / deviation[p], both
 * measured on the training pictures. {@code PER_IMAGE}: (x − m) / s with mean and deviation of the picture itself.
 * Deviations below one grey level count as one, lest a flat picture divide by zero.
 *
 * @param kind of the four
 * @param mean one number for {@code FIXED}, one for each of the c·h·w pixels for {@code PER_PIXEL}, else none
 * @param deviation as many as {@code mean}, all positive
 */
public record Standardisation(Kind kind, float[] mean, float[] deviation) {
    private static final float LEAST_DEVIATION = 1;

    /** The four kinds. */
    public enum Kind {
        NONE,
        FIXED,
        PER_PIXEL,
        PER_IMAGE
    }

    public Standardisation {
        boolean fits = switch (kind) {
            case NONE, PER_IMAGE -> mean.length == 0;
            case FIXED -> mean.length == 1;
            case PER_PIXEL -> mean.length > 0;
        };
        if (!fits || deviation.length != mean.length) {
            throw new DataException("standardisation " + kind + ": expected " + expected(kind) + " but got "
                    + mean.length + " means and " + deviation.length + " deviations");
        }
        for (int p = 0; p < mean.length; p++) {
            if (!Float.isFinite(mean[p]) || !Float.isFinite(deviation[p]) || deviation[p] <= 0) {
                throw new DataException(
                        "standardisation " + kind + ": expected finite means and positive deviations but got " + mean[p]
                                + " and " + deviation[p] + " at " + p);
            }
        }
        mean = mean.clone();
        deviation = deviation.clone();
    }

    private static String expected(Kind kind) {
        return switch (kind) {
            case NONE, PER_IMAGE -> "no numbers";
            case FIXED -> "one mean and one deviation";
            case PER_PIXEL -> "a mean and a deviation for each pixel";
        };
    }

    /** Leaves grey values as they are. */
    public static Standardisation none() {
        return new Standardisation(Kind.NONE, new float[0], new float[0]);
    }

    /** x / 127.5 − 1. */
    public static Standardisation fixed() {
        return new Standardisation(Kind.FIXED, new float[] {127.5f}, new float[] {127.5f});
    }

    /** Each picture by its own mean and deviation. */
    public static Standardisation perImage() {
        return new Standardisation(Kind.PER_IMAGE, new float[0], new float[0]);
    }

    /**
     * Measures what the kind needs on the training pictures, exactly: the sums are of integers.
     *
     * @param train used by {@code PER_PIXEL} alone
     */
    public static Standardisation fit(Kind kind, Dataset train) {
        return switch (kind) {
            case NONE -> none();
            case FIXED -> fixed();
            case PER_IMAGE -> perImage();
            case PER_PIXEL -> perPixel(train);
        };
    }

    private static Standardisation perPixel(Dataset train) {
        int size = train.pictureSize();
        int n = train.size();
        long[] sum = new long[size];
        long[] squares = new long[size];
        byte[] pixels = train.pixels();
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < size; p++) {
                int v = pixels[i * size + p] & 0xFF;
                sum[p] += v;
                squares[p] += v * v;
            }
        }
        float[] mean = new float[size];
        float[] deviation = new float[size];
        for (int p = 0; p < size; p++) {
            double m = (double) sum[p] / n;
            // n·Σv² − (Σv)² is exact in 64 bits up to ten million pictures, so no cancellation spoils it.
            double variance = (n * squares[p] - sum[p] * sum[p]) / ((double) n * n);
            mean[p] = (float) m;
            deviation[p] = Math.max(LEAST_DEVIATION, (float) Math.sqrt(variance));
        }
        return new Standardisation(Kind.PER_PIXEL, mean, deviation);
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] deviation() {
        return deviation.clone();
    }

    /**
     * Standardises one picture in place; allocates nothing.
     *
     * @param image holds the picture's grey values 0…255 from {@code offset} on
     * @param size of the picture: channels × height × width
     */
    public void apply(float[] image, int offset, int size) {
        switch (kind) {
            case NONE -> {}
            case FIXED -> {
                float m = mean[0];
                float s = deviation[0];
                for (int p = offset; p < offset + size; p++) {
                    image[p] = (image[p] - m) / s;
                }
            }
            case PER_PIXEL -> {
                assert size == mean.length : "expected " + mean.length + " pixels but got " + size;
                for (int p = 0; p < size; p++) {
                    image[offset + p] = (image[offset + p] - mean[p]) / deviation[p];
                }
            }
            case PER_IMAGE -> perImage(image, offset, size);
        }
    }

    private static void perImage(float[] image, int offset, int size) {
        // region:standardisation-per-image
        double sum = 0;
        for (int p = offset; p < offset + size; p++) {
            sum += image[p];
        }
        float m = (float) (sum / size);
        double squares = 0;
        for (int p = offset; p < offset + size; p++) {
            double d = image[p] - m;
            squares += d * d;
        }
        float s = Math.max(LEAST_DEVIATION, (float) Math.sqrt(squares / size));
        for (int p = offset; p < offset + size; p++) {
            image[p] = (image[p] - m) / s;
        }
        // end
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standardisation that
                && kind == that.kind
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(deviation, that.deviation);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * kind.hashCode() + Arrays.hashCode(mean)) + Arrays.hashCode(deviation);
    }

    @Override
    public String toString() {
        return "Standardisation[" + kind + ", " + mean.length + " means]";
    }
}
