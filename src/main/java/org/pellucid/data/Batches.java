package org.pellucid.data;

import java.util.Arrays;
import org.pellucid.tensor.Rng;

/**
 * Deals a data set out in batches, shuffled, varied and standardised.
 *
 * <p>Every draw depends on (seed, epoch, example) alone: the same bits whatever the order, batch or thread. The last
 * batch of an epoch may be smaller. Filling allocates nothing but, once an epoch, its order. Threads may fill examples at once, each
 * with a {@link Scratch} of its own.
 */
public final class Batches {
    private static final long ORDER = Rng.key("data.order");
    private static final long MIXUP = Rng.key("data.mixup");

    private final Dataset data;
    private final Augmenter augmenter;
    private final double mixup;
    private final int batchSize;
    private final long seed;
    private final Dealing dealing;
    private final Scratch own;
    private volatile Order current;

    private enum Dealing {
        IN_ORDER,
        SHUFFLED,
        BALANCED
    }

    /**
     * Batches for training: shuffled anew each epoch.
     *
     * @throws DataException if there are no pictures, the batch is empty, or standardisation or crop do not fit the pictures
     */
    public Batches(Dataset data, Standardisation s, Augmentation a, int batchSize, long seed) {
        this(data, s, new Augmenter(data, s, a, seed), a, batchSize, seed, Dealing.SHUFFLED);
    }

    /**
     * Batches for training in which each class has the same share, however rare: an epoch has as many examples as there are
     * pictures, and of each class as many as of any other, give or take one. The pictures of a class come in a random order,
     * anew in each epoch and whenever all have been dealt, each time varied anew; those of frequent classes do not all come in
     * an epoch.
     *
     * @throws DataException as for {@link #Batches(Dataset, Standardisation, Augmentation, int, long)}
     */
    public static Batches balanced(Dataset data, Standardisation s, Augmentation a, int batchSize, long seed) {
        return new Batches(data, s, new Augmenter(data, s, a, seed), a, batchSize, seed, Dealing.BALANCED);
    }

    private Batches(
            Dataset data,
            Standardisation s,
            Augmenter augmenter,
            Augmentation a,
            int batchSize,
            long seed,
            Dealing dealing) {
        if (data.size() == 0) {
            throw new DataException(data.name() + ": expected pictures to make batches of but there are none");
        }
        if (batchSize < 1) {
            throw new DataException("expected a batch of at least 1 picture but got " + batchSize);
        }
        if (s.kind() == Standardisation.Kind.PER_PIXEL && s.mean().length != data.pictureSize()) {
            throw new DataException(data.name() + ": expected pictures of " + s.mean().length
                    + " pixels, as the standardisation was fitted to, but got " + data.pictureSize());
        }
        if (a.crop() > Math.min(data.height(), data.width())) {
            throw new DataException("augmentation: expected a crop of at most " + Math.min(data.height(), data.width())
                    + " pixels, the picture's edge, but got " + a.crop());
        }
        this.data = data;
        this.augmenter = augmenter;
        this.mixup = a.mixup();
        this.batchSize = batchSize;
        this.seed = seed;
        this.dealing = dealing;
        this.own = scratch();
    }

    /** Batches for measuring: in the order of the data, pictures unvaried. */
    public static Batches inOrder(Dataset data, Standardisation s, int batchSize) {
        return inOrder(data, s, batchSize, View.WHOLE);
    }

    /** Batches for measuring: in the order of the data, all pictures seen through the same view. */
    public static Batches inOrder(Dataset data, Standardisation s, int batchSize, View view) {
        return new Batches(data, s, new Augmenter(data, s, view), Augmentation.none(), batchSize, 0, Dealing.IN_ORDER);
    }

    /** What a thread needs to call {@link #fillOne}. */
    public Scratch scratch() {
        return new Scratch(data.pictureSize(), data.classes().size());
    }

    public Dataset data() {
        return data;
    }

    public int batchSize() {
        return batchSize;
    }

    /** The number of batches of an epoch, a smaller last one included. */
    public int batchesPerEpoch() {
        return (data.size() + batchSize - 1) / batchSize;
    }

    /** The number of examples of a batch. */
    public int sizeOf(int batch) {
        if (batch < 0 || batch >= batchesPerEpoch()) {
            throw new DataException(
                    data.name() + ": expected a batch 0…" + (batchesPerEpoch() - 1) + " but got " + batch);
        }
        return Math.min(batchSize, data.size() - batch * batchSize);
    }

    /** A copy of the order in which an epoch takes the pictures. */
    public int[] order(int epoch) {
        return Arrays.stream(dealt(epoch)).map(this::picture).toArray();
    }

    /** The index in the data set of example k of a batch. */
    public int example(int epoch, int batch, int k) {
        return picture(dealt(epoch)[batch * batchSize + k]);
    }

    /** The picture of a deal: the second deal of picture i in an epoch is i + n, the third i + 2n, and so on. */
    private int picture(int deal) {
        return deal % data.size();
    }

    private int[] dealt(int epoch) {
        Order order = current;
        // Two threads at the start of an epoch may both shuffle; they come to the same order.
        if (order == null || order.epoch != epoch) {
            order = new Order(
                    epoch,
                    switch (dealing) {
                        case IN_ORDER -> identity(data.size());
                        case SHUFFLED -> Rng.of(ORDER, seed, epoch).permutation(data.size());
                        case BALANCED -> Balance.deal(data, Rng.of(ORDER, seed, epoch));
                    });
            current = order;
        }
        return order.deals;
    }

    private static int[] identity(int n) {
        int[] indices = new int[n];
        Arrays.setAll(indices, i -> i);
        return indices;
    }

    /**
     * Fills a whole batch; not for several threads at once (see {@link #fillOne}).
     *
     * @param x [batch, c, h, w], written
     * @param targets [batch, classes], written with probabilities; may be null
     * @param labels [batch], written; may be null
     * @return the number of examples
     */
    public int fill(int epoch, int batch, float[] x, float[] targets, int[] labels) {
        int n = sizeOf(batch);
        for (int k = 0; k < n; k++) {
            fillOne(epoch, batch, k, x, targets, labels, own);
        }
        return n;
    }

    /**
     * Fills example k of a batch, at its place in the arrays; parameters as of {@link #fill}.
     *
     * <p>Under mixup the larger share is always the example's own, and the label is its label.
     *
     * @param s of the calling thread
     */
    public void fillOne(int epoch, int batch, int k, float[] x, float[] targets, int[] labels, Scratch s) {
        int deal = dealt(epoch)[batch * batchSize + k];
        int i = picture(deal);
        int size = data.pictureSize();
        int classes = data.classes().size();
        augmenter.write(epoch, i, deal, x, k * size, s);
        if (labels != null) {
            labels[k] = data.label(i);
        }
        if (targets != null) {
            data.softLabel(i, targets, k * classes);
        }
        if (mixup > 0) {
            s.draws.start(Augmenter.key(MIXUP, seed, epoch, deal));
            double share = s.draws.beta(mixup);
            float lambda = (float) Math.max(share, 1 - share);
            int j = s.draws.below(data.size());
            augmenter.write(epoch, j, j, s.partner, 0, s);
            blend(x, k * size, s.partner, size, lambda);
            if (targets != null) {
                data.softLabel(j, s.partner, 0);
                blend(targets, k * classes, s.partner, classes, lambda);
            }
        }
    }

    private static void blend(float[] to, int offset, float[] other, int size, float lambda) {
        for (int p = 0; p < size; p++) {
            to[offset + p] = lambda * to[offset + p] + (1 - lambda) * other[p];
        }
    }

    private record Order(int epoch, int[] deals) {}
}
