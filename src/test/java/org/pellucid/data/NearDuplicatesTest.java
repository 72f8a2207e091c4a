package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pellucid.tensor.Rng;

class NearDuplicatesTest {
    private static final int N = 120;
    private static final int EDGE = 20;
    private static final int PICTURE = EDGE * EDGE;

    @Test
    void findsExactlyThePairsThatComparingAllFinds() {
        byte[] pixels = pictures(N);
        DataSource source = source(pixels);
        double threshold = 0.6;

        NearDuplicates found = NearDuplicates.of(source, IdenticalPictures.of(source), threshold, share -> {});

        Map<List<Integer>, NearDuplicates.Pair> pairs = new HashMap<>();
        found.pairs()
                .forEach(pair -> pairs.put(List.of(pair.a().index(), pair.b().index()), pair));
        int expected = 0;
        int mirroredOnes = 0;
        for (int i = 0; i < N; i++) {
            for (int j = i + 1; j < N; j++) {
                double plain = correlation(pixels, i, j, false);
                double mirrored = correlation(pixels, i, j, true);
                NearDuplicates.Pair pair = pairs.get(List.of(i, j));
                assertThat(pair != null).isEqualTo(Math.max(plain, mirrored) >= threshold);
                if (pair != null) {
                    assertThat(pair.mirrored()).isEqualTo(mirrored > plain);
                    // Two sums of 400 products, in two orders, of numbers of norm 1.
                    assertThat(pair.correlation())
                            .isCloseTo(Math.max(plain, mirrored), within(4 * PICTURE * Math.ulp(1.0)));
                    expected++;
                    mirroredOnes += pair.mirrored() ? 1 : 0;
                }
            }
        }
        assertThat(found.pairs()).hasSize(expected);
        assertThat(mirroredOnes).isBetween(10, expected - 10);
    }

    @Test
    void lightAndContrastDoNotMatterAndTheMirrorImageIsFound() {
        byte[] pixels = new byte[3 * PICTURE];
        Rng rng = Rng.of(7);
        for (int p = 0; p < PICTURE; p++) {
            int x = rng.nextInt(100);
            pixels[p] = (byte) x;
            pixels[PICTURE + p] = (byte) (2 * x + 30);
            pixels[2 * PICTURE + p / EDGE * EDGE + EDGE - 1 - p % EDGE] = (byte) (x + 1);
        }
        DataSource source = source(pixels);

        NearDuplicates found = NearDuplicates.of(source, IdenticalPictures.of(source), 0.99, share -> {});

        assertThat(found.pairs())
                .extracting(NearDuplicates.Pair::a, NearDuplicates.Pair::b, NearDuplicates.Pair::mirrored)
                .containsExactlyInAnyOrder(
                        tuple(new Place(Split.TRAIN, 0), new Place(Split.TRAIN, 1), false),
                        tuple(new Place(Split.TRAIN, 0), new Place(Split.TRAIN, 2), true),
                        tuple(new Place(Split.TRAIN, 1), new Place(Split.TRAIN, 2), true));
        assertThat(found.pairs().get(0).correlation()).isCloseTo(1, within(4 * PICTURE * Math.ulp(1.0)));
    }

    @Test
    void blankPicturesAreLeftOutAndIdenticalOnesStandForEachOther() {
        byte[] pixels = pictures(5);
        System.arraycopy(pixels, 0, pixels, PICTURE, PICTURE);
        for (int p = 0; p < PICTURE; p++) {
            pixels[2 * PICTURE + p] = (byte) 200;
        }
        DataSource source = source(pixels);

        NearDuplicates found = NearDuplicates.of(source, IdenticalPictures.of(source), 1e-9, share -> {});

        assertThat(found.blank()).isEqualTo(1);
        assertThat(found.pairs())
                .isNotEmpty()
                .noneMatch(pair -> pair.a().index() == 1 || pair.b().index() == 1)
                .noneMatch(pair -> pair.a().index() == 2 || pair.b().index() == 2);
    }

    @Test
    void refusesAThresholdThatIsNoCorrelation() {
        DataSource source = source(pictures(2));
        IdenticalPictures identical = IdenticalPictures.of(source);
        assertThatThrownBy(() -> NearDuplicates.of(source, identical, 95, share -> {}))
                .isInstanceOf(DataException.class)
                .hasMessage("near-duplicates expect a correlation above 0 and up to 1, such as 0.95, but get 95.0");
    }

    /** Noise over a few shared grounds, some of them mirrored. */
    private static byte[] pictures(int n) {
        Rng rng = Rng.of(3);
        int[][] grounds = new int[6][PICTURE];
        for (int[] ground : grounds) {
            for (int p = 0; p < PICTURE; p++) {
                ground[p] = rng.nextInt(140);
            }
        }
        byte[] pixels = new byte[n * PICTURE];
        for (int i = 0; i < n; i++) {
            int[] ground = grounds[rng.nextInt(6)];
            boolean mirrored = rng.nextInt(3) == 0;
            int noise = 40 + rng.nextInt(80);
            for (int p = 0; p < PICTURE; p++) {
                int from = mirrored ? p / EDGE * EDGE + EDGE - 1 - p % EDGE : p;
                pixels[i * PICTURE + p] = (byte) (ground[from] + rng.nextInt(noise));
            }
        }
        return pixels;
    }

    private static double correlation(byte[] pixels, int i, int j, boolean mirrored) {
        double[] x = standard(pixels, i, false);
        double[] y = standard(pixels, j, mirrored);
        return IntStream.range(0, PICTURE).mapToDouble(p -> x[p] * y[p]).sum();
    }

    private static double[] standard(byte[] pixels, int i, boolean mirrored) {
        double[] x = new double[PICTURE];
        for (int p = 0; p < PICTURE; p++) {
            x[p] = pixels[i * PICTURE + (mirrored ? p / EDGE * EDGE + EDGE - 1 - p % EDGE : p)] & 0xFF;
        }
        double mean = IntStream.range(0, PICTURE).mapToDouble(p -> x[p]).sum() / PICTURE;
        double norm = Math.sqrt(IntStream.range(0, PICTURE)
                .mapToDouble(p -> (x[p] - mean) * (x[p] - mean))
                .sum());
        for (int p = 0; p < PICTURE; p++) {
            x[p] = (x[p] - mean) / norm;
        }
        return x;
    }

    private static DataSource source(byte[] pixels) {
        int[] labels =
                IntStream.range(0, pixels.length / PICTURE).map(i -> i % 2).toArray();
        Dataset data = Dataset.of("noise", List.of("a", "b"), 1, EDGE, EDGE, pixels, labels, null, null);
        return DataSource.of("noise", Map.of(Split.TRAIN, data), List.of("a", "b"));
    }
}
