package org.pellucid.model;

/**
 * 16-bit floats, IEEE 754 binary16: a sign, five bits of exponent, ten of fraction; 11 significant bits, up to 65,504.
 *
 * <p>Rounding is to the nearest, ties to even, as a processor does it. Java has it itself from version 20 on.
 */
final class Half {
    /** The largest finite value. */
    static final float MAX = 65_504;

    private static final int FRACTION_BITS = 10;
    private static final int INFINITY = 0x7C00;
    /** A float's fraction is so much longer. */
    private static final int SHIFT = 23 - FRACTION_BITS;
    /** Between the biases of the two exponents, 127 and 15. */
    private static final int REBIAS = 112;

    /** Of all 16 bits: a model's millions of weights are looked up sooner than taken apart. */
    private static final float[] VALUES = values();

    private Half() {}

    /** The 16 bits of the nearest half; what is too large becomes infinite, NaN stays NaN. */
    static short of(float x) {
        int bits = Float.floatToRawIntBits(x);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFF_FFFF;
        if (magnitude >= 0x7F80_0000) {
            // The quiet bit is set lest a payload in the lost bits leave an infinity.
            int payload = magnitude == 0x7F80_0000 ? 0 : 0x200 | ((magnitude >>> SHIFT) & 0x3FF);
            return (short) (sign | INFINITY | payload);
        }
        int exponent = (magnitude >>> 23) - REBIAS;
        if (exponent >= 0x1F) {
            return (short) (sign | INFINITY);
        }
        if (exponent <= 0) {
            // A subnormal counts units of 2⁻²⁴; below half of one all is zero.
            int fraction = (magnitude & 0x7F_FFFF) | 0x80_0000;
            int drop = SHIFT + 1 - exponent;
            return (short) (sign | (drop > 24 ? 0 : nearest(fraction, drop)));
        }
        // Carrying out of the fraction raises the exponent, at the end to infinity, as it should.
        return (short) (sign | nearest((exponent << 23) | (magnitude & 0x7F_FFFF), SHIFT));
    }

    /** value / 2^drop, to the nearest, ties to even. */
    private static int nearest(int value, int drop) {
        int kept = value >>> drop;
        int lost = value & ((1 << drop) - 1);
        int tie = 1 << (drop - 1);
        return lost > tie || (lost == tie && (kept & 1) == 1) ? kept + 1 : kept;
    }

    /** The value of 16 bits, exactly. */
    static float toFloat(short half) {
        return VALUES[half & 0xFFFF];
    }

    /** data[from + i] ← the value of halves[i], for count of them. */
    static void toFloats(short[] halves, int count, float[] data, int from) {
        float[] values = VALUES;
        for (int i = 0; i < count; i++) {
            data[from + i] = values[halves[i] & 0xFFFF];
        }
    }

    private static float[] values() {
        float[] values = new float[1 << Short.SIZE];
        for (int bits = 0; bits < values.length; bits++) {
            values[bits] = value(bits);
        }
        return values;
    }

    private static float value(int half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> FRACTION_BITS) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            float value = fraction * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        int rebiased = exponent == 0x1F ? 0xFF : exponent + REBIAS;
        return Float.intBitsToFloat(sign | (rebiased << 23) | (fraction << SHIFT));
    }
}
