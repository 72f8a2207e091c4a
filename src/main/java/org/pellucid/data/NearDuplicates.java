package org.pellucid.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * Pairs of different pictures that are nearly the same, as they are or one of them mirrored left to right: those whose
 * pixels' correlation, over the whole picture, reaches a threshold. Light and contrast do not matter, shifts and other crops
 * do.
 *
 * <p>The search leaves no pair out. With mean 0 and norm 1, the squared distance of two pictures is 2 (1 − correlation), and the
 * low frequencies of their cosine transform are never further apart than they are (see {@link Spectrum}): pairs too far apart in
 * eight of those frequencies need no second look, and few others remain.
 *
 * @param threshold the least correlation
 * @param blank pictures that were not compared: their deviation is below one grey level
 * @param pairs the most alike first
 */
public record NearDuplicates(double threshold, int blank, List<Pair> pairs) {
    /** Pictures of FER2013 that correlate this well show the same photograph but for compression, light or a word on it. */
    public static final double THRESHOLD = 0.95;

    /** Frequencies that decide for most pairs; all are even, so one look serves for the mirror image, too. */
    private static final int FIRST = 8;

    private static final int BLOCK = 1024;

    /** What rounding may add to a squared distance of numbers of norm 1 or less; far more than it does. */
    private static final float SLACK = 1e-5f;

    private static final double LEAST_DEVIATION = 1;

    /**
     * Two pictures; of each group of identical ones only the first stands for all.
     *
     * @param a the one that comes first in the source
     * @param b the other
     * @param correlation of their pixels, at most 1
     * @param mirrored whether {@code b} is mirrored
     */
    public record Pair(Place a, Place b, double correlation, boolean mirrored) {}

    public NearDuplicates {
        pairs = List.copyOf(pairs);
    }

    /**
     * Searches all splits.
     *
     * @param identical of the same source
     * @param threshold from above 0 to 1
     * @param progress told the share that is done
     */
    public static NearDuplicates of(
            DataSource source, IdenticalPictures identical, double threshold, DoubleConsumer progress) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new DataException(
                    "near-duplicates expect a correlation above 0 and up to 1, such as 0.95, but get " + threshold);
        }
        Search search = new Search(source, identical, threshold);
        search.run(progress);
        search.pairs.sort(Comparator.comparingDouble(Pair::correlation)
                .reversed()
                .thenComparing(pair -> pair.a().split())
                .thenComparingInt(pair -> pair.a().index()));
        return new NearDuplicates(threshold, identical.groups().size() - search.n, search.pairs);
    }

    private static final class Search {
        private final DataSource source;
        private final double threshold;
        private final float limit;
        private final List<Pair> pairs = new ArrayList<>();
        private final int n;
        private final Place[] places;
        private final double[] means;
        private final double[] norms;
        /** [n, Spectrum.SIZE]. */
        private final float[] rows;
        /** Of the pictures by their first number, so that those too far apart in it are never paired. */
        private final int[] order;
        /** [FIRST, n], in that order: the first numbers side by side, for the processor to take several at once. */
        private final float[][] columns = new float[FIRST][];

        private final float[] distance = new float[BLOCK];

        Search(DataSource source, IdenticalPictures identical, double threshold) {
            this.source = source;
            this.threshold = threshold;
            limit = (float) (2 * (1 - threshold)) + SLACK;
            int all = identical.groups().size();
            places = new Place[all];
            means = new double[all];
            norms = new double[all];
            rows = new float[Math.multiplyExact(all, Spectrum.SIZE)];
            Spectrum spectrum = new Spectrum(source.splits().values().iterator().next());
            int count = 0;
            for (List<Place> group : identical.groups()) {
                if (measure(group.get(0), count)) {
                    Dataset data = data(count);
                    spectrum.of(data.pixels(), from(count), means[count], norms[count], rows, count * Spectrum.SIZE);
                    count++;
                }
            }
            n = count;
            order = IntStream.range(0, n)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> rows[i * Spectrum.SIZE]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int f = 0; f < FIRST; f++) {
                columns[f] = new float[n];
                for (int r = 0; r < n; r++) {
                    columns[f][r] = rows[order[r] * Spectrum.SIZE + f];
                }
            }
        }

        /** Notes mean and norm; whether there is anything to compare. */
        private boolean measure(Place place, int i) {
            places[i] = place;
            Dataset data = data(i);
            long sum = 0;
            long squares = 0;
            for (int p = from(i); p < from(i) + data.pictureSize(); p++) {
                int x = data.pixels()[p] & 0xFF;
                sum += x;
                squares += x * x;
            }
            means[i] = (double) sum / data.pictureSize();
            norms[i] = Math.sqrt(squares - sum * means[i]);
            return norms[i] * norms[i] >= LEAST_DEVIATION * LEAST_DEVIATION * data.pictureSize();
        }

        private Dataset data(int i) {
            return source.split(places[i].split());
        }

        private int from(int i) {
            return places[i].index() * data(i).pictureSize();
        }

        void run(DoubleConsumer progress) {
            double reach = Math.sqrt(limit);
            int end = 0;
            for (int r = 0; r < n; r++) {
                while (end < n && columns[0][end] - columns[0][r] <= reach) {
                    end++;
                }
                for (int from = r + 1; from < end; from += BLOCK) {
                    int count = Math.min(BLOCK, end - from);
                    measureBlock(r, from, count);
                    for (int j = 0; j < count; j++) {
                        if (distance[j] <= limit) {
                            int other = order[from + j];
                            look(Math.min(order[r], other), Math.max(order[r], other), distance[j]);
                        }
                    }
                }
                if (r % BLOCK == 0) {
                    progress.accept((double) r / n);
                }
            }
        }

        private void measureBlock(int r, int from, int count) {
            for (int f = 0; f < FIRST; f++) {
                float a = columns[f][r];
                float[] b = columns[f];
                float keep = f == 0 ? 0 : 1;
                for (int j = 0; j < count; j++) {
                    float difference = a - b[from + j];
                    distance[j] = keep * distance[j] + difference * difference;
                }
            }
        }

        private void look(int i, int j, float first) {
            int a = i * Spectrum.SIZE;
            int b = j * Spectrum.SIZE;
            float even = first;
            for (int f = FIRST; f < Spectrum.EVEN; f++) {
                float difference = rows[a + f] - rows[b + f];
                even += difference * difference;
            }
            float plain = even;
            float mirrored = even;
            for (int f = Spectrum.EVEN; f < Spectrum.SIZE; f++) {
                float difference = rows[a + f] - rows[b + f];
                float sum = rows[a + f] + rows[b + f];
                plain += difference * difference;
                mirrored += sum * sum;
            }
            double asTheyAre = plain <= limit ? correlation(i, j, false) : -1;
            double turned = mirrored <= limit ? correlation(i, j, true) : -1;
            if (Math.max(asTheyAre, turned) >= threshold) {
                pairs.add(new Pair(places[i], places[j], Math.max(asTheyAre, turned), turned > asTheyAre));
            }
        }

        /** Over all pixels: sums of integers, so exact but for the last steps. */
        private double correlation(int i, int j, boolean mirrored) {
            Dataset data = data(i);
            byte[] x = data.pixels();
            byte[] y = data(j).pixels();
            int width = data.width();
            long products = 0;
            for (int row = 0; row < data.pictureSize() / width; row++) {
                int a = from(i) + row * width;
                int b = from(j) + row * width;
                for (int column = 0; column < width; column++) {
                    products += (x[a + column] & 0xFF) * (y[b + (mirrored ? width - 1 - column : column)] & 0xFF);
                }
            }
            double covariance = products - data.pictureSize() * means[i] * means[j];
            return Math.min(1, covariance / (norms[i] * norms[j]));
        }
    }
}
