package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchesTest {
    private static final Dataset FACES = SyntheticFaces.generate(50, 0, 0, 3).split(Split.TRAIN);
    private static final Augmentation EVERYTHING =
            new Augmentation(0.5, 0.8, 0.1, false, 15, 0.15, 0.1, 44, 0.2, 0.2, 0.5, 0.4);
    private static final int SIZE = 48 * 48;

    private static Batches batches(Augmentation a, int batchSize, long seed) {
        return new Batches(FACES, Standardisation.fixed(), a, batchSize, seed);
    }

    /** Picture and target of an example wherever it comes in the epoch. */
    private static float[] example(Batches batches, int epoch, int example) {
        int[] order = batches.order(epoch);
        int place = 0;
        while (order[place] != example) {
            place++;
        }
        int b = batches.batchSize();
        float[] x = new float[b * SIZE];
        float[] targets = new float[b * 7];
        batches.fillOne(epoch, place / b, place % b, x, targets, null, batches.scratch());
        float[] both = Arrays.copyOfRange(x, place % b * SIZE, place % b * SIZE + SIZE + 7);
        System.arraycopy(targets, place % b * 7, both, SIZE, 7);
        return both;
    }

    @Test
    void eachEpochTakesEveryPictureOnceInItsOwnOrder() {
        Batches batches = batches(Augmentation.none(), 8, 1);
        int[] sorted = batches.order(0);
        Arrays.sort(sorted);

        for (int i = 0; i < 50; i++) {
            assertThat(sorted[i]).isEqualTo(i);
        }
        assertThat(batches.order(1)).isNotEqualTo(batches.order(0));
        assertThat(batches(Augmentation.none(), 8, 2).order(0)).isNotEqualTo(batches.order(0));
        assertThat(batches(EVERYTHING, 16, 1).order(0)).isEqualTo(batches.order(0));
    }

    @Test
    void theLastBatchMayBeSmaller() {
        Batches batches = batches(Augmentation.none(), 8, 1);
        int[] labels = new int[8];
        Arrays.fill(labels, -1);

        assertThat(batches.batchesPerEpoch()).isEqualTo(7);
        assertThat(batches.fill(0, 6, new float[8 * SIZE], null, labels)).isEqualTo(2);
        assertThat(labels[1]).isNotNegative();
        assertThat(labels[2]).isEqualTo(-1);
    }

    @Test
    void handsOutStandardisedPicturesAndOneHotTargets() {
        Batches batches = batches(Augmentation.none(), 4, 1);
        float[] x = new float[4 * SIZE];
        float[] targets = new float[4 * 7];
        int[] labels = new int[4];
        batches.fill(2, 3, x, targets, labels);

        for (int k = 0; k < 4; k++) {
            int i = batches.order(2)[12 + k];
            assertThat(labels[k]).isEqualTo(FACES.label(i));
            assertThat(targets[k * 7 + labels[k]]).isEqualTo(1);
            for (int p = 0; p < SIZE; p++) {
                assertThat(x[k * SIZE + p]).isEqualTo(((FACES.pixels()[i * SIZE + p] & 0xFF) - 127.5f) / 127.5f);
            }
        }
    }

    @Test
    void inOrderIsTheOrderOfTheData() {
        Batches batches = Batches.inOrder(FACES, Standardisation.fixed(), 8);

        assertThat(batches.order(5)).startsWith(0, 1, 2).endsWith(49);
    }

    @Test
    void anExampleDependsOnSeedEpochAndItselfAlone() {
        float[] first = example(batches(EVERYTHING, 8, 1), 3, 17);
        Batches other = batches(EVERYTHING, 13, 1);
        other.fill(0, 1, new float[13 * SIZE], new float[13 * 7], null);

        assertThat(example(other, 3, 17)).isEqualTo(first);
        assertThat(example(other, 4, 17)).isNotEqualTo(first);
        assertThat(example(batches(EVERYTHING, 8, 2), 3, 17)).isNotEqualTo(first);
    }

    @Test
    void threadsFillABatchLikeOne() throws InterruptedException {
        Batches batches = batches(EVERYTHING, 50, 1);
        float[] alone = new float[50 * SIZE];
        float[] together = new float[50 * SIZE];
        batches.fill(6, 0, alone, new float[50 * 7], null);
        Batches fresh = batches(EVERYTHING, 50, 1);
        float[] targets = new float[50 * 7];
        Thread[] threads = new Thread[3];
        for (int t = 0; t < threads.length; t++) {
            int from = t;
            threads[t] = new Thread(() -> {
                Scratch scratch = fresh.scratch();
                for (int k = from; k < 50; k += threads.length) {
                    fresh.fillOne(6, 0, k, together, targets, null, scratch);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(together).isEqualTo(alone);
    }

    @Test
    void flippingFlips() {
        Augmentation always = new Augmentation(1, 1, 0, false, 0, 0, 0, 0, 0, 0, 0, 0);
        float[] plain = example(batches(Augmentation.none(), 8, 1), 0, 5);
        float[] flipped = example(batches(always, 8, 1), 0, 5);

        for (int p = 0; p < SIZE; p++) {
            assertThat(flipped[p]).isEqualTo(plain[p / 48 * 48 + 47 - p % 48]);
        }
    }

    /** Of 400 draws a share of ½ lies within 0.1, four standard deviations. */
    @Test
    void picturesThatAreNotMovedStaySharpAndTheOthersMoveAsEver() {
        Batches still = batches(Augmentation.none(), 50, 1);
        Batches mirrored = batches(new Augmentation(1, 1, 0, false, 0, 0, 0, 0, 0, 0, 0, 0), 50, 1);
        Batches all = batches(new Augmentation(0.5, 1, 0.1, false, 15, 0.15, 0.1, 44, 0, 0, 0, 0), 50, 1);
        Batches half = batches(new Augmentation(0.5, 0.5, 0.1, false, 15, 0.15, 0.1, 44, 0, 0, 0, 0), 50, 1);
        Batches none = batches(new Augmentation(0.5, 0, 0.1, false, 15, 0.15, 0.1, 44, 0, 0, 0, 0), 50, 1);
        int moved = 0;
        for (int epoch = 0; epoch < 8; epoch++) {
            for (int i = 0; i < 50; i++) {
                float[] sharp = example(none, epoch, i);
                assertThat(sharp).isIn(example(still, epoch, i), example(mirrored, epoch, i));
                if (Arrays.equals(example(half, epoch, i), example(all, epoch, i))) {
                    moved++;
                } else {
                    assertThat(example(half, epoch, i)).isEqualTo(sharp);
                }
            }
        }

        assertThat(moved / 400.0).isCloseTo(0.5, within(0.1));
    }

    @Test
    void shiftsByWholePixelsMovePixelsExactly() {
        Batches still = batches(Augmentation.none(), 8, 1);
        Batches fractions = batches(new Augmentation(0, 1, 0.1, false, 0, 0, 0, 0, 0, 0, 0, 0), 8, 1);
        Batches whole = batches(new Augmentation(0, 1, 0.1, true, 0, 0, 0, 0, 0, 0, 0, 0), 8, 1);
        for (int i = 0; i < 20; i++) {
            float[] plain = example(still, 0, i);

            assertThat(isShiftOf(example(whole, 0, i), plain)).isTrue();
            assertThat(isShiftOf(example(fractions, 0, i), plain)).isFalse();
        }
    }

    /** Whether each pixel comes from one so many rows and columns away, at most a tenth of 48, the edges repeated. */
    private static boolean isShiftOf(float[] shifted, float[] plain) {
        for (int down = -5; down <= 5; down++) {
            for (int right = -5; right <= 5; right++) {
                boolean same = true;
                for (int p = 0; p < SIZE && same; p++) {
                    int y = Math.max(0, Math.min(47, p / 48 - down));
                    int x = Math.max(0, Math.min(47, p % 48 - right));
                    same = shifted[p] == plain[y * 48 + x];
                }
                if (same) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aCropShowsAWindowOfThePicture() {
        // A picture whose grey value is its column: whatever the window, it must rise by 44 columns over 48.
        byte[] ramp = new byte[SIZE];
        for (int p = 0; p < SIZE; p++) {
            ramp[p] = (byte) (5 * (p % 48));
        }
        Dataset one = Dataset.of("ramp", FACES.classes(), 1, 48, 48, ramp, new int[1], null, null);
        Batches batches = new Batches(
                one, Standardisation.none(), new Augmentation(0, 1, 0, false, 0, 0, 0, 44, 0, 0, 0, 0), 1, 1);
        float[] x = new float[SIZE];
        boolean[] seen = new boolean[6];
        for (int epoch = 0; epoch < 60; epoch++) {
            batches.fill(epoch, 0, x, null, null);
            // The middle of the window, 21.5 columns from its left, is shown at 23.5.
            double left = (x[23] + x[24]) / 2 / 5 - 21.5;
            assertThat(left).isCloseTo(Math.rint(left), within(1e-4));
            assertThat((x[30] - x[18]) / 5).isCloseTo(12 * 44 / 48f, within(1e-4f));
            seen[(int) Math.rint(left)] = true;
        }

        assertThat(seen).startsWith(true, true, true, true, true);
        assertThat(seen[5]).isFalse();
    }

    @Test
    void brightnessAndContrastStayInRange() {
        Augmentation light = new Augmentation(0, 1, 0, false, 0, 0, 0, 0, 1, 1, 0, 0);
        Batches batches = new Batches(FACES, Standardisation.none(), light, 50, 1);
        float[] x = new float[50 * SIZE];
        batches.fill(0, 0, x, null, null);
        float low = 255;
        float high = 0;
        for (float v : x) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }

        assertThat(low).isEqualTo(0);
        assertThat(high).isEqualTo(255);
    }

    @Test
    void erasingBlanksARectangleOfTheStatedArea() {
        byte[] white = new byte[40 * SIZE];
        Arrays.fill(white, (byte) 255);
        Dataset data = Dataset.of("white", FACES.classes(), 1, 48, 48, white, new int[40], null, null);
        Batches batches = new Batches(
                data, Standardisation.fixed(), new Augmentation(0, 1, 0, false, 0, 0, 0, 0, 0, 0, 1, 0), 40, 1);
        float[] x = new float[40 * SIZE];
        batches.fill(0, 0, x, null, null);

        for (int k = 0; k < 40; k++) {
            int erased = 0;
            for (int p = 0; p < SIZE; p++) {
                erased += x[k * SIZE + p] == 0 ? 1 : 0;
            }
            // Sides are rounded to whole pixels: at most half a pixel along each side of at most 44 by 44.
            assertThat(erased).isBetween((int) (0.02 * SIZE) - 24, (int) (0.25 * SIZE) + 45);
        }
    }

    @Test
    void mixupTargetsSumToOneAndFavourTheExample() {
        Batches batches = batches(new Augmentation(0, 1, 0, false, 0, 0, 0, 0, 0, 0, 0, 0.5), 50, 1);
        float[] targets = new float[50 * 7];
        int[] labels = new int[50];
        batches.fill(0, 0, new float[50 * SIZE], targets, labels);
        int mixed = 0;
        for (int k = 0; k < 50; k++) {
            double sum = 0;
            for (int c = 0; c < 7; c++) {
                sum += targets[k * 7 + c];
            }
            // λ + (1 − λ) with one rounding in the difference.
            assertThat(sum).isCloseTo(1, within(6e-8));
            assertThat(targets[k * 7 + labels[k]]).isBetween(0.5f, 1f);
            mixed += targets[k * 7 + labels[k]] < 1 ? 1 : 0;
        }

        assertThat(mixed).isGreaterThan(25);
    }

    @Test
    void mixupMixesPicturesAsItMixesTargets() {
        Batches mixing = batches(new Augmentation(0, 1, 0, false, 0, 0, 0, 0, 0, 0, 0, 1), 50, 1);
        float[] mixed = example(mixing, 0, 4);
        float lambda = mixed[SIZE + FACES.label(4)];
        float[] own = example(batches(Augmentation.none(), 50, 1), 0, 4);
        int partners = 0;
        for (int j = 0; j < 50; j++) {
            float[] other = example(batches(Augmentation.none(), 50, 1), 0, j);
            boolean fits = true;
            for (int p = 0; p < SIZE && fits; p++) {
                fits = mixed[p] == lambda * own[p] + (1 - lambda) * other[p];
            }
            partners += fits ? 1 : 0;
        }

        assertThat(partners).isEqualTo(1);
    }

    @Test
    void fillingAllocatesNothing() {
        Batches batches = batches(EVERYTHING, 50, 1);
        float[] x = new float[50 * SIZE];
        float[] targets = new float[50 * 7];
        int[] labels = new int[50];
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            batches.fill(0, 0, x, targets, labels);
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
        }

        // Asking for the count allocates a little itself; a picture would be 9 kB.
        assertThat(least).isLessThan(1000);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> batches(Augmentation.none(), 0, 1))
                .isInstanceOf(DataException.class)
                .hasMessage("expected a batch of at least 1 picture but got 0");
        assertThatThrownBy(() -> batches(new Augmentation(0, 1, 0, false, 0, 0, 0, 49, 0, 0, 0, 0), 8, 1))
                .isInstanceOf(DataException.class)
                .hasMessage("augmentation: expected a crop of at most 48 pixels, the picture's edge, but got 49");
        assertThatThrownBy(() -> new Augmentation(1.5, 1, 0, false, 0, 0, 0, 0, 0, 0, 0, 0))
                .isInstanceOf(DataException.class)
                .hasMessage("augmentation: expected flip in 0…1.0 but got 1.5");
        assertThatThrownBy(() -> batches(Augmentation.none(), 8, 1).sizeOf(7))
                .isInstanceOf(DataException.class)
                .hasMessage("synthetic Training: expected a batch 0…6 but got 7");
    }

    @Test
    void balancedBatchesGiveEachClassTheSameShare() {
        // 30 of class 0, 4 of class 1, none of class 2, 7 of class 3.
        int[] labels = new int[41];
        Arrays.fill(labels, 30, 34, 1);
        Arrays.fill(labels, 34, 41, 3);
        Dataset uneven = Dataset.of("uneven", FACES.classes(), 1, 1, 1, new byte[41], labels, null, null);
        Batches batches = Batches.balanced(uneven, Standardisation.none(), Augmentation.none(), 8, 1);
        int[] counts = new int[7];
        int[] seen = new int[41];
        for (int i : batches.order(3)) {
            counts[labels[i]]++;
            seen[i]++;
        }

        assertThat(counts).containsExactly(14, 14, 0, 13, 0, 0, 0);
        assertThat(Arrays.copyOfRange(seen, 30, 34)).containsOnly(3, 4);
        assertThat(Arrays.copyOfRange(seen, 34, 41)).containsOnly(1, 2);
        assertThat(batches.order(3)).isEqualTo(batches.order(3)).isNotEqualTo(batches.order(4));
    }

    @Test
    void aPictureDealtTwiceIsVariedAnew() {
        Dataset one = FACES.subset(new int[] {0, 1, 7, 14, 21});
        Batches batches = Batches.balanced(one, Standardisation.fixed(), EVERYTHING, 5, 1);
        int alone = one.label(1);
        assertThat(one.classCounts()[alone]).isEqualTo(1);
        float[] x = new float[5 * SIZE];
        int[] labels = new int[5];
        batches.fill(0, 0, x, new float[5 * 7], labels);
        float[][] dealt = java.util.stream.IntStream.range(0, 5)
                .filter(k -> labels[k] == alone)
                .mapToObj(k -> Arrays.copyOfRange(x, k * SIZE, (k + 1) * SIZE))
                .toArray(float[][]::new);

        assertThat(dealt.length).isEqualTo(2);
        assertThat(dealt[0]).isNotEqualTo(dealt[1]);
    }

    @Test
    void viewsShowTheirWindow() {
        // A picture whose grey value is twice its column plus its row: the middle of each window tells where it lies.
        byte[] ramp = new byte[SIZE];
        for (int p = 0; p < SIZE; p++) {
            ramp[p] = (byte) (2 * (p % 48) + p / 48);
        }
        Dataset one = Dataset.of("ramp", FACES.classes(), 1, 48, 48, ramp, new int[1], null, null);
        double[] middles = View.tenCrop().stream()
                .mapToDouble(view -> {
                    float[] x = new float[SIZE];
                    Batches.inOrder(one, Standardisation.none(), 1, view).fill(0, 0, x, null, null);
                    return (x[23 * 48 + 23] + x[24 * 48 + 24]) / 2;
                })
                .toArray();
        // Windows of 44 begin at 0, 4 or, in the middle, 2: their middles lie at 21.5, 25.5 and 23.5.
        double[] expected = {
            2 * 21.5 + 21.5, 2 * 25.5 + 21.5, 2 * 21.5 + 25.5, 2 * 25.5 + 25.5, 2 * 23.5 + 23.5,
            2 * 25.5 + 21.5, 2 * 21.5 + 21.5, 2 * 25.5 + 25.5, 2 * 21.5 + 25.5, 2 * 23.5 + 23.5
        };

        assertThat(middles).containsExactly(expected, within(1e-4));
    }

    @Test
    void shiftedViewsAreSharp() {
        float[] plain = new float[SIZE];
        Batches.inOrder(FACES, Standardisation.none(), 1).fill(0, 2, plain, null, null);
        int[][] shifts = {{-1, -1}, {1, -1}, {-1, 1}, {1, 1}, {0, 0}};
        List<View> views = View.tenShift();
        assertThat(views).hasSize(10).doesNotHaveDuplicates();
        for (int v = 0; v < 10; v++) {
            float[] seen = new float[SIZE];
            Batches.inOrder(FACES, Standardisation.none(), 1, views.get(v)).fill(0, 2, seen, null, null);
            for (int p = 0; p < SIZE; p++) {
                int x = Math.max(0, Math.min(47, p % 48 - shifts[v % 5][0]));
                int y = Math.max(0, Math.min(47, p / 48 - shifts[v % 5][1]));
                assertThat(seen[p]).isEqualTo(plain[y * 48 + (v < 5 ? x : 47 - x)]);
            }
        }
    }

    @Test
    void aFlippedViewIsTheMirrorImage() {
        float[] plain = new float[SIZE];
        float[] mirrored = new float[SIZE];
        Batches.inOrder(FACES, Standardisation.fixed(), 1, View.flips().get(0)).fill(0, 3, plain, null, null);
        Batches.inOrder(FACES, Standardisation.fixed(), 1, View.flips().get(1)).fill(0, 3, mirrored, null, null);
        for (int p = 0; p < SIZE; p++) {
            assertThat(mirrored[p]).isEqualTo(plain[p / 48 * 48 + 47 - p % 48]);
        }
    }
}
