package org.pellucid.tensor;

/**
 * A small seeded random generator (SplitMix64) whose every stream is named by keys.
 *
 * <p>{@code Rng.of(seed, epoch, example)} is the same stream on every machine, thread and run, whatever was drawn
 * before: this is what makes a training repeatable in any order. Source: Steele, Lea, Flood, <i>Fast splittable
 * pseudorandom number generators</i>, OOPSLA 2014.
 */
public final class Rng {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private Rng(long state) {
        this.state = state;
    }

    /** The stream named by these keys; the order of the keys matters. */
    public static Rng of(long... keys) {
        return new Rng(key(keys));
    }

    /** Mixes keys into one, such as a seed, an epoch and the index of an example. */
    public static long key(long... keys) {
        long mixed = 0;
        for (long key : keys) {
            mixed = mix(mixed, key);
        }
        return mixed;
    }

    /** Mixes a further key into a key. */
    public static long mix(long key, long next) {
        return finish(key * 31 + next + GAMMA);
    }

    /** The key of a name, such as that of a parameter. */
    public static long key(String name) {
        long mixed = 0;
        for (int i = 0; i < name.length(); i++) {
            mixed = mix(mixed, name.charAt(i));
        }
        return mixed;
    }

    /**
     * One uniform draw from [0, 1), named by its key and index alone: no generator, no order.
     *
     * @param key of the stream
     * @param index of the draw
     */
    public static float uniformAt(long key, long index) {
        return (finish(key + (index + 1) * GAMMA) >>> 40) * 0x1p-24f;
    }

    /** 64 uniform bits. */
    public long nextLong() {
        state += GAMMA;
        return finish(state);
    }

    /** Uniform in [0, 1), 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in [0, 1), 24 bits. */
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /** Uniform in [low, high). */
    public double uniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /**
     * Uniform in 0 … bound − 1.
     *
     * @param bound at least 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1 but is " + bound);
        }
        // Lemire's multiplication; the bias of at most bound / 2^32 is far below anything a training can show.
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** Standard normal, by Box and Muller's formula in {@link StrictMath}: the same bits on every machine. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** The numbers 0 … n − 1 in random order (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The finaliser of SplitMix64, variant 13 of Stafford. */
    private static long finish(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
