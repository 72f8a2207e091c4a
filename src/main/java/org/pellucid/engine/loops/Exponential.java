package org.pellucid.engine.loops;

/**
 * eˣ in float, by one implementation on every machine.
 *
 * <p>x = k ln 2 + r with |r| ≤ ½ ln 2; eʳ by its Taylor polynomial of degree 7, whose remainder is below 2⁻²⁷; then a
 * multiplication by 2ᵏ. At most 3 units in the last place off where the result is a normal number, and 0 below that.
 */
public final class Exponential {
    public static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts: the first has so few digits that k times it is exact. */
    public static final float LN2_HIGH = 0.693359375f;

    public static final float LN2_LOW = -2.12194440e-4f;
    public static final float LARGEST = 88.72f;
    public static final float SMALLEST = -87.33f;
    /** Adding and taking away 1.5 · 2²³ rounds to the nearest whole number. */
    public static final float ROUND = 12_582_912f;

    private Exponential() {}

    /** eˣ. */
    public static float exp(float x) {
        if (x > LARGEST) {
            return Float.POSITIVE_INFINITY;
        }
        if (x < SMALLEST) {
            return 0;
        }
        float k = (x * LOG2_E + ROUND) - ROUND;
        float r = (x - k * LN2_HIGH) - k * LN2_LOW;
        float p = 1f / 5040;
        p = p * r + 1f / 720;
        p = p * r + 1f / 120;
        p = p * r + 1f / 24;
        p = p * r + 1f / 6;
        p = p * r + 0.5f;
        p = p * r * r + r + 1;
        // In two halves: 2ᵏ itself is out of range at k = 128, where p is below 1.
        int half = (int) k >> 1;
        return p * power(half) * power((int) k - half);
    }

    /** 1 / (1 + e⁻ˣ). */
    public static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }

    private static float power(int k) {
        return Float.intBitsToFloat((k + 127) << 23);
    }
}
